"""An integrand and its antiderivative over the variable, as PNG or SVG; between bounds the area is filled.

    draw(ansatz.integrate("x*cos(x)"), Path("curves.svg"))

Parameters are 1. Values are those of ball arithmetic, and nothing is drawn where there is no real one.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import symengine as se

from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.inspection.direction_field import check_plot, value_of
from ansatz.solve.integral.solution import DefiniteIntegral, Integral

_HALF_WIDTH, _PLACES, _DOTS_PER_INCH = 4.0, 400, 120
_BLUE, _RED = "#4477aa", "#ee6677"
_ROOM = 0.05  # of the values are left out at each end, where poles are


def draw(solution: Integral, path: Path) -> None:
    """Write the picture. Where there is no antiderivative, that is the integrand alone."""
    from matplotlib.figure import Figure

    check_plot(path)
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    low, high = _range(solution)
    places = [low + (high - low) * k / (_PLACES - 1) for k in range(_PLACES)]
    x = symbol(solution.variable)
    f = _values(solution.integrand, x, places)
    axes.plot(places, f, color=_BLUE, label="integrand")
    shown = [*f]
    if isinstance(solution, DefiniteIntegral):
        axes.fill_between(places, f, 0, color=_BLUE, alpha=0.25)
        tree = solution.antiderivative.tree
    else:
        tree = solution.tree
    if tree is not None:
        F = _values(tree, x, places)
        axes.plot(places, F, color=_RED, label="antiderivative")
        shown += F
    axes.set(xlim=(low, high), ylim=_window(shown), xlabel=solution.variable)
    axes.legend(fontsize=8)
    axes.set_title(solution.problem, fontsize=9, parse_math=False)
    figure.savefig(path, dpi=_DOTS_PER_INCH)


def _range(solution: Integral) -> tuple[float, float]:
    """The bounds where they are finite numbers, else around zero."""
    ends = [_number(bound) for bound in solution.bounds or ()]
    if len(ends) < 2:
        return -_HALF_WIDTH, _HALF_WIDTH
    low, high = sorted((_HALF_WIDTH * (2 * k - 1) * 2 if end is None else end for k, end in enumerate(ends)))
    return (low, high) if high > low else (low - 1, high + 1)


def _number(bound: Tree) -> float | None:
    if bound in (INFINITY, MINUS_INFINITY):
        return None
    e = to_symengine(bound)
    return value_of(e.subs(dict.fromkeys(e.free_symbols, se.Integer(1))), [])()


def _values(tree: Tree, x: se.Symbol, places: Sequence[float]) -> list[float]:
    e = to_symengine(tree)
    value = value_of(e.subs(dict.fromkeys(e.free_symbols - {x}, se.Integer(1))), [x])
    return [value(place) for place in places]


def _window(values: Sequence[float]) -> tuple[float, float]:
    """What most values lie in."""
    known = sorted(v for v in values if math.isfinite(v))
    if not known:
        return -1.0, 1.0
    cut = int(_ROOM * len(known))
    low, high = known[cut], known[-1 - cut]
    room = 0.5 * (high - low) or 1.0
    return max(known[0], low - room) - 0.05 * room, min(known[-1], high + room) + 0.05 * room


__all__ = ["draw"]
