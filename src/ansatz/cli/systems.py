"""`ansatz lyapunov` and `ansatz check-certificate`."""

from pathlib import Path
from typing import Annotated

import typer

from ansatz.cli.options import Deadline, Json, Latex, Methods, Weights


def lyapunov(
    system: Annotated[
        str | None, typer.Argument(metavar="SYSTEM", help="The equations, as text or LaTeX, with ; between them.")
    ] = None,
    system_file: Annotated[
        Path | None, typer.Option("--system", help="Read the equations from this file, one a line.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(help='The equilibrium, such as "x = 1, y = 0"; default: the origin.')
    ] = None,
    function: Annotated[str | None, typer.Option(help="Only decide whether this V is a Lyapunov function.")] = None,
    box: Annotated[
        str | None,
        typer.Option(help='Only for |x| <= 1, |y| <= 2 from the equilibrium: "x = 1, y = 2", or one number.'),
    ] = None,
    barrier: Annotated[
        bool, typer.Option("--barrier", help="V may vanish off the equilibrium: V >= 0, and it does not increase.")
    ] = False,
    deadline: Deadline = 60.0,
    methods: Methods = "network,fit",
    weights: Weights = None,
    json: Json = False,
    latex: Latex = False,
    steps: Annotated[bool, typer.Option("--steps", help="Also write V and -dV/dt as sums of squares.")] = False,
    certificate: Annotated[
        Path | None, typer.Option(help="Write the proof to this file, for ansatz check-certificate.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the phase portrait with level sets of V: FILE.png or FILE.svg.")
    ] = None,
) -> None:
    """Find a Lyapunov function of a system, with a proof; or prove that there is none.

    \b
    ansatz lyapunov "x0' = -x0^3 + x1; x1' = -x0 - x1"
    ansatz lyapunov "x' = y; y' = -x - y" --steps
    ansatz lyapunov "x' = x - y^3; y' = 1 - y" --at "x = 1, y = 1"
    ansatz lyapunov "x' = y; y' = -sin(x) - y" --box 1
    ansatz lyapunov "x' = -x; y' = -y" --function "x^2 + 2y^2"
    ansatz lyapunov --system system.txt --certificate proof.json --plot portrait.png
    """
    from ansatz.cli.options import check_format, split_methods
    from ansatz.errors import ConfigError

    check_format(json, latex)
    if (system is None) == (system_file is None):
        raise ConfigError("Give the equations, or a file with --system: one of the two.")
    if plot is not None:
        from ansatz.inspection.direction_field import check_plot

        check_plot(plot)
    from ansatz.cli import show
    from ansatz.cli.waiting import waiting
    from ansatz.solve.lyapunov.solver import is_lyapunov, lyapunov

    stated = system if system is not None else _read(system_file)
    if function is not None:
        verification = is_lyapunov(function, stated, at=at, box=box, barrier=barrier, seconds=min(deadline, 3600))
        show.verification(verification, as_json=json)
        if not verification.holds:
            raise typer.Exit(1)
        return
    chosen = split_methods(methods)
    with waiting(deadline):
        solution = lyapunov(stated, at=at, deadline=deadline, barrier=barrier, box=box, methods=chosen, weights=weights)
    show.solution(solution, json, latex, steps)
    if certificate is not None:
        _write(certificate, solution.certificate_json)
    if plot is not None:
        from ansatz.inspection.phase_portrait import draw

        draw(solution, plot)
    if not solution.answered:
        raise typer.Exit(1)


def check_certificate(
    file: Annotated[Path, typer.Argument(help="What ansatz lyapunov --certificate wrote.")],
    coq: Annotated[Path | None, typer.Option(help="Write its inequalities to this file, for Coq (coqc).")] = None,
) -> None:
    """Check a proof of a Lyapunov function by fractions alone.

    \b
    ansatz check-certificate proof.json
    ansatz check-certificate proof.json --coq proof.v
    """
    import json

    from ansatz.errors import ParseError
    from ansatz.proof.lyapunov.certificate_file import described
    from ansatz.proof.lyapunov.check_certificate import accepts, check

    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{file} is no JSON: {error}.") from error
    if fault := accepts(data):
        print(f"not proved: {fault}")
        raise typer.Exit(1)
    print(*described(data), f"proved: {check(data)}", sep="\n")
    if coq is not None:
        from ansatz.proof.lyapunov.coq import script

        coq.write_text(script(data), encoding="utf-8")


def _read(file: Path | None) -> str:
    """The equations of a file; lines that begin with # are remarks."""
    from ansatz.errors import ParseError

    assert file is not None
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ParseError(f"{file} is no text in UTF-8; write one equation a line.") from error
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def _write(file: Path, data: object) -> None:
    import json
    import sys

    if data is None:
        print(f"There is no proof that check-certificate reads, so {file} was not written.", file=sys.stderr)
        return
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
