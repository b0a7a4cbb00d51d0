"""`ansatz integrate` and `ansatz verify`."""

from typing import Annotated

import typer

METHODS = "network,fit,classical"
VARIABLE = "Variable of integration; default: the only symbol, or x among several."


def integrate(
    expression: Annotated[str, typer.Argument(metavar="EXPR", help="The integrand, as text or LaTeX.")],
    var: Annotated[str | None, typer.Option(help=VARIABLE)] = None,
    from_: Annotated[str | None, typer.Option("--from", help="Lower bound, for a definite integral.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Upper bound, for a definite integral.")] = None,
    beam: Annotated[int, typer.Option(min=1, help="Hypotheses that the network proposes.")] = 10,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds after which to give up.")] = 10.0,
    methods: Annotated[str, typer.Option(help="Which methods may answer.")] = METHODS,
    weights: Annotated[str | None, typer.Option(help="Folder of your own weights (ansatz export).")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print the answer as LaTeX.")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Also explain how the answer was found and verified.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Also list every candidate with its verdict.")] = False,
) -> None:
    """Integrate a function; the answer is verified.

    \b
    ansatz integrate "x*cos(x)"
    ansatz integrate "2x sin(x^2)" --steps
    ansatz integrate "1/(1+t^2)" --var t --from 0 --to 1
    ansatz integrate "\\frac{x}{\\sqrt{1-x^2}}" --latex
    """
    from ansatz.errors import ConfigError
    from ansatz.solve.integral.lineup import OWN_WORKER
    from ansatz.solve.portfolio import warm

    warm(*OWN_WORKER)  # it starts while this process imports what it needs itself
    if (from_ is None) != (to is None):
        raise ConfigError("A definite integral needs both --from and --to.")
    if json and latex:
        raise ConfigError("Choose one of --json and --latex.")
    from ansatz.cli import show
    from ansatz.solve.integral.solver import integrate

    x = var if from_ is None else (var, from_, to)
    chosen = split_methods(methods)
    solution = integrate(expression, x, beam=beam, deadline=deadline, methods=chosen, weights=weights)
    if json:
        show.as_json(solution)
    elif latex:
        show.as_latex(solution)
    else:
        show.as_text(solution)
        if steps:
            print("", solution.explain(), sep="\n")
        if all_:
            show.candidates(solution)
    if not solution.answered:
        raise typer.Exit(1)


def verify(
    antiderivative: Annotated[str, typer.Argument(metavar="F", help="The claimed antiderivative.")],
    integrand: Annotated[str, typer.Argument(metavar="f", help="The integrand.")],
    var: Annotated[str | None, typer.Option(help=VARIABLE)] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Decide whether F' = f: proved, checked, refuted or unknown.

    \b
    ansatz verify "x*sin(x) + cos(x)" "x*cos(x)"
    """
    from ansatz.cli import show
    from ansatz.proof.verify import verify

    verification = verify(antiderivative, integrand, var)
    show.verification(verification, as_json=json)
    if not verification.holds:
        raise typer.Exit(1)


def split_methods(methods: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in methods.split(",") if name.strip())
