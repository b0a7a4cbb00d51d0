"""A Lyapunov function of a polynomial system by sums of squares, with its exact certificate.

    fit_lyapunov(system, variables, seconds=10.0)                V of each support in `supports`
    fit_lyapunov(system, variables, monomials=[(2, 0), (0, 4)])  V with these monomials, as a network proposes them
    of_support(field, support, deadline)                         the same for polynomials
    certificate(V, field, deadline)                              for a given V

What cannot occur is left out first (`reduction`). One semidefinite program asks that V - Σ ε_ik x_i^(2k), with
Σ_k ε_ik ≥ 1, and -∇V · f be sums of squares (Parrilo 2000; Papachristodoulou & Prajna 2002; so stated, V may have a
degenerate Hessian). It is solved twice: for the V of fewest and smallest terms, then, among its monomials, for the
greatest distance from the cones' boundaries. V is rounded to small integers first, to larger ones if need be
(`rounding`), and what is rounded is proved anew (`exact`): a certificate does not depend on floating point.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import symengine as se
from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import (
    Exponents,
    as_float,
    from_polynomial,
    gradient,
    primitive,
    rate,
    ring,
    terms,
    to_polynomials,
)
from ansatz.fit.sos.exact import Face, squares_of_multiples, sum_of_squares
from ansatz.fit.sos.monomials import pruned
from ansatz.fit.sos.reduction import reduced
from ansatz.fit.sos.rounding import roundings
from ansatz.fit.sos.semidefinite import Point, Program, centre, cheapest
from ansatz.fit.sos.supports import DEGREES, supports
from ansatz.proof.lyapunov.counterexamples import is_negative_at, scattered
from ansatz.proof.lyapunov.sum_of_squares import added, identity, null_space, pure_variable
from ansatz.proof.lyapunov.verifier import LyapunovCertificate

MAX_BASIS = 45
_LOOK = 600  # points for a quick look before a proof is tried
_FEW = 6  # proofs tried
_SMALL = 15  # squares in -dV/dt: any are looked for at once


@dataclass(frozen=True, slots=True)
class LyapunovFit:
    """V (SymEngine, integer coefficients without a common divisor) and its certificate."""

    V: se.Expr
    certificate: LyapunovCertificate


def fit_lyapunov(
    system: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    *,
    monomials: Sequence[Exponents] | None = None,
    degrees: Sequence[int] = DEGREES,
    proper: bool = True,
    seconds: float = 10.0,
) -> LyapunovFit | None:
    """V with a proof, or None where none was found in the time, or the system is not polynomial.

    proper: V > 0 off the origin and V → ∞; else V ≥ 0, not identically 0, is enough (a barrier function).
    """
    deadline = time.thread_time() + seconds
    n, field = len(variables), to_polynomials(system, ring(variables))
    if field is None or len(field) != n or any(p(*[0] * n) != 0 for p in field):
        return None
    for support in supports(field, degrees) if monomials is None else (monomials,):
        V = of_support(field, support, deadline, proper=proper)
        if V is not None:
            return LyapunovFit(from_polynomial(V[0], variables), V[1])
        if time.thread_time() > deadline:
            break
    return None


def of_support(
    field: list[fmpq_mpoly], support: Collection[Exponents], deadline: float, *, proper: bool = True
) -> tuple[fmpq_mpoly, LyapunovCertificate] | None:
    """V with monomials of this support, and its certificate. deadline: an instant of `time.thread_time`."""
    shape = _Shape.of(field, support, proper, deadline - time.thread_time())
    if shape is None:
        return None
    point = cheapest(shape.program(), shape.costs(), deadline - time.thread_time())
    if point is None:
        return None
    size = np.abs(shape.coefficients(point))
    kept = [m for m, value in zip(shape.support, size, strict=True) if value > 1e-5 * size.max()]
    narrow = None
    if len(kept) < len(shape.support):
        narrow = _Shape.of(field, kept, proper, deadline - time.thread_time())
    for candidate in (narrow, shape):
        if candidate is None:
            continue
        central = centre(candidate.program(4 * size.sum() + 4), deadline - time.thread_time())
        if central is None:
            continue
        first = dict(zip(shape.support, shape.coefficients(point), strict=True))
        points = [np.array([first[m] for m in candidate.support]), candidate.coefficients(central)]
        found = candidate.prove(points, deadline)
        if found is not None:
            return found
    return None


def certificate(
    V: fmpq_mpoly, field: Sequence[fmpq_mpoly], deadline: float, *, proper: bool = True, any_first: bool = True
) -> LyapunovCertificate | None:
    """Of a given V. deadline: an instant of `time.thread_time`.

    -dV/dt may be any sum of squares, or one of multiples of ∂V/∂x_i, as where it vanishes with ∇V. any_first: try
    them in this order.
    """
    function = sum_of_squares(V, seconds=deadline - time.thread_time())
    if function is None or (proper and not function.proves_proper(V)):
        return None
    descent = -rate(V, field)
    ways = [
        lambda seconds: sum_of_squares(descent, seconds=seconds),
        lambda seconds: squares_of_multiples(descent, gradient(V), seconds=seconds),
    ]
    for way in ways if any_first else reversed(ways):
        if (decrease := way(deadline - time.thread_time())) is not None:
            return LyapunovCertificate(function, decrease)
    return None


class _Shape:
    """The monomials of V and of both Gram matrices, and the space of V's coefficients that they leave (its rows)."""

    def __init__(
        self,
        field: list[fmpq_mpoly],
        support: list[Exponents],
        rates: list[dict[Exponents, fmpq]],
        space: fmpq_mat,
        bases: tuple[list[Exponents], list[Exponents]],
        proper: bool,
    ) -> None:
        self.field, self.support, self.rates, self.space, self.proper = field, support, rates, space, proper
        self.function, self.descent = Face(bases[0]), Face(bases[1])
        self.pure = [m for m in support if pure_variable(m) is not None and sum(m) % 2 == 0]

    @classmethod
    def of(
        cls, field: list[fmpq_mpoly], support: Collection[Exponents], proper: bool, seconds: float
    ) -> "_Shape | None":
        """None where the shape leaves no such V, or is too large."""
        left = reduced(field, support, proper=proper, seconds=seconds)
        if left is None or len(left.function) > MAX_BASIS or len(left.decrease) > MAX_BASIS:
            return None
        context, n = field[0].context(), len(field)
        support, first, second = left.support, left.function, left.decrease
        rates = [terms(rate(context.from_dict({m: 1}), field)) for m in support]
        places = sorted({m for r in rates for m in r})
        derivative = fmpq_mat(len(support), len(places), [r.get(m, fmpq(0)) for r in rates for m in places])
        space = identity(len(support))
        while True:
            changes = space * derivative
            first = pruned(first, _occurring(support, space))
            second = pruned(second, _occurring(places, changes))
            vanish = _outside(support, first, space) + _outside(places, second, changes)
            if not vanish:
                break
            free = null_space(fmpq_mat(vanish))
            if not free:
                return None
            space = fmpq_mat(free) * space
        if proper and {pure_variable(m) for m in first} - {None} != set(range(n)):
            return None
        return cls(field, support, rates, space.rref()[0], (first, second), proper)

    def program(self, limit: float | None = None) -> Program:
        """Gram matrices of V - Σ ε_ik x_i^(2k) and of -dV/dt, u = (v⁺, v⁻, ε, σ) ≥ 0 and V = Σ (v⁺ - v⁻)_m x^m.

        σ_i = Σ_k ε_ik - 1. Where a limit is given, it bounds Σ (v⁺ + v⁻)_m.
        """
        heights = {m: k for k, m in enumerate(sorted({*self.support, *self.function.monomials}))}
        changes = {m: k for k, m in enumerate(sorted({m for r in self.rates for m in r} | {*self.descent.monomials}))}
        forced = null_space(self.space)  # equations on V: vectors orthogonal to all that is allowed
        pace = max((abs(value) for p in self.field for value in p.coeffs()), default=fmpq(1))  # no V depends on it
        n, size = len(self.field), len(self.support)
        V = np.zeros((len(heights) + len(changes) + len(forced), size))
        for k, (m, r) in enumerate(zip(self.support, self.rates, strict=True)):
            V[heights[m], k] = -1
            for place, value in r.items():
                V[len(heights) + changes[place], k] = as_float(value / pace)
        for row, vector in enumerate(forced):
            V[len(heights) + len(changes) + row] = [as_float(v) for v in vector]
        if self.proper:
            least = np.zeros((len(V), len(self.pure) + n))
            bounds = np.hstack([np.zeros((n, 2 * size + len(self.pure))), -np.eye(n)])
            for k, m in enumerate(self.pure):
                least[heights[m], k] = 1
                bounds[pure_variable(m), 2 * size + k] = 1
        else:  # the trace of V's matrix is 1 + σ
            least, bounds = np.zeros((len(V), 1)), np.zeros((1, 2 * size + 1))
            bounds[0, -1] = -1
        B = np.vstack([np.hstack([V, -V, least]), bounds])
        c = np.concatenate([np.zeros(len(V)), np.ones(len(bounds))])
        if limit is not None:
            B = np.pad(B, ((0, 1), (0, 1)))
            B[-1, : 2 * size] = B[-1, -1] = 1
            c = np.append(c, limit)
        function, descent = np.zeros((len(B), len(self.function.pairs))), np.zeros((len(B), len(self.descent.pairs)))
        function[: len(heights)] = self.function.float_map(heights)
        if not self.proper:
            function[len(V)] = [float(i == j) for i, j in self.function.pairs]
        descent[len(heights) : len(heights) + len(changes)] = self.descent.float_map(changes)
        scale = np.abs(np.hstack([B, function, descent])).max(axis=1)
        return Program(B / scale[:, None], [a / scale[:, None] for a in (function, descent) if a.size], c / scale)

    def costs(self) -> np.ndarray:
        """Weights of the program's u for a V of few and small terms."""
        degrees = np.array([1 + 0.25 * sum(m) for m in self.support])
        return np.concatenate([degrees, degrees, np.zeros(len(self.pure) + len(self.field) if self.proper else 1)])

    def coefficients(self, point: Point) -> np.ndarray:
        """Of V, at a point of the program."""
        size = len(self.support)
        return point.u[:size] - point.u[size : 2 * size]

    def prove(self, points: Sequence[np.ndarray], deadline: float) -> tuple[fmpq_mpoly, LyapunovCertificate] | None:
        """V with coefficients near the last point's, and its certificate. points: what programs have found."""
        places = scattered(len(self.field), _LOOK, -1.5, 1.5, np.random.default_rng(0))
        tried = 0
        for V in self._candidates(points):
            if tried >= _FEW or time.thread_time() > deadline:
                return None
            descent = -rate(V, self.field)
            if is_negative_at(V, places) or is_negative_at(descent, places):
                continue
            tried += 1
            any_first = self.descent.size <= _SMALL
            found = certificate(V, self.field, deadline, proper=self.proper, any_first=any_first)
            if found is not None:
                return V, found
        return None

    def _candidates(self, points: Sequence[np.ndarray]) -> Iterator[fmpq_mpoly]:
        """V near the last point, ever nearer and always within the space; integers without a common divisor."""
        context, rank = self.field[0].context(), self.space.nrows()
        leads = [next(k for k in range(len(self.support)) if self.space[row, k] != 0) for row in range(rank)]
        seen: list[fmpq_mpoly] = []
        for steps in roundings([point[leads] for point in points]):
            flat = (fmpq_mat(1, rank, steps) * self.space).entries()
            rounded = context.from_dict(dict(zip(self.support, flat, strict=True)))
            if rounded.is_zero():
                continue
            V = primitive(rounded)
            if V not in seen:
                seen.append(V)
                yield V


def _occurring(places: list[Exponents], table: fmpq_mat) -> set[Exponents]:
    """The monomials whose column of the table is not zero."""
    return {m for k, m in enumerate(places) if any(table[row, k] != 0 for row in range(table.nrows()))}


def _outside(places: list[Exponents], basis: list[Exponents], table: fmpq_mat) -> list[list[fmpq]]:
    """Columns of the table, not zero, of the monomials that no two of the basis multiply to."""
    products = {added(a, b) for i, a in enumerate(basis) for b in basis[: i + 1]}
    columns = ([table[row, k] for row in range(table.nrows())] for k, m in enumerate(places) if m not in products)
    return [column for column in columns if any(entry != 0 for entry in column)]


__all__ = ["LyapunovFit", "certificate", "fit_lyapunov", "of_support"]
