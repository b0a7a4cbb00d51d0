"""The graphs of an integrand and of its antiderivative; between bounds, the area.

    curves(f, F, "x").savefig("graphs.svg")
    draw(ansatz.integrate("x*cos(x)"), Path("graphs.svg"))

Values are those of ball arithmetic, parameters are 1, and nothing is drawn where there is no real value.
"""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import symengine as se

from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, symbols
from ansatz.inspection.direction_field import check_plot, value_of, window
from ansatz.solve.integral.solution import DefiniteIntegral, Integral

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HALF_WIDTH = 6.0
_PLACES = 600
_DOTS_PER_INCH = 120
_BLUE, _ORANGE, _GREY = "#4c6ef5", "#e8590c", "#999999"


def curves(
    integrand: Tree, antiderivative: Tree | None, variable: str, bounds: tuple[Tree, Tree] | None = None
) -> "Figure | None":
    """The figure; None where neither has real values on the interval that is drawn."""
    from matplotlib.figure import Figure

    low, high = _interval(bounds)
    left, right = low - 0.15 * (high - low), high + 0.15 * (high - low)
    if bounds is None:
        left, right = low, high
    places = [left + (right - left) * k / (_PLACES - 1) for k in range(_PLACES)]
    f = _values(integrand, variable, places)
    F = None if antiderivative is None else _values(antiderivative, variable, places)
    drawn = [values for values in (f, F) if values is not None and any(v == v for v in values)]
    if not drawn:
        return None
    if bounds is None:
        left, right = _inhabited(places, drawn)
    figure = Figure(figsize=(6, 3.6), layout="constrained")
    axes = figure.subplots()
    bottom, top = window(drawn)
    axes.axhline(0, color=_GREY, linewidth=0.7)
    if F is not None:
        axes.plot(places, _broken(F, top - bottom), color=_BLUE, linewidth=2.0, label="F, an antiderivative")
    axes.plot(places, _broken(f, top - bottom), color=_ORANGE, linewidth=1.4, label="f, the integrand")
    if bounds is not None:
        inside = [low <= place <= high for place in places]
        finite = [v if v == v else 0.0 for v in f]
        axes.fill_between(places, finite, where=inside, color=_ORANGE, alpha=0.18, linewidth=0)
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel=variable)
    axes.legend(loc="best", fontsize=8)
    return figure


def draw(solution: Integral, path: Path) -> None:
    """Write the picture of a solution, as PNG or SVG; raises `ConfigError` where there is nothing real to draw."""
    check_plot(path)
    antiderivative = solution.antiderivative.tree if isinstance(solution, DefiniteIntegral) else solution.tree
    figure = curves(solution.integrand, antiderivative, solution.variable, solution.bounds)
    if figure is None:
        raise ConfigError(f"{solution.problem} has no real values near the origin, so there is no picture of it.")
    figure.savefig(path, dpi=_DOTS_PER_INCH)


def _interval(bounds: tuple[Tree, Tree] | None) -> tuple[float, float]:
    if bounds is None:
        return -_HALF_WIDTH, _HALF_WIDTH
    low, high = (
        None if end in (INFINITY, MINUS_INFINITY) or symbols(end) else float(to_symengine(end)) for end in bounds
    )
    if low is None and high is None:
        return -_HALF_WIDTH, _HALF_WIDTH
    low = high - 2 * _HALF_WIDTH if low is None and high is not None else low
    high = low + 2 * _HALF_WIDTH if high is None and low is not None else high
    assert low is not None and high is not None
    low, high = min(low, high), max(low, high)
    return (low, high) if low < high else (low - 1, high + 1)


def _inhabited(places: list[float], drawn: list[list[float]]) -> tuple[float, float]:
    """The part of the interval where there are values, with some room."""
    inside = [place for k, place in enumerate(places) if any(values[k] == values[k] for values in drawn)]
    room = max(0.08 * (inside[-1] - inside[0]), 0.1)
    return max(places[0], inside[0] - room), min(places[-1], inside[-1] + room)


def _values(tree: Tree, variable: str, places: list[float]) -> list[float]:
    """Along x; parameters are 1."""
    x, e = symbol(variable), to_symengine(tree)
    value = value_of(e.subs(dict.fromkeys(e.free_symbols - {x}, se.Integer(1))), [x])
    return [value(place) for place in places]


def _broken(values: list[float], height: float) -> list[float]:
    """The values with a gap where they leap by more than the picture is high: a pole, no steep line."""
    gaps = [abs(b - a) > height for a, b in pairwise(values)]
    return [float("nan") if gap else v for v, gap in zip(values, [*gaps, False], strict=True)]


__all__ = ["curves", "draw"]
