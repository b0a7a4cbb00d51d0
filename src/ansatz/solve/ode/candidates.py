"""Candidates for solutions of differential equations: what kind each is, and whether it says y or a relation."""

from dataclasses import dataclass, replace

from ansatz.expr.tree import Tree
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict
from ansatz.solve.candidates import Candidate
from ansatz.solve.ode.claim import Kind

_KINDS = (Kind.GENERAL, Kind.FIRST_INTEGRAL, Kind.SINGULAR, Kind.PARTICULAR)


@dataclass(frozen=True, slots=True)
class OdeCandidate(Candidate):
    """A claimed solution, verified.

    kind: general, particular or singular. implicit: the tree is zero along solutions, instead of y. branch: trees that
    must be positive. settled: its author has nothing better to say, so that a proof may end the race. along: x(t)
    of a curve, of which the tree is y(t). beside: general too, but to be listed beside the best one.
    """

    kind: Kind = Kind.GENERAL
    implicit: bool = False
    branch: tuple[Tree, ...] = ()
    settled: bool = True
    along: Tree | None = None
    beside: bool = False

    @property
    def decisive(self) -> bool:
        """True where nothing surer can be found."""
        return self.settled and self.kind is Kind.GENERAL and self.verdict is Verdict.PROVED and self.real

    @property
    def real(self) -> bool:
        """Whether it has real values, for positive parameters at least."""
        return self.verification.scope.kind not in (ScopeKind.SOLUTION_REAL_LINE, ScopeKind.COMPLEX_PLANE)

    def final(self) -> "OdeCandidate":
        """The same, settled."""
        return replace(self, settled=True)

    def order(self) -> tuple[int, bool, int, int, int, str]:
        """General ones first; then real, proved, explicit, without conditions, elementary, short."""
        surety, special, flaws, length, rank, method = Candidate.order(self)
        place = 40 * (not self.real) + 4 * surety + 2 * self.implicit + bool(self.branch) + 3 * (self.along is not None)
        place += 30 * self.beside + 100 * _KINDS.index(self.kind) + (1000 if not self.holds else 0)
        return place, special, flaws, length, rank, method


__all__ = ["OdeCandidate"]
