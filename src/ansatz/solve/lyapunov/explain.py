"""The story of a Lyapunov function, for people: what was tried, what V proves, how to check it."""

from collections import Counter
from typing import TYPE_CHECKING

from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.proof.lyapunov.verifier import LyapunovCertificate

if TYPE_CHECKING:
    from ansatz.solve.lyapunov.solution import LyapunovSolution

_MOST_SQUARES = 12


def explain(solution: "LyapunovSolution") -> str:
    """Several paragraphs of plain text."""
    lines = [f"Problem: {solution.problem}"]
    if solution.tried:
        lines.append(f"Tried: {'; '.join(solution.tried)}.")
    if solution.candidates:
        counts = Counter(str(candidate.verdict) for candidate in solution.candidates)
        tally = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        lines.append(f"Candidates: {len(solution.candidates)} ({tally}).")
    if solution.tree is not None:
        lines.append(f"Answer: V = {to_text(solution.tree)}  (found by {solution.method})")
    reason = f"; {solution.reason}" if solution.reason else ""
    lines.append(f"Verdict: {solution.verdict}{reason}.")
    if solution.stability:
        why = f": {solution.why}" if solution.why else ""
        lines.append(f"The equilibrium is {solution.stability}{why}.")
    if solution.remark:
        lines.append(solution.remark)
    if isinstance(solution.certificate, LyapunovCertificate):
        lines += ["", *_squares(solution)]
    return "\n".join(lines)


def _squares(solution: "LyapunovSolution") -> list[str]:
    """V and -dV/dt as sums of squares, in coordinates z with the equilibrium at 0."""
    from ansatz.proof.lyapunov.certificate_file import weighted_squares
    from ansatz.proof.lyapunov.multipliers import Multiplied

    assert isinstance(solution.certificate, LyapunovCertificate)
    names = [
        v if a == 0 else f"({to_text(display(('-', v, a)))})"
        for v, a in zip(solution.variables, solution.at, strict=True)
    ]
    lines = []
    for what, squares in (("V", solution.certificate.function), ("-dV/dt", solution.certificate.decrease)):
        if isinstance(squares, Multiplied):  # in other variables, with facts about them
            continue
        parts = weighted_squares(squares, names)
        shown = " + ".join(parts[:_MOST_SQUARES]) or "0"
        lines.append(f"{what} = {shown}{' + …' if len(parts) > _MOST_SQUARES else ''}")
    return lines
