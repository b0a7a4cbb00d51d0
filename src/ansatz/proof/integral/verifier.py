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
from collections.abc import Iterable
from dataclasses import replace
from typing import final

import symengine as se

from ansatz.algebra.balls import Program, evaluate
from ansatz.errors import ALGEBRA_FAILURES, AnsatzError
from ansatz.expr.canonical import from_symengine, has_imaginary
from ansatz.proof.condition import Condition, needed
from ansatz.proof.examination import Examination, Words, timed
from ansatz.proof.integral.candidate import Candidate
from ansatz.proof.integral.extent import Extent, Integrand
from ansatz.proof.integral.jumps import near_origin
from ansatz.proof.landmarks import Landscape
from ansatz.proof.parameters import (
    give_values,
    nonzero_conditions,
    positivity_conditions,
    sign_conditions,
)
from ansatz.proof.real_line.requirements import requirements
from ansatz.proof.real_line.singularities import between_singularities, kernels_with_cuts
from ansatz.proof.residual import Comparison
from ansatz.proof.sampling import Domain, Interval, Point, places, points_at, points_in, sample, sweep
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.constants import without_zeros
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import Proof

_POINTS, _PLANE_POINTS = 12, 20  # compared: on the real line, on the plane
_ENOUGH = 6  # of them must agree
_TRIED = 48  # where parameters must be found with which the antiderivative is real
_MORE_POINTS = 24  # compared where signs may be others elsewhere, and parameters leave open where
_LANDMARKS, _MODELS = 300, 3  # compared in addition where there is no proof; values of parameters
_GIVE_UP = 5  # points without any agreement end a comparison
_FAR = 16  # from zero exponentials are too small, or too large, for proofs on the plane
_WORDS = Words("F' - f", "F' differs from the integrand", "F' could not be compared with the integrand")


