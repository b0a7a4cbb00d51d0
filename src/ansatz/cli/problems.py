"""Problems of one call: one or many, as arguments or on standard input, and what is said of each.

    ansatz integrate "x*cos(x)" "exp(-x^2)"         one after another
    ansatz integrate - --json < problems.txt        one JSON object a line

A problem that cannot be read is one sentence on standard error, or one JSON object, and the others go on.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from ansatz.errors import AnsatzError, ConfigError, InputError

if TYPE_CHECKING:
    from ansatz import Solution

STDIN = "-"


def stated(arguments: Sequence[str]) -> Iterator[str]:
    """Every argument; - is replaced by the lines of standard input that are neither empty nor begin with #."""
    for argument in arguments:
        if argument != STDIN:
            yield argument
            continue
        for line in sys.stdin:
            if (problem := line.strip()) and not problem.startswith("#"):
                yield problem


def solve_each(
    arguments: Sequence[str],
    solve: "Callable[[str], Solution]",
    show: "Callable[[Solution, bool], None]",
    *,
    as_json: bool,
    deadline: float,
) -> None:
    """Solve and show every problem; ends with the greatest exit code of all.

    show: of a solution, and whether it is one of many. Where there is one problem its errors are the command's.
    """
    from ansatz.cli.waiting import waiting

    many = len(arguments) > 1 or STDIN in arguments
    code = 0
    for index, problem in enumerate(stated(arguments)):
        try:
            with waiting(deadline):
                solution = solve(problem)
        except InputError as error:
            if not many:
                raise
            say_error(error, as_json, problem)
            code = max(code, 2)
            continue
        if many and not as_json:
            print(*([""] if index else []), f"{problem}:", sep="\n")
        show(solution, many)
        sys.stdout.flush()
        code = max(code, 0 if solution.answered else 1)
    if code:
        raise typer.Exit(code)


def say_error(error: AnsatzError, as_json: bool, problem: str | None = None) -> None:
    """One sentence on standard error, or under --json one object on standard output."""
    if not as_json:
        print(error if problem is None else f"{problem}: {error}", file=sys.stderr)
        return
    print(json.dumps({"problem": problem, "answered": False, "error": described(error)}, ensure_ascii=False))


def described(error: AnsatzError) -> dict[str, str]:
    """An error as plain JSON values: its kind, and its sentence."""
    return {"type": type(error).__name__, "message": str(error)}


def check_single(arguments: Sequence[str], option: str) -> None:
    """Refuse several problems where an option belongs to one."""
    if len(arguments) > 1 or STDIN in arguments:
        raise ConfigError(f"{option} belongs to one problem; solve several without it.")


__all__ = ["check_single", "described", "say_error", "solve_each", "stated"]
