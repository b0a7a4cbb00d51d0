"""`ansatz demo`: a few integrals, each with its verdict, method and time."""

from typing import Annotated

import typer

from ansatz.cli.options import METHODS, Beam, Methods, split_methods

INTEGRANDS = (
    "x^2*(tan(x)^2+1) + 2*x*tan(x) + 1",
    "(16x^3-42x^2+2x)/sqrt(-16x^8+112x^7-204x^6+28x^5-x^4+1)",
    "2x+5",
    "x*cos(x)",
)


def demo(
    methods: Methods = METHODS,
    beam: Beam = 10,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds for each integral.")] = 10.0,
) -> None:
    """Integrate four functions and print what was found.

    \b
    ansatz demo
    ansatz demo --methods network
    """
    from ansatz.cli import show
    from ansatz.solve.integral.solver import integrate

    chosen = split_methods(methods)
    solutions = [integrate(f, beam=beam, deadline=deadline, methods=chosen) for f in INTEGRANDS]
    show.table(INTEGRANDS, solutions, title=f"methods: {', '.join(chosen)}")
    if not any(solution.text() for solution in solutions):
        raise typer.Exit(1)
