"""`ansatz dsolve`."""

from pathlib import Path
from typing import Annotated

import typer

from ansatz.cli.options import METHODS, Beam, Candidates, Deadline, Json, Latex, Methods, Weights


def dsolve(
    equation: Annotated[
        str, typer.Argument(metavar="EQUATION", help="The equation, as text or LaTeX; '= 0' may be left out.")
    ],
    func: Annotated[str, typer.Option(help="The unknown function; default: the one that is differentiated.")] = "y",
    var: Annotated[
        str | None, typer.Option(help="Its variable; default: what a derivative names, else x, else t.")
    ] = None,
    ics: Annotated[str | None, typer.Option(help='Initial values, such as "y(0)=1, y\'(0)=0".')] = None,
    beam: Beam = 10,
    deadline: Deadline = 10.0,
    methods: Methods = METHODS,
    weights: Weights = None,
    json: Json = False,
    latex: Latex = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="Also name the method and put the answer into the equation.")
    ] = False,
    all_: Candidates = False,
    plot: Annotated[
        Path | None, typer.Option(help="Draw solutions over the direction field: FILE.png or FILE.svg.")
    ] = None,
) -> None:
    """Solve an ordinary differential equation; every answer is verified.

    \b
    ansatz dsolve "x*y' - y*ln(4*x) = 0"
    ansatz dsolve "y'' + y = x*sin(x)" --steps
    ansatz dsolve "y' = x*y, y(0) = 2"
    ansatz dsolve "y'' + 4y = 0" --ics "y(0)=1, y'(0)=0" --json
    ansatz dsolve "dx/dt = -k*x" --latex
    ansatz dsolve "y' = y - x" --plot solutions.svg
    """
    from ansatz.cli.options import check_format, split_methods

    check_format(json, latex)
    if plot is not None:
        from ansatz.inspection.direction_field import check_plot

        check_plot(plot)
    from ansatz.cli import show
    from ansatz.solve.ode.solver import dsolve

    chosen = split_methods(methods)
    solution = dsolve(equation, func, var, ics=ics, beam=beam, deadline=deadline, methods=chosen, weights=weights)
    show.solution(solution, json, latex, steps, all_)
    if plot is not None:
        from ansatz.inspection.direction_field import draw

        draw(solution, plot)
    if not solution.answered:
        raise typer.Exit(1)
