"""The family of solutions of a differential equation over its direction field, as PNG or SVG.

    draw(ansatz.dsolve("y' = y - x"), Path("family.svg"))

Functions are drawn for several values of their constants, relations as level curves; the solution of an initial value
problem stands out. Arrows are drawn where the equation says y' by itself. Values are those of ball arithmetic, and
nothing is drawn where there is none.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.equations import InitialValues
from ansatz.proof.ode.implicit import first_integral
from ansatz.solve.ode.solution import OdeSolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = (".png", ".svg")
_HALF_WIDTH = 4.0
_PLACES = 400  # of a curve
_GRID = 90  # places a side, of level curves
_ARROWS = 21  # a side
_CONSTANTS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
_SECOND = (-1.0, 0.0, 1.0)
_BITS = 64
_BLUE, _RED, _GREY = "#4477aa", "#ee6677", "#999999"
_DOTS_PER_INCH = 120

Value = Callable[..., float]


def check_plot(path: Path) -> None:
    """Raises `ConfigError` for a file that no picture can be written to, before time is spent on a solution."""
    if path.suffix.lower() not in FORMATS:
        raise ConfigError(f"'{path}' is no picture; end its name with {' or '.join(FORMATS)}.")
    if not path.absolute().parent.is_dir():
        raise ConfigError(f"The folder of '{path}' does not exist.")
    import matplotlib  # noqa: F401 - what is missing is said before the search


def draw(solution: OdeSolution, path: Path) -> None:
    """Write the picture. Where no solution was found, that is the direction field alone."""
    check_plot(path)
    if not isinstance(solution, OdeSolution):
        raise ConfigError("A direction field belongs to one equation; a system is drawn by `ansatz lyapunov --plot`.")
    figure(solution).savefig(path, dpi=_DOTS_PER_INCH)


def figure(solution: OdeSolution) -> "Figure":
    """The picture itself."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4.5), layout="constrained")
    axes = figure.subplots()
    x = symbol(solution.equation.variable)
    initial = solution.equation.initial
    start = None if initial is None else _point(initial)
    middle = 0.0 if start is None else start[0]
    places = [middle + _HALF_WIDTH * (2 * k / (_PLACES - 1) - 1) for k in range(_PLACES)]
    curves = [list(curve) for curve in _curves(solution, x, places)]
    low, high = window(curves)
    for k, values in enumerate(curves):
        chosen = k == 0 and start is not None
        axes.plot(
            places, values, color=_RED if chosen else _BLUE, linewidth=2.0 if chosen else 1.0, zorder=3 if chosen else 2
        )
    _levels(axes, solution, x, (places[0], places[-1]), (low, high))
    _arrows(axes, solution, x, (places[0], places[-1]), (low, high))
    if start is not None:
        axes.plot(*start, "o", color=_RED, zorder=4)
    axes.set(xlim=(places[0], places[-1]), ylim=(low, high), xlabel=str(x), ylabel=solution.equation.function)
    axes.set_title(solution.problem, fontsize=9, parse_math=False)
    return figure


def _point(initial: InitialValues) -> tuple[float, float] | None:
    """Where the solution starts; None where that depends on parameters."""
    place, value = to_symengine(initial.place), to_symengine(initial.values[0])
    return None if place.free_symbols | value.free_symbols else (value_of(place, [])(), value_of(value, [])())


def _curves(solution: OdeSolution, x: se.Symbol, places: Sequence[float]) -> Iterator[list[float]]:
    """Values along x of each function, for several values of the constants; parameters are 1."""
    for one in solution.solutions:
        if one.along is not None:
            continue
        if one.implicit:
            continue
        e = to_symengine(one.tree)
        constants = [symbol(name) for name in solution.constants if symbol(name) in e.free_symbols]
        e = e.subs(dict.fromkeys(e.free_symbols - {x, *constants}, se.Integer(1)))
        value = value_of(e, [x, *constants])
        for chosen in _choices(len(constants)):
            yield [value(place, *chosen) for place in places]


