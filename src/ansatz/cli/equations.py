"""`ansatz dsolve`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ansatz.cli.options import METHODS, Beam, Candidates, Deadline, Json, Latex, Methods, Weights

if TYPE_CHECKING:
    from ansatz import Solution


def dsolve(
    equations: Annotated[
        list[str],
        typer.Argument(
            metavar="EQUATION",
            help="Equations, as text or LaTeX; '= 0' may be left out. - reads them from stdin, one a line.",
        ),
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
        bool, typer.Option("--steps", help="Also show the method's steps, and put the answer into the equation.")
    ] = False,
    all_: Candidates = False,
    plot: Annotated[
        Path | None, typer.Option(help="Draw solutions over the direction field: FILE.png or FILE.svg.")
    ] = None,
) -> None:
    """Solve an ordinary differential equation, or a linear system; every answer is verified.

    \b
    ansatz dsolve "x*y' - y*ln(4*x) = 0"
    ansatz dsolve "y'' + y = x*sin(x)" --steps
    ansatz dsolve "y' = x*y, y(0) = 2"
    ansatz dsolve "y'' + 4y = 0" --ics "y(0)=1, y'(0)=0" --json
    ansatz dsolve "dx/dt = -k*x" --latex
    ansatz dsolve "y'' + y = 0, y(0) = 0, y(pi/2) = 1"
    ansatz dsolve "x' = x + 2y; y' = 2x + y + t; x(0) = 1; y(0) = 0"
    ansatz dsolve "y' = y - x" --plot solutions.svg
    """
    from ansatz.cli.options import check_format, split_methods
    from ansatz.cli.problems import check_single, solve_each

    check_format(json, latex)
    if plot is not None:
        check_single(equations, "--plot")
        from ansatz.inspection.direction_field import check_plot

        check_plot(plot)
    from ansatz.cli import show
    from ansatz.solve.ode.solver import dsolve

    chosen = split_methods(methods)

    def shown(found: "Solution", many: bool) -> None:
        show.solution(found, json, latex, steps, all_, many=many)
        if plot is not None:
            from ansatz.inspection.direction_field import draw

            draw(found, plot)  # type: ignore[arg-type]  # dsolve's

    solve_each(
        equations,
        lambda eq: dsolve(eq, func, var, ics=ics, beam=beam, deadline=deadline, methods=chosen, weights=weights),
        shown,
        as_json=json,
        deadline=deadline,
    )
