"""Exact zero test: does a sum of expressions vanish identically on the domain of the sample points?

    prove_zero(terms, points, program, deadline) -> Proof | None

The terms become fractions over generators (`ansatz.verify.kernels`), and the numerator over a common
denominator is reduced modulo the relations. If N reduces to zero formally then N = 0 at every point where
the kernels have values, because only true identities were used; the sum is N/D, so it is zero wherever D
is not. D is an analytic function of x on each component of the domain (minus the finitely many zeros of
radicands there), and it is certified nonzero by a ball at the sample points; hence its zeros are isolated
and the sum, being analytic too, vanishes on the whole component.

Two attempts are made:

1.  *universal*: every root and logarithm is a generator of its own. No choice of branch enters, so one
    reduction speaks for the whole domain.
2.  *local*: roots and logarithms of products are split into those of irreducible factors, up to a root of
    unity that is constant on each component and is identified by ball arithmetic. The sample points are
    grouped by what was identified (their sign pattern), and the reduction is done once for each pattern.
    It speaks for the components that hold sample points.

What fails here is not refuted: dependence among kernels that is not represented costs completeness only.
"""

import time
from dataclasses import dataclass
from typing import Any

from flint import ctx

from ansatz.errors import AnsatzError
from ansatz.verify.balls import Program, Values
from ansatz.verify.kernels import BITS, LocalTower, Site, Tower, Trail, Undecided, Units

_MAX_PATTERNS = 8
_UNIVERSAL_POINTS = 6


@dataclass(frozen=True, slots=True)
class Proof:
    """patterns: 0 where one reduction speaks for the whole domain, else how many sign patterns were proved."""

    patterns: int


def prove_zero(terms: list[Any], values: list[Values], program: Program, deadline: float) -> Proof | None:
    """A proof that the terms add up to zero, or None where none was found by the deadline.

    values: of `program` at the sample points, with `BITS` of working precision. deadline: a value of
    `time.perf_counter`.
    """
    if not values:
        return None
    try:
        units = Units(terms)
        trail = _reduce(Tower, terms, Site(program, values[0]), units, deadline)
        if trail and all(trail.holds_at(Site(program, v)) for v in values[1:]):
            return Proof(0)
        return _prove_by_patterns(terms, values, program, units, deadline)
    except (AnsatzError, ZeroDivisionError, RuntimeError):
        return None


def _prove_by_patterns(
    terms: list[Any], values: list[Values], program: Program, units: Units, deadline: float
) -> Proof | None:
    trails: list[Trail] = []
    for v in values:
        if any(trail.holds_at(Site(program, v)) for trail in trails):
            continue
        if len(trails) == _MAX_PATTERNS or time.perf_counter() > deadline:
            return None
        trail = _reduce(LocalTower, terms, Site(program, v), units, deadline)
        if trail is None:
            return None
        trails.append(trail)
    return Proof(len(trails))


def _reduce(tower_class: type[Tower], terms: list[Any], site: Site, units: Units, deadline: float) -> Trail | None:
    """What the reduction relied on, or None where the sum did not reduce to zero."""
    try:
        with ctx.workprec(BITS):
            tower = tower_class(site, units, deadline)
            zero = tower.ring.sums_to_zero([tower.build(term) for term in terms])
            return tower.trail if zero else None
    except Undecided:
        return None


__all__ = ["Proof", "prove_zero"]
