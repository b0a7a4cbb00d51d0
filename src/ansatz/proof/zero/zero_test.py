"""Exact zero test: does a sum of expressions vanish identically on the domain of the sample points?

    ZeroTest(terms, x, program, deadline).prove(values) -> Proof | None

The terms become fractions over generators (`ansatz.proof.zero.tower`), and the numerator over a common
denominator is reduced modulo the relations. If N reduces to zero formally then N = 0 at every point where
the kernels have values, because only true identities were used; the sum is N/D, so it is zero wherever D
is not. D is a product of what the terms themselves divide by, so that they have no value where it vanishes; should
there be a divisor that they lack, `Proof.divisors` names it.

Two attempts are made:

1.  *universal*: every root and logarithm is a generator of its own. No choice of branch enters, so one
    reduction speaks for the whole domain.
2.  *local*: roots and logarithms of products are split into those of irreducible factors, up to a root of
    unity that is constant on each component and is identified by ball arithmetic. The sample points are
    grouped by what was identified (their sign pattern), and the reduction is done once for each pattern.
    It speaks for all points with the signs of factors that one of the sample points has (`Proof.signs`); where all
    factors are polynomials in x, `Proof.between` names the intervals between their roots.

What fails here is not refuted: dependence among kernels that is not represented costs completeness only.
"""

import time
from dataclasses import dataclass
from itertools import pairwise

import symengine as se
from flint import ctx, fmpz_poly

from ansatz.algebra.balls import Program, Values
from ansatz.algebra.numbers import midpoint
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.sampling import Interval
from ansatz.proof.zero.evaluation_point import BITS, Site, Trail
from ansatz.proof.zero.exponent_lattice import Units
from ansatz.proof.zero.local_tower import LocalTower
from ansatz.proof.zero.tower import Tower

_MAX_PATTERNS = 8  # reductions; each takes as long as the first
_MAX_DEGREE = 60  # of the product of all factors, whose roots are isolated
_BEYOND = 2  # length of the part of an outer interval


@dataclass(frozen=True, slots=True)
class Proof:
    """patterns: 0 where one reduction speaks for the whole domain, else how many sign patterns were proved.

    between: for patterns, every open interval on which signs are constant (of the outer ones, a part); None where
    that is unknown. signs: for each pattern, real expressions and their signs (±1), which make the proof valid.
    divisors: expressions at whose zeros nothing is shown.
    """

    patterns: int
    between: tuple[Interval, ...] | None = ()
    signs: tuple[tuple[tuple[se.Expr, int], ...], ...] = ()
    divisors: tuple[se.Expr, ...] = ()


class ZeroTest:
    """Terms whose sum is to be proved zero; what one `prove` has reduced serves the next.

    x: the variable. program: of which `prove` is given the values. deadline: of `time.thread_time`.
    """

    def __init__(self, terms: list[se.Expr], x: se.Symbol, program: Program, deadline: float) -> None:
        self.terms, self.x, self.program, self.deadline = terms, x, program, deadline
        self._universal: Trail | None = None
        self._local: list[Trail] = []

    def prove(self, values: list[Values]) -> Proof | None:
        """A proof for the domain around the points that the values (of `BITS` bits or more) belong to, or None."""
        try:
            units = Units(self.terms)
            if not self._local:
                self._universal = self._universal or self._reduce(Tower, values[0], units)
                if self._universal and all(self._universal.holds_at(self._site(v)) for v in values):
                    return Proof(0, divisors=tuple(self._universal.divisors))
            for v in values:
                if any(trail.holds_at(self._site(v)) for trail in self._local):
                    continue
                if len(self._local) == _MAX_PATTERNS or time.thread_time() > self.deadline:
                    return None
                trail = self._reduce(LocalTower, v, units)
                if trail is None:
                    return None
                self._local.append(trail)
            between = _between([trail.factors for trail in self._local])
            divisors = dict.fromkeys(divisor for trail in self._local for divisor in trail.divisors)
            return Proof(len(self._local), between, tuple(trail.signs for trail in self._local), tuple(divisors))
        except ALGEBRA_FAILURES:
            return None

    def _site(self, values: Values) -> Site:
        return Site(self.program, values)

    def _reduce(self, tower_class: type[Tower], values: Values, units: Units) -> Trail | None:
        """What the reduction relied on, or None where the sum did not reduce to zero."""
        try:
            with ctx.workprec(values.bits):
                tower = tower_class(self._site(values), units, self.deadline)
                if not tower.ring.sums_to_zero([tower.build(term) for term in self.terms]):
                    return None
                tower.record(self.x)
                return tower.trail
        except UndecidedError:
            return None


def _between(factors: list[list[fmpz_poly] | None]) -> tuple[Interval, ...] | None:
    """The intervals between the real roots of the polynomials, and parts of those beyond them."""
    known = [f for f in factors if f is not None]
    if len(known) < len(factors):
        return None
    product = fmpz_poly([1])
    for polynomial in {str(p): p for f in known for p in f}.values():
        product = product * polynomial // product.gcd(polynomial)
    if product.degree() > _MAX_DEGREE:
        return None
    with ctx.workprec(BITS):
        roots = sorted((root.real for root, _ in product.complex_roots() if root.imag.is_zero()), key=lambda r: r.mid())
        if not roots:
            return ()
        ends = [(midpoint(root.lower()), midpoint(root.upper())) for root in roots]
        inner = ((left, right) for (_, left), (right, _) in pairwise(ends))
        return (ends[0][0] - _BEYOND, ends[0][0]), *inner, (ends[-1][1], ends[-1][1] + _BEYOND)


__all__ = ["Proof", "ZeroTest"]
