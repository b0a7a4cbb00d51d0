"""Pictures of reports: shares with their intervals, as bars, along a scale, or as curves. No global plotting state."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansatz.studies.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#777777")  # Tol's "bright", for all eyes
DOTS_PER_INCH = 120


def canvas(panels: int = 1) -> "tuple[Figure, list[Axes]]":
    """A figure with panels side by side."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.5 * panels + 0.5, 4), layout="constrained")
    axes = figure.subplots(1, panels, squeeze=False)[0]
    for panel in axes:
        panel.spines[["top", "right"]].set_visible(False)
    return figure, list(axes)


def bars(axes: "Axes", names: Sequence[str], shares: Sequence[Interval], label: str = "solved") -> None:
    """Horizontal bars, the first on top, with 95 % intervals."""
    places = range(len(names))
    axes.barh(places, [100 * share.estimate for share in shares], color=COLOURS[0], height=0.6)
    axes.errorbar([100 * s.estimate for s in shares], places, xerr=_errors(shares), **_BARE)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set(xlabel=f"{label}, % (with 95 % intervals)", xlim=(0, _top(shares)))


def points(
    axes: "Axes", x: Sequence[float], shares: Sequence[Interval], label: str = "", colour: str = COLOURS[0]
) -> None:
    """Shares along a scale, joined, with 95 % intervals."""
    axes.plot(x, [100 * s.estimate for s in shares], "o-", color=colour, label=label or None)
    axes.errorbar(x, [100 * s.estimate for s in shares], yerr=_errors(shares), **_BARE | {"ecolor": colour})
    axes.set(ylabel="solved, % (with 95 % intervals)", ylim=(0, max(axes.get_ylim()[1], _top(shares))))


def curve(
    axes: "Axes", x: Sequence[float], y: Sequence[float], color: str, linestyle: str = "-", label: str | None = None
) -> None:
    """A curve on logarithmic scales, as losses want it; x: whole numbers, such as steps."""
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

    axes.plot(x, y, linestyle, color=color, label=label)
    axes.set(xscale="log", yscale="log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def save(figure: "Figure", path: Path) -> None:
    """Write the figure; it appears whole."""
    temporary = path.with_name(f".{path.name}")
    figure.savefig(temporary, dpi=DOTS_PER_INCH, format=path.suffix[1:])
    temporary.replace(path)


_BARE: dict[str, Any] = {"fmt": "none", "ecolor": "#222222", "capsize": 3, "linewidth": 1}


def _errors(shares: Sequence[Interval]) -> list[list[float]]:
    """Distances to both ends; rounding must not make them negative."""
    return [
        [max(0.0, 100 * (s.estimate - s.low)) for s in shares],
        [max(0.0, 100 * (s.high - s.estimate)) for s in shares],
    ]


def _top(shares: Sequence[Interval]) -> float:
    return min(100.0, 1.1 * max([100 * share.high for share in shares], default=100.0))