@final
class AntiderivativeVerifier:
    """An integrand, prepared: its domain is sampled and its values are computed once.

    f, x: SymEngine integrand and variable. seconds: of processor time allowed to one `verify`. seed: of the sample
    points. domain: "real" (points of the integrand's real domain) or "complex" (of the plane).
    Raises `UnsupportedError` for an integrand with functions outside the operator table.
    """

    def __init__(self, f: se.Expr, x: se.Symbol, *, seconds: float = 2.0, seed: int = 0, domain: str = "real") -> None:
        self.f, self.x, self.seconds = f, x, seconds
        self._rng = random.Random(seed)
        self.parameters = sorted((s for s in f.free_symbols if s != x), key=str)
        self.program = Program()
        self.slot = self.program.add(f)
        plane = domain == "complex"
        self.points, self.domain = sample(
            self.program, self.slot, x, self.parameters, self._rng, _PLANE_POINTS if plane else _POINTS, plane
        )
        self.integrand = Integrand(f, x)
        self._is_complex = any(not p.run(self.program, BITS)[self.slot].imag.contains(0) for p in self.points)

    def verify(self, F: se.Expr) -> Verification:
        """The verdict on F' = f; never raises on a malformed candidate (it is then *unknown*)."""
        deadline = time.thread_time() + self.seconds
        return timed(lambda: self._verify(F, deadline), "the candidate cannot be evaluated")

    def _verify(self, F: se.Expr, deadline: float) -> Verification:
        if not self.points:
            return Verification(Verdict.UNKNOWN, reason="no point was found where the integrand has a value")
        # A symbol of F alone is a constant of integration or a mistake.
        give_values(self._constants(F), self.points, self._rng)
        candidate = Candidate(F, self.x, self.program, self.slot)
        terms = [*se.Add.make_args(candidate.rate), *(-term for term in se.Add.make_args(self.f))]

        def examined(points: list[Point]) -> Examination:
            return Examination(candidate.residual, terms, self.x, _WORDS, deadline, points, patience=_GIVE_UP)

        examination = examined(self.points)
        if (silent := examination.found[Comparison.NO_VALUE]) and not examination.differ:
            examination = examined(self._points_for(F, silent))
        agree, differ = examination.agree, examination.differ
        silent = examination.found[Comparison.NO_VALUE]
        if differ and (self.domain is not Domain.REAL_LINE or not agree):
            return examination.refutation(differ)
        if differ or silent or len(agree) < _ENOUGH:
            return examination.undecided(differ + silent + examination.coarse)
        proof = self._prove(F, examination)
        if isinstance(proof, Verification):
            return proof
        if proof is None:
            if (exact := without_zeros(F)) != F:
                return self._verify(exact, deadline)
            if (found := examination.check(lambda: self._landmarks(F, agree))) is not None:
                return found
            if self.domain is Domain.REAL and not self._is_complex and has_imaginary(F):
                return Verification(Verdict.UNKNOWN, reason="F is not seen to be real where the integrand is")
            agree = examination.agree
        extent = Extent()
        conditions = () if proof and self.domain is Domain.REAL else self._conditions(candidate, proof, agree, deadline)
        if self.domain is Domain.REAL and not self._is_complex and not has_imaginary(F):
            try:
                extent = self.integrand.extent(F, proof, whole=self._is_covered(proof, agree[0]))
            except ALGEBRA_FAILURES as error:
                return Verification(Verdict.UNKNOWN, reason=str(error))
            conditions = needed((*conditions, *extent.conditions))
        scope = self._scope(F, proof, extent, examination.coarse)
        return examination.confirmation(proof, self.domain, scope, conditions)

    def _points_for(self, F: se.Expr, silent: list[Point]) -> list[Point]:
        """Points whose parameters, of any sign, let F be real; the own ones where these are not the cause."""
        needs = [n.u for n in requirements(F) if n.is_region and self.x not in n.u.free_symbols]
        if self.domain is not Domain.REAL or not all(_fails_at(point, needs) for point in silent):
            return self.points
        signed = set(self.parameters)
        points, _ = sample(self.program, self.slot, self.x, self.parameters, self._rng, _TRIED, False, signed)
        give_values(self._constants(F), points, self._rng)
        return [point for point in points if not _fails_at(point, needs)][:_POINTS] or self.points

    def _is_covered(self, proof: Proof | None, model: Point) -> bool:
        """Whether a proof, if there is one, speaks for all cells of the real line on which the integrand is real."""
        if proof is None or not proof.patterns:
            return True
        if self.parameters or (cells := self.integrand.cells(proof)) is None:
            return False
        return all(self._points([cell], model) or self.integrand.is_unreal_in(cell) for cell in cells)

    def _points(self, intervals: Iterable[Interval], model: Point) -> list[Point]:
        return points_in(self.program, [self.slot], self.x, intervals, model)

    def _landmarks(self, F: se.Expr, agree: list[Point]) -> list[Point]:
        """Points at the scales that F and f name themselves, for a few values of the parameters."""
        if self.domain is Domain.COMPLEX:
            return []
        models = agree[: _MODELS if self.parameters else 1]
        found = []
        for model in models:
            places = Landscape((F, self.f), self.x, model.coordinates).places(self._rng, _LANDMARKS // len(models))
            found += points_at(self.program, [self.slot], self.x, places, model)
        return found

    def _constants(self, F: se.Expr) -> list[se.Symbol]:
        return sorted(F.free_symbols - set(self.parameters) - {self.x}, key=str)

    def _prove(self, F: se.Expr, examination: Examination) -> Proof | Verification | None:
        """A proof, None, or a verdict found where no sample point had been."""
        agree = examination.agree
        if self.domain is Domain.COMPLEX:
            return self._prove_on_the_plane(F, examination)

        def between(proof: Proof | None) -> Iterable[Interval]:
            """Intervals that no sample point may have been in: one for each cell, or else near the origin."""
            if self.parameters or self.domain is not Domain.REAL or not F.free_symbols <= {self.x}:
                return ()
            if proof is None:
                return between_singularities(F + self.f, self.x)
            return (self.integrand.cells(proof) or ()) if proof.patterns else ()

        proof = examination.prove(agree)
        if proof and proof.patterns and self.parameters and self.domain is Domain.REAL:
            return self._prove_elsewhere(proof, F, examination)
        return examination.look_between(proof, between, lambda intervals: self._points(intervals, agree[0]))

    def _prove_elsewhere(self, proof: Proof, F: se.Expr, examination: Examination) -> Proof | Verification:
        """The proof, with the patterns of signs that more points show: of parameters no cells are known."""
        points, _ = sample(self.program, self.slot, self.x, self.parameters, self._rng, _MORE_POINTS, False)
        give_values(self._constants(F), points, self._rng)
        found: list[Point] = []
        for point in points:
            outcome = examination.residual.compare(point, examination.deadline)
            if outcome is Comparison.DIFFERENT:
                return examination.refutation([point])
            found += [point] if outcome is Comparison.EQUAL else []
        return examination.prove(found) or proof

    def _prove_on_the_plane(self, F: se.Expr, examination: Examination) -> Proof | Verification | None:
        """What does not hold by one reduction for the whole plane is compared in all directions and distances."""
        # far up in the plane exponentials cannot be told from zero; one reduction for all points needs none from there
        agree, near = examination.agree, _near(examination.agree)
        proof = examination.prove(near or agree)
        if proof and proof.patterns and len(near) < len(agree):
            proof = examination.prove(agree)
        if proof and not proof.patterns:
            return proof
        points = sweep(self.program, self.slot, self.x, self.parameters, self._rng)
        give_values(self._constants(F), points, self._rng)
        found = examination.look(points)
        if isinstance(found, Verification):
            return found
        return proof and examination.prove(_near(found[Comparison.EQUAL]))

    def _conditions(
        self, candidate: Candidate, proof: Proof | None, agree: list[Point], deadline: float
    ) -> tuple[Condition, ...]:
        conditions = nonzero_conditions(candidate.F, self.x)
        parameters = self.parameters + self._constants(candidate.F)
        if self.domain is Domain.COMPLEX:
            conditions += positivity_conditions(candidate, agree, parameters, self._rng, deadline)
        elif proof is None or proof.patterns:
            conditions += sign_conditions(candidate, agree, parameters, deadline)
        return needed(conditions)

    def _scope(self, F: se.Expr, proof: Proof | None, extent: Extent, coarse: list[Point]) -> Scope:
        scope = Scope(ScopeKind.SAMPLED, str(self.x), undecided=places(coarse))
        if self.domain is Domain.COMPLEX:
            kind = ScopeKind.SAMPLED if proof and proof.patterns else ScopeKind.COMPLEX_PLANE
            cuts = tuple(map(from_symengine, kernels_with_cuts(F, self.x)))
            return replace(scope, kind=kind, cuts=cuts, where=self.integrand.holes(F))
        is_complex = self.domain is Domain.REAL_LINE or self._is_complex
        if is_complex or has_imaginary(F):
            kind = ScopeKind.REAL_LINE if is_complex else ScopeKind.BOTH if proof else ScopeKind.SAMPLED
            plain = not self.parameters and F.free_symbols <= {self.x}
            return replace(scope, kind=kind, jumps=near_origin(F, self.f, self.x) if plain else ())
        kind = ScopeKind.SAMPLED if proof is None else ScopeKind.WHERE if extent.where else ScopeKind.EVERYWHERE
        return replace(scope, kind=kind, where=needed(extent.where), jumps=extent.jumps, breaks=extent.breaks)


def _fails_at(point: Point, needs: list[se.Expr]) -> bool:
    """Whether one of what must not be negative certainly is, or is not real."""
    balls = (evaluate(u, point.coordinates) for u in needs)
    return any(ball.is_finite() and (not ball.imag.contains(0) or ball.real < 0) for ball in balls)


def _near(points: list[Point]) -> list[Point]:
    return [point for point in points if abs(point.place) < _FAR]


def verify_antiderivative(
    F: se.Expr, f: se.Expr, x: se.Symbol, *, seconds: float = 2.0, seed: int = 0, domain: str = "real"
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


__all__ = ["AntiderivativeVerifier", "verify_antiderivative"]
