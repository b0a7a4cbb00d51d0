"""`ansatz integrate` and `ansatz verify`."""

from typing import Annotated

import typer

from ansatz.cli.options import METHODS, Beam, Candidates, Deadline, Domain, Json, Latex, Methods, Weights

VARIABLE = "Variable of integration; default: the only symbol, or x among several."


def integrate(
    expressions: Annotated[
        list[str],
        typer.Argument(metavar="EXPR", help="Integrands, as text or LaTeX; - reads them from stdin, one a line."),
    ],
    var: Annotated[str | None, typer.Option(help=VARIABLE)] = None,
    from_: Annotated[str | None, typer.Option("--from", help="Lower bound, for a definite integral.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Upper bound, for a definite integral.")] = None,
    beam: Beam = 10,
    deadline: Deadline = 10.0,
    methods: Methods = METHODS,
    domain: Domain = "real",
    weights: Weights = None,
    json: Json = False,
    latex: Latex = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="Also show how a teacher gets there, and how it was found and verified.")
    ] = False,
    all_: Candidates = False,
) -> None:
    """Integrate a function; the answer is verified.

    \b
    ansatz integrate "x*cos(x)"
    ansatz integrate "2x sin(x^2)" --steps
    ansatz integrate "1/(1+t^2)" --var t --from 0 --to 1
    ansatz integrate "\\frac{x}{\\sqrt{1-x^2}}" --latex
    ansatz integrate - --json < problems.txt
    """
    from ansatz.cli.options import check_format, split_methods
    from ansatz.errors import ConfigError

    if (from_ is None) != (to is None):
        raise ConfigError("A definite integral needs both --from and --to.")
    check_format(json, latex)
    from ansatz.cli import show
    from ansatz.cli.problems import solve_each
    from ansatz.solve.integral.solver import integrate

    x = var if from_ is None else (var, from_, to)
    chosen = split_methods(methods)
    solve_each(
        expressions,
        lambda f: integrate(f, x, beam=beam, deadline=deadline, methods=chosen, domain=domain, weights=weights),
        lambda found, many: show.solution(found, json, latex, steps, all_, many=many),
        as_json=json,
        deadline=deadline,
    )


def verify(
    antiderivative: Annotated[str, typer.Argument(metavar="F", help="The claimed antiderivative.")],
    integrand: Annotated[str, typer.Argument(metavar="f", help="The integrand.")],
    var: Annotated[str | None, typer.Option(help=VARIABLE)] = None,
    domain: Domain = "real",
    json: Json = False,
) -> None:
    """Decide whether F' = f: proved, checked, refuted or unknown.

    \b
    ansatz verify "x*sin(x) + cos(x)" "x*cos(x)"
    """
    from ansatz.cli import show
    from ansatz.proof.verify import verify

    verification = verify(antiderivative, integrand, var, domain=domain)
    show.verification(verification, as_json=json)
    if not verification.holds:
        raise typer.Exit(1)
