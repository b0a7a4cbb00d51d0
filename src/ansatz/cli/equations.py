"""`ansatz dsolve`."""

from pathlib import Path
from typing import Annotated

import typer

from ansatz.cli.integrals import METHODS, split_methods


def dsolve(
    equation: Annotated[
        str, typer.Argument(metavar="EQUATION", help="The equation, as text or LaTeX; '= 0' may be left out.")
    ],
    func: Annotated[str, typer.Option(help="The unknown function; default: the one that is differentiated.")] = "y",
    var: Annotated[
        str | None, typer.Option(help="Its variable; default: what a derivative names, else x, else t.")
    ] = None,
    ics: Annotated[str | None, typer.Option(help='Initial values, such as "y(0)=1, y\'(0)=0".')] = None,
    beam: Annotated[int, typer.Option(min=1, help="Hypotheses that the network proposes.")] = 10,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds after which to give up.")] = 10.0,
    methods: Annotated[str, typer.Option(help="Which methods may answer.")] = METHODS,
    weights: Annotated[str | None, typer.Option(help="Folder of your own weights (ansatz export).")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print the answer as LaTeX.")] = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="Also name the method and put the answer into the equation.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Also list every candidate with its verdict.")] = False,
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
    from ansatz.errors import ConfigError
    from ansatz.solve.ode.lineup import OWN_WORKER
    from ansatz.solve.portfolio import warm

    warm(*OWN_WORKER)  # it starts while this process imports what it needs itself
    if json and latex:
        raise ConfigError("Choose one of --json and --latex.")
    if plot is not None:
        from ansatz.inspection.direction_field import check_plot

        check_plot(plot)
    from ansatz.cli import show
    from ansatz.solve.ode.solver import dsolve

    chosen = split_methods(methods)
    solution = dsolve(equation, func, var, ics=ics, beam=beam, deadline=deadline, methods=chosen, weights=weights)
    if json:
        show.as_json(solution)
    elif latex:
        show.as_latex(solution)
    else:
        show.equation_as_text(solution)
        if steps:
            print("", solution.explain(), sep="\n")
        if all_:
            show.candidates(solution)
    if plot is not None:
        from ansatz.inspection.direction_field import draw

        draw(solution, plot)
    if not solution.answered:
        raise typer.Exit(1)
