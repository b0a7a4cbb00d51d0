"""The story of a solution, for people: what was tried, how it was verified, how to follow it by hand."""

from collections import Counter
from typing import TYPE_CHECKING

from ansatz.expr.printing import to_text
from ansatz.expr.rules import differentiate

if TYPE_CHECKING:
    from ansatz.solve.solution import Solution


def explain(solution: "Solution") -> str:
    """Several paragraphs of plain text."""
    lines = [f"Problem: {solution.problem}", f"Tried: {'; '.join(solution.tried) or 'nothing'}."]
    if solution.candidates:
        counts = Counter(str(candidate.verdict) for candidate in solution.candidates)
        tally = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        lines.append(f"Candidates: {len(solution.candidates)} ({tally}).")
    lines += _answer(solution) if solution.bounds is None else _value(solution)
    lines += [f"Condition: {condition}" for condition in solution.conditions]
    if solution.remark:
        lines.append(solution.remark)
    if solution.tree is None:
        return "\n".join(lines)
    if not solution.elementary:
        lines.append("The antiderivative is not elementary; no elementary antiderivative was found.")
    what = "answer" if solution.bounds is None else "antiderivative"
    lines += ["", f"Differentiate the {what}, rule by rule:", *_derivation(solution)]
    return "\n".join(lines)


def _answer(solution: "Solution") -> list[str]:
    if solution.tree is None:
        return []
    return [
        f"Answer: {to_text(solution.tree)}  (found by {solution.method})",
        f"Verdict: {solution.verdict}, {solution.scope}; {solution.reason}.",
    ]


def _value(solution: "Solution") -> list[str]:
    lines = [] if solution.tree is None else [f"Antiderivative: {to_text(solution.tree)}"]
    if solution.answered and not solution.diverges:
        enclosure = f" = {solution.enclosure}" if solution.value_tree is not None and solution.enclosure else ""
        lines.append(f"Value: {solution.text()}{enclosure}")
    if solution.answered:
        reason = f"; {solution.reason}" if solution.value_tree is not None else ""
        lines.append(f"Verdict: {solution.verdict}{reason}.")
    return lines


def _derivation(solution: "Solution") -> list[str]:
    assert solution.tree is not None
    derivation = differentiate(solution.tree, solution.variable)
    result, integrand = to_text(derivation.result), to_text(solution.integrand)
    same = "This is the integrand." if result == integrand else f"This equals the integrand, {integrand}."
    return [*derivation.lines(), same]
