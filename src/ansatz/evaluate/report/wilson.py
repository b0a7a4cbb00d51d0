"""The Wilson score interval of a share (Wilson 1927): honest for few problems and for shares near 0 or 1."""

from math import sqrt

Z = 1.959963984540054  # 95 %


def interval(successes: int, trials: int) -> tuple[float, float]:
    """Where the true share lies, at 95 %; (0, 1) where nothing was tried."""
    if trials == 0:
        return 0.0, 1.0
    share, z2 = successes / trials, Z * Z
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z / (1 + z2 / trials) * sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    return 0.0 if successes == 0 else middle - half, 1.0 if successes == trials else middle + half


def shown(successes: int, trials: int) -> str:
    """The share and its interval: "96.7 % (88.6–99.1)"; "–" where nothing was tried."""
    if trials == 0:
        return "–"
    low, high = (100 * end for end in interval(successes, trials))
    return f"{100 * successes / trials:.1f} % ({low:.1f}–{high:.1f})"
