"""What verifiers do alike once a claimed solution has been put into an equation: compare with zero, then prove.

found = substituted(terms, base, [y], x, points, words, deadline)
found.determines(…), found.is_nonzero(…), found.proof()
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.balls import Program
from ansatz.proof.examination import Examination, Words
from ansatz.proof.ode.independence import nonzero_somewhere
from ansatz.proof.residual import Comparison, Residual
from ansatz.proof.sampling import Point
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.zero_test import Proof


@dataclass(frozen=True)
class Substitution:
    """A residual that vanishes at some points and differs from zero at none. usable: the points that say so, and those
    at which values are too coarse to tell.
    """

    examination: Examination
    residual: Residual
    usable: list[Point]

    def is_nonzero(self, e: se.Expr) -> bool:
        """Whether an expression is certainly not zero at one of the points."""
        return nonzero_somewhere(e, self.residual, self.usable)

    def determines(self, equation: se.Expr, values: Mapping[se.Symbol, se.Expr], top: se.Symbol) -> bool:
        """Whether the equation does not hold for any value of its highest derivative."""
        return self.is_nonzero(equation.subs({**values, top: values[top] + 1}))

    def proof(self) -> Proof | None:
        """That the residual vanishes, by exact algebra."""
        return self.examination.prove(self.usable)


def substituted(
    terms: list[se.Expr],
    base: Program,
    defined: Sequence[se.Expr],
    variable: se.Symbol,
    points: Sequence[Point],
    words: Words,
    deadline: float,
) -> Substitution | Verification:
    """The residual Σ terms compared with zero at the points; a verdict where one refutes, or none can be used.

    defined: what must have values there.
    """
    residual = Residual(base, terms, defined=list(defined))
    examination = Examination(residual, terms, variable, words, deadline, points)
    if examination.differ:
        return examination.refutation(examination.differ)
    # A residual of one term has no scale but itself: such points count for a proof, and for nothing else.
    usable = examination.agree + examination.coarse
    if not usable:
        return examination.undecided(examination.found[Comparison.NO_VALUE])
    return Substitution(examination, residual, usable)


def unknown(reason: str) -> Verification:
    """Neither proved nor refuted."""
    return Verification(Verdict.UNKNOWN, reason=reason)


__all__ = ["Substitution", "substituted", "unknown"]
