"""How a solution looks on a terminal."""

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ansatz.cli.terminal import console

if TYPE_CHECKING:
    from rich.table import Table

    from ansatz import Solution, Verification
    from ansatz.evaluate.report import Summary

WIDTH = 110
WORDS = ("integrand", "antiderivative", "candidate", "set", "system", "method", "verdict")  # columns to the left


def solution(
    found: "Solution", json_: bool, latex: bool, steps: bool, all_: bool = False, *, many: bool = False
) -> None:
    """A solution as one JSON object, as LaTeX, or as lines of text, with its explanation and candidates if wanted.

    many: it is one of several, and its JSON takes one line.
    """
    if json_:
        print(json.dumps(as_dict(found, steps), ensure_ascii=False, indent=None if many else 2))
    elif latex:  # the answer alone; what else there is to say goes to standard error
        if found.text():
            print(found.shown_latex())
        if steps:
            print(*(step.latex() for step in found.steps), sep="\n")
        if found.remark:
            print(found.remark, file=sys.stderr)
    else:
        say(*found.summary())
        if steps:
            say("", *found.explain().split("\n"))
        if all_:
            candidates(found)


def say(*lines: str) -> None:
    """Lines; on a terminal those that are too long for it are broken at spaces, and go on under their beginning."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for line in lines:
        if not 0 < width < len(line):
            print(line)
            continue
        indent = " " * min(len(line) - len(line.lstrip()) + 2, width // 2)
        wrapped = textwrap.wrap(
            line,
            width,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
            replace_whitespace=False,
        )
        print(*wrapped, sep="\n")


def as_dict(found: "Solution", steps: bool) -> dict[str, object]:
    """Plain JSON values, with the steps if wanted."""
    return {**found.to_dict(), **({"steps": [step.to_dict() for step in found.steps]} if steps else {})}


def verification(result: "Verification", as_json: bool) -> None:
    """The verdict, then one sentence that says why."""
    if as_json:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
        return
    print(f"{result.verdict}, {result.scope}" if result.holds else result.verdict)
    for line in (result.reason, *(f"where {condition}" for condition in result.conditions), result.verdict.advice):
        if line:
            print(line)


def candidates(found: "Solution") -> None:
    """Every candidate with its score, its verdict and who proposed it, best first."""
    table = _new_table("candidate", "method", "score", "verdict", "ms")
    for candidate in found.candidates:
        score = "" if candidate.score is None else f"{candidate.score:.2f}"
        table.add_row(
            candidate.expression,
            candidate.method,
            score,
            str(candidate.verdict or ""),
            f"{1000 * candidate.seconds:.0f}",
        )
    _print(table)


def table(integrands: Sequence[str], solutions: Sequence["Solution"], title: str) -> None:
    result = _new_table("integrand", "antiderivative", "verdict", "method", "ms", title=title)
    for integrand, solution in zip(integrands, solutions, strict=True):
        answer, verdict = solution.text() or "nothing found", str(solution.verdict) if solution.text() else ""
        result.add_row(integrand, answer, verdict, solution.method, f"{1000 * solution.seconds:.0f}")
    _print(result)


def rows(summary: Sequence["Summary"]) -> None:
    """The table of an evaluation."""
    result = _new_table("set", "system", "solved", "share", "proved", "wrong", "disputed", "median ms", "95 % ms")
    for row in summary:
        share = f"{row.solved / row.problems:.1%}"
        counts = (str(row.proved), str(row.wrong), str(row.disputed))
        times = (f"{row.median_ms:.0f}", f"{row.p95_ms:.0f}")
        result.add_row(row.set, row.system, f"{row.solved}/{row.problems}", share, *counts, *times)
    _print(result)


def _new_table(*columns: str, title: str | None = None) -> "Table":
    from rich import box
    from rich.table import Table

    result = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for name in columns:
        number = name not in WORDS
        result.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=number)
    return result


def _print(table: "Table") -> None:
    # A file or a pipe has no width of its own.
    console(width=None if sys.stdout.isatty() else WIDTH).print(table)
