"""Is F an antiderivative of f? Differentiate, subtract, and decide whether the residual is zero.

    verify_antiderivative(F, f, x) -> Verification
    AntiderivativeVerifier(f, x).verify(F)       the same, prepared once for many candidates F

Wrong candidates are refuted by one ball at one point of the domain, in a fraction of a millisecond. What
survives is compared at all sampled points, and then proved by exact algebra (`ansatz.proof.zero.zero_test`) where
that can. The verdict is about the integrand's real domain, all of it: what holds on a part only is refuted,
and the scope says where it holds.

Where the integrand has complex values, x stays real: F may be complex, F' = f along the real axis, and the jumps of F
there are named. With domain="complex" x is complex: F' = f off the branch cuts, which the scope names; parameters are
complex too, unless a condition such as "a > 0" is given.
"""

import random
import time
from dataclasses import replace
from typing import Any

import symengine as se
from flint import fmpq

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import ALGEBRA_FAILURES, AnsatzError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.proof.conditions import (
    give_values,
    nonzero_conditions,
    positivity_conditions,
    real_conditions,
    sign_conditions,
)
from ansatz.proof.integral.jumps import named_jumps
from ansatz.proof.real_line.singularities import between_singularities, kernels_with_cuts
from ansatz.proof.residual import Candidate, Comparison
from ansatz.proof.sampling import Domain, Point, points_at, sample, sweep
from ansatz.proof.verdict import EVERYWHERE, SAMPLED, Verdict, Verification
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import Proof, ZeroTest

_POINTS, _PLANE_POINTS = 12, 20
_MAX_NAMED = 3
_FAR = 16
_ENOUGH = 6
_GIVE_UP = 5  # points without agreement


class AntiderivativeVerifier:
    """An integrand, prepared: its domain is sampled and its values are computed once.

    f, x: SymEngine integrand and variable. seconds: time allowed to one `verify`. seed: of the sample
    points. domain: "real" (points of the integrand's real domain) or "complex" (of the plane).
    Raises `UnsupportedError` for an integrand with functions outside the operator table.
    """

    def __init__(self, f: Any, x: Any, *, seconds: float = 2.0, seed: int = 0, domain: str = "real") -> None:
        self.f, self.x, self.seconds = f, x, seconds
        self._rng = random.Random(seed)
        self.parameters = sorted((s for s in f.free_symbols if s != x), key=str)
        self.program = Program()
        self.slot = self.program.add(f)
        plane = domain == "complex"
        self.points, self.domain = sample(
            self.program, self.slot, x, self.parameters, self._rng, _PLANE_POINTS if plane else _POINTS, plane
        )
        self._is_complex = any(not p.run(self.program, BITS)[self.slot].imag.contains(0) for p in self.points)

    def verify(self, F: Any) -> Verification:
        """The verdict on F' = f; never raises on a malformed candidate (it is then *unknown*)."""
        start = time.perf_counter()
        try:
            finding = self._verify(F, start + self.seconds)
        except ALGEBRA_FAILURES as error:
            finding = Verification(Verdict.UNKNOWN, reason=f"the candidate cannot be evaluated ({error})")
        return replace(finding, seconds=time.perf_counter() - start)

    def _verify(self, F: Any, deadline: float) -> Verification:
        if not self.points:
            reason = "no point was found where the integrand has a value"
            return Verification(Verdict.UNKNOWN, scope="nowhere that was tried", reason=reason)
        # A symbol of F alone is a constant of integration or a mistake.
        give_values(sorted(F.free_symbols - set(self.parameters) - {self.x}, key=str), self.points, self._rng)
        candidate = Candidate(F, self.x, self.program, self.slot)
        found = self._compare_everywhere(candidate, deadline)
        agree, differ = found[Comparison.EQUAL], found[Comparison.DIFFERENT]
        if differ and (self.domain is not Domain.REAL_LINE or not agree):
            return _refutation(differ, agree)
        if differ or found[Comparison.NO_VALUE] or len(agree) < _ENOUGH:
            return _undecided(differ + found[Comparison.NO_VALUE] + found[Comparison.TOO_COARSE], agree)
        proof = self._prove(candidate, agree, deadline)
        if isinstance(proof, Verification):
            return proof
        scope = self._scope(F, proof, found[Comparison.TOO_COARSE])
        conditions = nonzero_conditions(F, self.x)
        if self.domain is Domain.REAL:
            positive = real_conditions(F, self.f, self.x)
            needless = {condition.replace(" > ", " != ") for condition in positive}
            conditions = tuple(condition for condition in conditions if condition not in needless) + positive
        if self.domain is Domain.COMPLEX:
            conditions += positivity_conditions(candidate, agree, self.parameters, self._rng, deadline)
        elif proof is None or proof.patterns:
            conditions += sign_conditions(candidate, agree, self.parameters, deadline)
        conditions = tuple(dict.fromkeys(conditions))
        if proof:
            return Verification(Verdict.PROVED, scope, conditions, _how(proof))
        reason = f"F' - f encloses zero within 1e-50 at {len(agree)} points of {self.domain}"
        return Verification(Verdict.CHECKED, scope, conditions, reason)

    def _compare_everywhere(self, candidate: Candidate, deadline: float) -> dict[Comparison, list[Point]]:
        found: dict[Comparison, list[Point]] = {outcome: [] for outcome in Comparison}
        for count, point in enumerate(self.points, 1):
            found[candidate.compare(point, deadline)].append(point)
            if count == _GIVE_UP and not found[Comparison.EQUAL]:
                break
        return found

    def _prove(self, candidate: Candidate, agree: list[Point], deadline: float) -> Proof | Verification | None:
        """A proof, None, or a verdict found on intervals that no sample point had been in."""
        terms = [*se.Add.make_args(candidate.rate), *(-term for term in se.Add.make_args(self.f))]
        test = ZeroTest(terms, self.x, candidate.program, deadline)
        # far up in the plane exponentials cannot be told from zero; one reduction for all points needs none from there
        near = [point for point in agree if abs(point.place) < _FAR] if self.domain is Domain.COMPLEX else agree
        proof = test.prove([candidate.decisive_values(point, BITS) for point in near or agree])
        if proof and proof.patterns and len(near) < len(agree):
            proof = test.prove([candidate.decisive_values(point, BITS) for point in agree])
        if self.domain is Domain.COMPLEX and (proof is None or proof.patterns):
            return self._prove_around(candidate, test, proof, agree, deadline)
        tried: set[str] = set()
        while places := [place for place in self._places_between(proof, candidate.F) if str(place) not in tried]:
            tried.update(map(str, places))
            more = points_at(self.program, self.slot, self.x, places, agree[0])
            for point in more:
                outcome = candidate.compare(point, deadline)
                if outcome is Comparison.DIFFERENT:
                    return _refutation([point], agree)
                if outcome is Comparison.NO_VALUE:
                    return _undecided([point], agree)
            if more and proof:
                proof = test.prove([candidate.decisive_values(point, BITS) for point in more])
        return proof

    def _prove_around(
        self, candidate: Candidate, test: ZeroTest, proof: Proof | None, agree: list[Point], deadline: float
    ) -> Proof | Verification | None:
        """What does not hold by one reduction for the whole plane is compared in all directions and distances."""
        points = sweep(self.program, self.slot, self.x, self.parameters, self._rng)
        others = sorted(candidate.F.free_symbols - set(self.parameters) - {self.x}, key=str)
        give_values(others, points, self._rng)
        more = []
        for point in points:
            outcome = candidate.compare(point, deadline)
            if outcome is Comparison.DIFFERENT:
                return _refutation([point], agree)
            if outcome is Comparison.NO_VALUE:
                return _undecided([point], agree)
            if outcome is Comparison.EQUAL and abs(point.place) < _FAR:
                more.append(point)
        return proof and test.prove([candidate.decisive_values(point, BITS) for point in more])

    def _places_between(self, proof: Proof | None, F: Any) -> tuple[fmpq, ...]:
        """A place in each interval that no sample point may have been in: exactly known, or else near the origin."""
        if proof and proof.between is not None:
            return proof.between
        if self.parameters or self.domain is not Domain.REAL or not F.free_symbols <= {self.x}:
            return ()
        return between_singularities(F + self.f, self.x)

    def _scope(self, F: Any, proof: Proof | None, coarse: list[Point]) -> str:
        real = self.domain is Domain.REAL and not self._is_complex
        scope = EVERYWHERE if real else f"on {Domain.REAL_LINE if self.domain is Domain.REAL else self.domain}"
        if proof and (proof.between is None or (proof.patterns and self.domain is Domain.COMPLEX)):
            scope = SAMPLED
        if coarse:
            scope += f" (not decided near x = {_places(coarse)}, where values are extreme)"
        if self.domain is Domain.COMPLEX:
            scope += _away_from_cuts(F, self.x)
        elif not self.parameters and F.free_symbols <= {self.x}:
            places = named_jumps(F, self.f, self.x, complex_values=self._is_complex)
            if places:
                scope += f"; the antiderivative jumps at x = {places}"
        return scope


