"""How a solution looks on a terminal."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from ansatz import Solution, Verification
    from ansatz.evaluate.report import Summary
    from ansatz.solve.integral.solution import Integral
    from ansatz.solve.lyapunov.solution import LyapunovSolution
    from ansatz.solve.ode.solution import OdeSolution

WIDTH = 110
WORDS = ("integrand", "antiderivative", "candidate", "set", "system", "method", "verdict")  # columns to the left


def as_text(solution: "Integral") -> None:
    """The answer, and under it how sure it is, who found it and how long that took."""
    if not solution.text():
        print(solution.remark)
        print(f"Tried: {'; '.join(solution.tried)} ({_milliseconds(solution)}).")
        return
    print(solution.remark if solution.diverges else solution.text())
    if solution.value is not None and solution.enclosure:
        print(f"= {solution.enclosure}")
    facts = [str(solution.verdict), str(solution.scope or ""), solution.method, _milliseconds(solution)]
    print("; ".join(fact for fact in facts if fact))
    for condition in solution.conditions:
        print(f"where {condition}")
    if solution.remark and not solution.diverges:
        print(solution.remark)
    if not solution.elementary:
        print("Not elementary: no elementary antiderivative was found.")


def equation_as_text(solution: "OdeSolution") -> None:
    """The answer, how sure it is, where it holds; then the other solutions."""
    if not solution.answered:
        print(solution.remark)
        print(f"Tried: {'; '.join(solution.tried)} ({_milliseconds(solution)}).")
    else:
        print(solution.text())
        facts = [str(solution.verdict), str(solution.scope or ""), solution.method, _milliseconds(solution)]
        print("; ".join(fact for fact in facts if fact))
    if solution.interval is not None:
        print(f"for {solution.interval.text(solution.equation.variable)}")
    for condition in solution.conditions:
        print(f"where {condition}")
    for one in solution.solutions[1 if solution.answered else 0 :]:
        print(f"{one.kind}: {one.text(solution.equation.function, solution.constants)} ({one.verdict}, {one.scope})")
    if solution.answered and solution.remark:
        print(solution.remark)
    if not solution.elementary:
        print("Not elementary: no elementary solution was found.")


def lyapunov_as_text(solution: "LyapunovSolution") -> None:
    """V, how sure it is, where it holds; or why there is none."""
    if solution.tree is not None:
        print(f"V = {solution.text()}")
        scope = solution.box_text() or str(solution.scope or "")
        print("; ".join([str(solution.verdict), scope, solution.method, _milliseconds(solution)]))
    else:
        print(f"{solution.verdict}; {_milliseconds(solution)}")
        if solution.reason:
            print(f"{solution.reason[0].upper()}{solution.reason[1:]}.")
    if solution.stability:
        print(f"The equilibrium is {solution.stability}{f': {solution.why}' if solution.why else ''}.")
    if solution.remark:
        print(solution.remark)


def as_json(solution: "Solution") -> None:
    print(json.dumps(solution.to_dict(), ensure_ascii=False, indent=2))


def as_latex(solution: "Solution") -> None:
    """The answer alone; what else there is to say goes to standard error."""
    if solution.text():
        print(solution.latex())
    if solution.remark:
        print(solution.remark, file=sys.stderr)


def verification(result: "Verification", as_json: bool) -> None:
    """The verdict, then one sentence that says why."""
    if as_json:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
        return
    print(f"{result.verdict}, {result.scope}" if result.holds else result.verdict)
    for line in (result.reason, *(f"where {condition}" for condition in result.conditions), result.verdict.advice):
        if line:
            print(line)


def candidates(solution: "Solution") -> None:
    """Every candidate with its score, its verdict and who proposed it, best first."""
    table = _new_table("candidate", "method", "score", "verdict", "ms")
    for candidate in solution.candidates:
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
    from rich.console import Console

    # Brackets in an expression are not Rich's markup; a file or a pipe has no width of its own.
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else WIDTH).print(table)


def _milliseconds(solution: "Solution") -> str:
    return f"{1000 * solution.seconds:.0f} ms"
