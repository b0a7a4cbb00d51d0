"""How sure a solved share is: intervals for one proportion and for the difference of two paired ones.

    wilson(81, 263)                 ->  Interval(0.308, 0.255, 0.366)
    paired(first, second)           ->  Interval of the share of `first` minus the share of `second`

Paired means that both answered the same problems, problem by problem: what they share cancels, so that the interval
is narrower than one for independent samples. An interval speaks of the choice of the problems alone; how much
trainings from different seeds differ is seen by training with several.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ansatz.errors import ConfigError

Z95 = 1.959963984540054  # the normal distribution's 97.5 % quantile


class Interval(NamedTuple):
    """An estimate and the 95 % interval around it, as shares (1 is 100 %)."""

    estimate: float
    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval:
    """The score interval of a proportion (Wilson 1927), without continuity correction; [0, 1] for no trials."""
    if not 0 <= successes <= trials:
        raise ConfigError(f"{successes} successes in {trials} trials is no proportion.")
    if trials == 0:
        return Interval(math.nan, 0.0, 1.0)
    share, weight = successes / trials, Z95**2 / trials
    centre = (share + weight / 2) / (1 + weight)
    half = math.sqrt(weight * (share * (1 - share) + weight / 4)) / (1 + weight)
    # At 0 and at 1 one end is exactly there; rounding must not carry it across.
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == trials else centre + half
    return Interval(share, low, high)


def newcombe(both: int, first: int, second: int, neither: int) -> Interval:
    """Share of the first minus share of the second from the four counts of a paired table.

    both, neither: solved by both, by neither; first, second: solved by that one only. Newcombe, Statistics in
    Medicine 17 (1998) 2635–2650, method 10: the Wilson intervals of the two shares, combined with their correlation φ,
    whose numerator is corrected for continuity.
    """
    n = both + first + second + neither
    if n == 0:
        return Interval(math.nan, -1.0, 1.0)
    p, q = wilson(both + first, n), wilson(both + second, n)
    covariance: float = both * neither - first * second
    if covariance > 0:
        covariance = max(covariance - n / 2, 0.0)
    margins = (both + first) * (second + neither) * (both + second) * (first + neither)
    phi = covariance / math.sqrt(margins) if margins else 0.0
    difference = p.estimate - q.estimate
    below = _joined(p.estimate - p.low, q.high - q.estimate, phi)
    above = _joined(p.high - p.estimate, q.estimate - q.low, phi)
    return Interval(difference, difference - below, difference + above)


def paired(first: Sequence[bool], second: Sequence[bool]) -> Interval:
    """`newcombe` from who solved which problem; both lists in the order of the problems."""
    if len(first) != len(second):
        raise ConfigError("Only answers to the same problems can be paired.")
    counts = [[0, 0], [0, 0]]
    for a, b in zip(first, second, strict=True):
        counts[bool(a)][bool(b)] += 1
    return newcombe(counts[1][1], counts[1][0], counts[0][1], counts[0][0])


def _joined(x: float, y: float, correlation: float) -> float:
    """Length of the sum of two deviations of this correlation."""
    return math.sqrt(max(0.0, x * x - 2 * correlation * x * y + y * y))
