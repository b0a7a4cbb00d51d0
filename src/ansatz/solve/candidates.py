"""Candidates: claimed answers with who claims them, how they fared, and how good they are."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree, is_elementary, size
from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verdict, Verification

_RANK = {Verdict.PROVED: 0, Verdict.CHECKED: 1, Verdict.UNKNOWN: 2, Verdict.REFUTED: 3}

# Ties between equally short answers: the fixed order of methods; computer algebra systems come after ours.
OWN_METHODS = ("network", "fit", "structural")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One claimed answer.

    tree: the claim, canonical. method: network, fit, structural or the name of a computer algebra system. detail: the
    view or technique behind it. score: the beam's mean log-probability, None elsewhere. verification: its verdict.
    seconds: since the solve began. conditions: what its author claims to assume.
    """

    tree: Tree
    method: str
    detail: str
    score: float | None
    verification: Verification
    seconds: float
    conditions: tuple[Condition, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.verification.verdict

    @property
    def holds(self) -> bool:
        """True where the candidate may be an answer."""
        return self.verification.holds

    @property
    def flaws(self) -> int:
        """How many conditions and breaks its scope has."""
        return self.verification.scope.flaws

    @property
    def decisive(self) -> bool:
        """True where nothing surer can be found."""
        return self.verdict is Verdict.PROVED

    @property
    def expression(self) -> str:
        """The claim as text."""
        from ansatz.expr.display import display
        from ansatz.expr.printing import to_text

        return to_text(display(self.tree))

    def to_dict(self) -> dict[str, str | float | None]:
        """Plain JSON values."""
        return {
            "expression": self.expression,
            "method": self.method,
            "detail": self.detail,
            "score": None if self.score is None else round(self.score, 4),
            "verdict": str(self.verdict),
            "seconds": round(self.seconds, 4),
        }

    def order(self) -> tuple[int, bool, int, int, int, str]:
        """Best first: proved, elementary, on all of the domain, short, then by method."""
        rank = OWN_METHODS.index(self.method) if self.method in OWN_METHODS else len(OWN_METHODS)
        return _RANK[self.verdict], not is_elementary(self.tree), self.flaws, size(self.tree), rank, self.method