def _away_from_cuts(F: Any, x: Any) -> str:
    kernels = kernels_with_cuts(F, x)
    if not kernels:
        return ""
    if len(kernels) > _MAX_NAMED:
        return ", away from branch cuts"
    return f", away from the branch cuts of {', '.join(to_text(display(from_symengine(kernel))) for kernel in kernels)}"


def _places(points: list[Point]) -> str:
    return ", ".join(point.describe() for point in sorted(points, key=float)[:4])


def _held(agree: list[Point]) -> str:
    return f"part of the domain at most: it holds at x = {_places(agree)}" if agree else "nowhere that was tried"


def _refutation(fail: list[Point], agree: list[Point]) -> Verification:
    reason = f"F' differs from the integrand at x = {fail[0].describe()}"
    return Verification(Verdict.REFUTED, _held(agree), reason=reason, point=fail[0].place)


def _undecided(points: list[Point], agree: list[Point]) -> Verification:
    reason = f"F' could not be compared with the integrand at x = {_places(points)}"
    return Verification(Verdict.UNKNOWN, _held(agree), reason=reason)


def _how(proof: Proof) -> str:
    if proof.patterns == 0:
        return "F' - f reduces to zero by exact algebra"
    patterns = "the one pattern" if proof.patterns == 1 else f"each of the {proof.patterns} patterns"
    return f"F' - f reduces to zero by exact algebra, for {patterns} of signs below roots that the sample points show"


def verify_antiderivative(
    F: Any, f: Any, x: Any, *, seconds: float = 2.0, seed: int = 0, domain: str = "real"
) -> Verification:
    """Whether dF/dx = f: see `AntiderivativeVerifier`.

    >>> x = se.Symbol("x")
    >>> verify_antiderivative(se.sin(x) ** 2 / 2, se.sin(x) * se.cos(x), x).verdict.holds
    True
    """
    try:
        return AntiderivativeVerifier(f, x, seconds=seconds, seed=seed, domain=domain).verify(F)
    except AnsatzError as error:
        return Verification(Verdict.UNKNOWN, reason=str(error))


__all__ = ["AntiderivativeVerifier", "principal_derivative", "verify_antiderivative"]
