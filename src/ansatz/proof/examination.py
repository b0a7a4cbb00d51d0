"""From a residual to a verdict: compare it at points, prove that it is zero, look where no point has been.

What the verifiers of antiderivatives and of solutions of differential equations do alike, and say alike.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.proof.condition import Condition
from ansatz.proof.landmarks import closeness
from ansatz.proof.residual import Comparison, Residual
from ansatz.proof.sampling import Domain, Interval, Point, places
from ansatz.proof.scope import Scope, ScopeKind, at
from ansatz.proof.sensitivity import Sensitivity
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import Proof, ZeroTest

_SETTLED = 60  # further points held to the rule

Outcomes: TypeAlias = dict[Comparison, list[Point]]


@dataclass(frozen=True, slots=True)
class Words:
    """residual: what should vanish. differs, undecided: what is said of a place where it does not, or may not."""

    residual: str
    differs: str
    undecided: str


class Examination:
    """One claim, whose residual should vanish on the domain of sample points.

    terms: of the residual, for algebra. points: compared at once; no more of them after `patience` without a single
    agreement.
    """

    def __init__(
        self,
        residual: Residual,
        terms: list[se.Expr],
        x: se.Symbol,
        words: Words,
        deadline: float,
        points: Sequence[Point],
        *,
        patience: int | None = None,
    ) -> None:
        self.residual, self.words, self.deadline = residual, words, deadline
        self._terms = terms
        self._test = ZeroTest(terms, x, residual.program, deadline)
        self._x = str(x)
        self.found: Outcomes = {outcome: [] for outcome in Comparison}
        for count, point in enumerate(points, 1):
            self.found[residual.compare(point, deadline)].append(point)
            if count == patience and not self.agree:
                break

    @property
    def agree(self) -> list[Point]:
        """Points at which the residual vanishes."""
        return self.found[Comparison.EQUAL]

    @property
    def differ(self) -> list[Point]:
        """Points that refute."""
        return self.found[Comparison.DIFFERENT]

    @property
    def coarse(self) -> list[Point]:
        """Points at which values are too extreme to tell."""
        return self.found[Comparison.TOO_COARSE]

    def prove(self, points: Sequence[Point]) -> Proof | None:
        """A proof that the residual vanishes on the domain around the points."""
        return self._test.prove([self.residual.values(point, BITS) for point in points])

    def look(self, points: Iterable[Point]) -> Outcomes | Verification:
        """How the residual compares at further points; a verdict at the first where it fails."""
        found: Outcomes = {outcome: [] for outcome in Comparison}
        for point in points:
            outcome = self.residual.compare(point, self.deadline)
            if outcome is Comparison.DIFFERENT:
                return self.refutation([point])
            if outcome is Comparison.NO_VALUE:
                return self.undecided([point])
            found[outcome].append(point)
        return found

    def check(self, search: Callable[[], Sequence[Point]]) -> Verification | None:
        """None where points that agreed agree by the rule of what is *checked*, and no further one differs.

        search: finds the further ones; where the first that agreed does not by that rule, they are not needed.

        As many of the further ones as `_SETTLED`, the first, are held to that rule too, and every one at which a part
        of the residual matters that mattered at none before (`ansatz.proof.sensitivity`). A part that never does leaves
        the claim open, and so does a point where nothing can be compared; points whose values are too extreme to tell
        are noted.
        """
        difference = se.Add(*self._terms)
        bits = closeness(self._terms)
        for first in self.agree[:1]:
            if bits and self.residual.settle(first, difference, bits, self.deadline) is Comparison.DIFFERENT:
                return self.refutation([first])
        further = search()
        for point in further:
            if self.residual.differs(point, difference):
                return self.refutation([point])
        if bits is None:
            return self._open("its numbers are too extreme")
        parts = Sensitivity(self._terms, bits // 2)
        settled: list[Point] = []
        for count, point in enumerate((*self.agree, *further)):
            if count >= len(self.agree) + _SETTLED and not parts.sees_more(point.coordinates):
                continue
            outcome = self.residual.settle(point, difference, bits, self.deadline)
            if outcome is Comparison.DIFFERENT:
                return self.refutation([point])
            if outcome is Comparison.NO_VALUE:
                return self.undecided([point])
            if outcome is Comparison.EQUAL:
                settled.append(point)
                parts.look(point.coordinates)
            else:
                self.coarse.append(point)
            if time.thread_time() > self.deadline:
                return self._open("the time allowed was not enough")
        if (part := parts.unseen) is not None:
            return self._open(f"at no point that was tried does {to_text(display(from_symengine(part)))} matter")
        self.found[Comparison.EQUAL] = settled
        return None

    def look_between(
        self,
        proof: Proof | None,
        between: Callable[[Proof | None], Iterable[Interval]],
        points_in: Callable[[Iterable[Interval]], list[Point]],
    ) -> Proof | Verification | None:
        """The proof, extended to intervals that no sample point has been in, or a verdict found there.

        between: the intervals, given the proof so far; points_in: a point of each that belongs to the domain.
        """
        tried: set[Interval] = set()
        while new := [interval for interval in between(proof) if interval not in tried]:
            tried.update(new)
            found = self.look(points_in(new))
            if isinstance(found, Verification):
                return found
            more = found[Comparison.EQUAL] + found[Comparison.TOO_COARSE]
            if more and proof:
                proof = self.prove(more)
        return proof

    def _open(self, why: str) -> Verification:
        return Verification(Verdict.UNKNOWN, self._held(), reason=f"{self.words.undecided}: {why}")

    def confirmation(
        self, proof: Proof | None, domain: Domain, scope: Scope, conditions: tuple[Condition, ...]
    ) -> Verification:
        """The verdict on a claim that no point refutes: proved, or checked where there is no proof."""
        if proof:
            reason = f"{self.words.residual} reduces to zero by exact algebra{_patterns(proof)}"
            return Verification(Verdict.PROVED, scope, conditions, reason)
        points = f"{len(self.agree)} points of {domain}"
        reason = f"{self.words.residual} encloses zero within 1e-200 at {points}, and each part of it matters at one"
        return Verification(Verdict.CHECKED, scope, conditions, reason)

    def refutation(self, points: Sequence[Point]) -> Verification:
        """The verdict on a claim that fails at the points."""
        place = points[0].place
        reason = f"{self.words.differs} at {at(self._x, [place])}"
        return Verification(Verdict.REFUTED, self._held(), reason=reason, point={self._x: place})

    def undecided(self, points: Sequence[Point]) -> Verification:
        """The verdict where the points do not tell."""
        where = at(self._x, places(points)) if points else "enough points"
        reason = f"{self.words.undecided} at {where}"
        return Verification(Verdict.UNKNOWN, self._held(), reason=reason)

    def _held(self) -> Scope:
        return Scope(ScopeKind.PART if self.agree else ScopeKind.NOWHERE_TRIED, self._x, holds_at=places(self.agree))


def _patterns(proof: Proof) -> str:
    if proof.patterns == 0:
        return ""
    patterns = "the one pattern" if proof.patterns == 1 else f"each of the {proof.patterns} patterns"
    return f", for {patterns} of signs below roots that the sample points show"


def timed(examine: Callable[[], Verification], what: str) -> Verification:
    """The finding with its time in seconds; *unknown*, since {what}, where the claim is malformed."""
    start = time.perf_counter()
    try:
        finding = examine()
    except ALGEBRA_FAILURES as error:
        finding = Verification(Verdict.UNKNOWN, reason=f"{what} ({error})")
    return replace(finding, seconds=time.perf_counter() - start)


__all__ = ["Examination", "Words", "timed"]