def _choices(count: int) -> list[tuple[float, ...]]:
    if count < 2:
        return [(c,) for c in _CONSTANTS] if count else [()]
    return [(c, d) for c in _SECOND for d in _SECOND]


def value_of(e: se.Expr, symbols: Sequence[se.Symbol]) -> Value:
    """e as a function of floats; NaN where it has no real value."""
    program = Program()
    slot = program.add(e)

    def value(*at: float) -> float:
        ball = program.run({s: acb(arb(v)) for s, v in zip(symbols, at, strict=True)}, _BITS)[slot]
        real = ball.is_finite() and ball.imag.contains(0)
        return float(ball.real.mid()) if real else float("nan")

    return value


def window(curves: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The middle of the values, with room around them: less of it where they grow far out."""
    values = sorted(v for curve in curves for v in curve if v == v and abs(v) < 1e6)
    if not values:
        return -_HALF_WIDTH, _HALF_WIDTH
    cut = len(values) // 10 if values[-1] - values[0] < 10 * _HALF_WIDTH else len(values) // 4
    low, high = values[cut], values[-1 - cut]
    room = max(0.15 * (high - low), 1.0)
    return low - room, high + room


def _grid(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * k / (count - 1) for k in range(count)]


def _levels(
    axes: "Axes", solution: OdeSolution, x: se.Symbol, across: tuple[float, float], up: tuple[float, float]
) -> None:
    """Level curves H(x, y) = constant of an implicit answer."""
    if not solution.solutions or not solution.implicit or solution.order > 1:
        return
    Y, y = symbol("Y"), symbol(solution.equation.function)
    renamed = {y: Y, **{symbol(name): symbol(f"c{k + 1}") for k, name in enumerate(solution.constants)}}
    G = to_symengine(solution.solutions[0].tree).subs(renamed)
    found = first_integral(G)
    H = G if found is None else found.H
    H = H.subs(dict.fromkeys(H.free_symbols - {x, Y}, se.Integer(1)))
    value = value_of(H, [x, Y])
    columns, rows = _grid(*across, _GRID), _grid(*up, _GRID)
    heights = [[value(a, b) for a in columns] for b in rows]
    known = sorted(h for row in heights for h in row if h == h)
    if known:
        levels = [0.0] if found is None else sorted({known[len(known) * k // 10] for k in range(1, 10)})
        axes.contour(
            columns,
            rows,
            heights,
            levels=levels,
            colors=_RED if found is None else _BLUE,
            linewidths=1.0,
            linestyles="solid",
        )


def _arrows(
    axes: "Axes", solution: OdeSolution, x: se.Symbol, across: tuple[float, float], up: tuple[float, float]
) -> None:
    """The direction field of an equation of first order that is linear in y'."""
    y, rate = (symbol(name) for name in solution.equation.derivatives[:2])
    left = se.expand(to_symengine(solution.equation.left))
    slope = left.diff(rate)
    if solution.order > 1 or rate in slope.free_symbols:
        return
    field = -left.subs({rate: se.Integer(0)}) / slope
    field = field.subs(dict.fromkeys(field.free_symbols - {x, y}, se.Integer(1)))
    try:
        value = value_of(field, [x, y])
    except ALGEBRA_FAILURES:
        return
    scale = (across[1] - across[0]) / (up[1] - up[0])
    points = [(a, b, value(a, b)) for a in _grid(*across, _ARROWS) for b in _grid(*up, _ARROWS)]
    points = [(a, b, s) for a, b, s in points if s == s]
    lengths = [(1 + (s * scale) ** 2) ** 0.5 for _, _, s in points]
    axes.quiver(
        [a for a, _, _ in points],
        [b for _, b, _ in points],
        [1 / n for n in lengths],
        [s * scale / n for (_, _, s), n in zip(points, lengths, strict=True)],
        color=_GREY,
        angles="uv",
        width=0.0018,
        headwidth=3,
        pivot="mid",
        zorder=1,
    )


__all__ = ["check_plot", "draw", "figure", "value_of", "window"]
