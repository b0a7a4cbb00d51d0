"""The phase portrait of a system with level sets of its Lyapunov function, as PNG or SVG.

    draw(ansatz.lyapunov("x' = y; y' = -x - y"), Path("portrait.png"))

Solutions in grey, level sets of V in blue, the equilibrium as a dot; of a local V the box in red, and the set V < c
that is shown to be attracted filled. Systems of three variables and more are cut along their first two, the others at
the equilibrium; of one variable the rate is drawn.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import symengine as se

from ansatz.expr.canonical import symbol, to_symengine
from ansatz.inspection.direction_field import check_plot
from ansatz.solve.lyapunov.solution import LyapunovSolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HALF_WIDTH, _ROOM = 2.0, 1.15
_GRID = 121  # places a side
_LEVELS = 9
_BLUE, _RED, _GREY = "#4477aa", "#ee6677", "#999999"
_DOTS_PER_INCH = 80


def draw(solution: LyapunovSolution, path: Path) -> None:
    """Write the picture. Where there is no V, that is the solutions alone."""
    check_plot(path)
    figure(solution).savefig(path, dpi=_DOTS_PER_INCH)


def figure(solution: LyapunovSolution) -> "Figure":
    """The picture itself."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 4.5), layout="constrained")
    axes = figure.subplots()
    place = [float(to_symengine(a)) for a in solution.at]
    halves = [_ROOM * float(r) for r in solution.box] or [_HALF_WIDTH] * len(place)
    if len(place) == 1:
        _line(axes, solution, place[0], halves[0])
    else:
        _plane(axes, solution, place, halves)
    axes.set_title(_title(solution), fontsize=9)
    return figure


def _title(solution: LyapunovSolution) -> str:
    shown = f"V = {solution.text()}" if solution.tree is not None else f"{solution.verdict}: no V"
    return shown if len(shown) < 60 else f"{shown[:56]} …"


def _line(axes: "Axes", solution: LyapunovSolution, place: float, half: float) -> None:
    """x' and V over x."""
    points = np.linspace(place - half, place + half, 401)
    axes.axhline(0, color=_GREY, linewidth=0.8)
    axes.plot(points, _values(to_symengine(solution.components[0]), solution, [points], [place]), _GREY, label="rate")
    if solution.tree is not None:
        axes.plot(points, _values(to_symengine(solution.tree), solution, [points], [place]), _BLUE, label="V")
    axes.plot([place], [0], "ko", markersize=4)
    axes.set_xlabel(solution.variables[0])
    axes.legend()


def _plane(axes: "Axes", solution: LyapunovSolution, place: list[float], halves: list[float]) -> None:
    across, up = (np.linspace(a - h, a + h, _GRID) for a, h in zip(place[:2], halves[:2], strict=True))
    x, y = np.meshgrid(across, up)
    right, upward = (_values(to_symengine(f), solution, [x, y], place) for f in solution.components[:2])
    if np.isfinite(right).any() and np.isfinite(upward).any():
        axes.streamplot(x, y, right, upward, color=_GREY, density=1.1, linewidth=0.7, arrowsize=0.8)
    if solution.tree is not None:
        V = _values(to_symengine(solution.tree), solution, [x, y], place)
        edge = np.concatenate([V[0], V[-1], V[:, 0], V[:, -1]])
        top = float(np.nanmin(edge)) if len(place) == 2 else float(np.nanmedian(edge))
        # V grows like a square near the equilibrium: so the rings are about evenly spaced
        levels = sorted({top * (k / _LEVELS) ** 2 * 2 for k in range(1, _LEVELS + 4)})
        axes.contour(x, y, V, levels=levels, colors=_BLUE, linewidths=1.1)
        if solution.level is not None:
            axes.contourf(x, y, V, levels=[0, float(solution.level)], colors=[_BLUE], alpha=0.2)
    if solution.box:
        from matplotlib.patches import Rectangle

        corner = [a - float(r) for a, r in zip(place, solution.box, strict=True)]
        sides = [2 * float(r) for r in solution.box]
        axes.add_patch(Rectangle((corner[0], corner[1]), sides[0], sides[1], fill=False, edgecolor=_RED))
    axes.plot([place[0]], [place[1]], "ko", markersize=4)
    axes.set_xlim(float(across[0]), float(across[-1]))
    axes.set_ylim(float(up[0]), float(up[-1]))
    axes.set_xlabel(solution.variables[0])
    axes.set_ylabel(solution.variables[1])


def _values(e: se.Expr, solution: LyapunovSolution, grids: list[np.ndarray], place: list[float]) -> np.ndarray:
    """The expression on a grid over the first variables, the others at the equilibrium; NaN where it has no value."""
    variables = [symbol(v) for v in solution.variables]
    columns = [grid.ravel() for grid in grids]
    columns += [np.full(columns[0].shape, a) for a in place[len(grids) :]]
    with np.errstate(all="ignore"):
        values = np.asarray(se.Lambdify(variables, [e])(np.stack(columns, axis=1)), dtype=float)
    values = np.where(np.isfinite(values), values, np.nan)
    return np.asarray(values.reshape(grids[0].shape))


__all__ = ["draw", "figure"]
