"""Pictures of solutions, as SVG or PNG: f and F, a family over its direction field, a phase portrait."""

import base64
import io
from collections.abc import Iterator

from matplotlib import rc_context
from matplotlib.figure import Figure

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.inspection import direction_field, phase_portrait
from ansatz.inspection.curves import curves
from ansatz.solve.integral.solution import DefiniteIntegral, Integral
from ansatz.solve.lyapunov.solution import LyapunovSolution
from ansatz.solve.ode.solution import OdeSolution
from ansatz.solve.solution import Solution

_DOTS_PER_INCH = 110
_INK = {False: "#3d3d46", True: "#c9c9d2"}


def pictures(solution: Solution, dark: bool, format: str) -> list[dict[str, str]]:
    """The fields of `answers.Picture`; none where there is nothing to draw."""
    ink = _INK[dark]
    style = {"axes.spines.top": False, "axes.spines.right": False, "font.size": 9, "svg.fonttype": "path"}
    style |= dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), ink)
    style |= {
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "savefig.edgecolor": "none",
    }
    style |= {"legend.framealpha": 0.0, "legend.labelcolor": ink, "svg.hashsalt": "ansatz"}
    if format == "png":
        style |= {"savefig.facecolor": "#16161c" if dark else "#ffffff"}
    with rc_context(style):
        drawn = list(_figures(solution))
        return [
            {"name": name, "alt": alt, "format": format, "data": _saved(figure, format)} for name, alt, figure in drawn
        ]


def _figures(solution: Solution) -> Iterator[tuple[str, str, Figure]]:
    """(name, description, figure)."""
    try:
        if isinstance(solution, OdeSolution):
            alt = f"Solutions of {solution.problem} over the direction field"
            yield "family", alt, direction_field.figure(solution)
        elif isinstance(solution, LyapunovSolution):
            alt = f"Phase portrait of {solution.problem}"
            alt += f" with level sets of V = {solution.text()}" if solution.tree is not None else ""
            yield "portrait", alt, phase_portrait.figure(solution)
        elif isinstance(solution, Integral):
            whole = solution.antiderivative if isinstance(solution, DefiniteIntegral) else solution
            drawn = curves(solution.integrand, whole.tree, solution.variable, solution.bounds)
            if drawn is not None:
                alt = f"Graphs of the integrand of {solution.problem}"
                yield "function", alt + (" and of its antiderivative" if whole.tree is not None else ""), drawn
    except ALGEBRA_FAILURES:
        return


def _saved(figure: Figure, format: str) -> str:
    buffer = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if format == "svg" else None
    figure.savefig(buffer, format=format, dpi=_DOTS_PER_INCH, metadata=metadata)
    data = buffer.getvalue()
    return data.decode() if format == "svg" else base64.b64encode(data).decode()
