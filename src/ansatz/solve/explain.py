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
    if solution.remark:
        lines.append(solution.remark)
    if solution.tree is None:
        return "\n".join(lines)
    lines += [
        f"Answer: {to_text(solution.tree)}  (found by {solution.method})",
        f"Verdict: {solution.verdict}, {solution.scope}. {solution.reason}",
    ]
    lines += [f"Condition: {condition}" for condition in solution.conditions]
    if not solution.elementary:
        lines.append("The answer is not elementary; no elementary antiderivative was found.")
    lines += ["", "Differentiate the answer, rule by rule:", *_derivation(solution)]
    return "\n".join(lines)


def _derivation(solution: "Solution") -> list[str]:
    assert solution.tree is not None
    return str(differentiate(solution.tree, solution.variable)).splitlines()
