"""Candidates: claimed antiderivatives with who claims them, how they fared, and how good they are."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree, is_elementary, size
from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verdict, Verification

_RANK = {Verdict.PROVED: 0, Verdict.CHECKED: 1, Verdict.UNKNOWN: 2, Verdict.REFUTED: 3}

# The first message of a search: its process is warm and at work.
READY = ""

# Ties between equally short answers: the fixed order of methods.
METHODS = ("network", "fit", "structural", "classical")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One claimed antiderivative.

    tree: the claim, canonical. method: network, fit, structural or classical. detail: the view, system
    or technique behind it. score: the beam's mean log-probability, None elsewhere. verification: its
    verdict. seconds: since the solve began. conditions: what its author claims to assume.
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
    def expression(self) -> str:
        """The claim as text."""
        from ansatz.expr.display import display
        from ansatz.expr.printing import to_text

        return to_text(display(self.tree))

    def order(self) -> tuple[int, bool, int, int]:
        """Best first: proved, elementary, short, then by method."""
        return _RANK[self.verdict], not is_elementary(self.tree), size(self.tree), METHODS.index(self.method)
