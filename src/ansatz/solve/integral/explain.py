"""The story of an integral, for people: what was tried, how it was verified, how to follow it by hand."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ansatz.expr.printing import to_text
from ansatz.expr.rules import differentiate
from ansatz.expr.tree import Tree
from ansatz.solve.steps.told import derivation_lines

if TYPE_CHECKING:
    from ansatz.solve.integral.solution import DefiniteIntegral, Integral


def explain(solution: "Integral") -> str:
    """Several paragraphs of plain text."""
    lines = [*_search(solution)]
    if solution.tree is not None:
        lines.append(f"Answer: {to_text(solution.tree)}  (found by {solution.method})")
        lines.append(f"Verdict: {solution.verdict}, {solution.scope}; {solution.reason}.")
    lines += _caveats(solution)
    return "\n".join([*lines, *_derivation(solution.tree, solution, "answer")])


def explain_definite(solution: "DefiniteIntegral") -> str:
    """The same for a value between bounds."""
    tree = solution.antiderivative.tree
    lines = [*_search(solution), *([] if tree is None else [f"Antiderivative: {to_text(tree)}"])]
    if solution.answered and not solution.diverges:
        enclosure = f" = {solution.enclosure}" if solution.tree is not None and solution.enclosure else ""
        lines.append(f"Value: {solution.text()}{enclosure}")
    if solution.answered:
        reason = f"; {solution.reason}" if solution.tree is not None else ""
        lines.append(f"Verdict: {solution.verdict}{reason}.")
    lines += _caveats(solution)
    return "\n".join([*lines, *_derivation(tree, solution, "antiderivative")])


def _search(solution: "Integral") -> Iterator[str]:
    yield f"Problem: {solution.problem}"
    yield f"Tried: {'; '.join(solution.tried) or 'nothing'}."
    if solution.candidates:
        counts = Counter(str(candidate.verdict) for candidate in solution.candidates)
        tally = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        yield f"Candidates: {len(solution.candidates)} ({tally})."


def _caveats(solution: "Integral") -> Iterator[str]:
    yield from (f"Condition: {condition}" for condition in solution.conditions)
    if solution.remark:
        yield solution.remark
    if not solution.elementary:
        yield "The antiderivative is not elementary; no elementary antiderivative was found."


def _derivation(tree: Tree | None, solution: "Integral", what: str) -> Iterator[str]:
    if tree is None:
        return
    yield from derivation_lines(solution.derivation, f" + {solution.constant}")
    derivation = differentiate(tree, solution.variable)
    result, integrand = to_text(derivation.result), to_text(solution.integrand)
    yield from ("", f"Differentiate the {what}, rule by rule:", *derivation.lines())
    yield "This is the integrand." if result == integrand else f"This equals the integrand, {integrand}."
