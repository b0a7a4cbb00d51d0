"""Which monomials can V and the squares in V and -dV/dt have at all? Decided before any semidefinite program is solved.

    reduced(field, support, proper=True)  ->  Reduced(support, function, decrease), or None: no V has such a support

Of a Gram matrix G ⪰ 0 of p, 2 |G_ab| ≤ G_aa + G_bb. Hence the coefficient of a monomial m lies within the sums of
G_aa + G_bb over the products x^a x^b = x^m: a monomial that no two squares make has coefficient 0, the corners of
the Newton polytope (and so the lowest and highest homogeneous parts, and each variable's top power) have even
exponents and positive coefficients, and so do, recursively, those of what these conditions leave (compare Liu &
Fitzsimmons, arXiv 2506.18171). They are linear in V's coefficients and both diagonals: one linear program finds
all squares that can occur, for its solutions are a cone, until no more fall away.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, as_float, terms
from ansatz.fit.sos.monomials import half_polytope, pruned
from ansatz.fit.sos.semidefinite import possible
from ansatz.proof.lyapunov.sum_of_squares import added, pure_variable

Rates = dict[Exponents, dict[Exponents, float]]
_MOST_SQUARES = 400
_FEW = 40


@dataclass(frozen=True, slots=True)
class Reduced:
    """Monomials of V, of the squares in V, and of those in -dV/dt."""

    support: list[Exponents]
    function: list[Exponents]
    decrease: list[Exponents]


def reduced(
    field: Sequence[fmpq_mpoly], support: Collection[Exponents], *, proper: bool = True, seconds: float = 10.0
) -> Reduced | None:
    """What is left of the support; None where no V ≠ 0 (of all variables, where it is to be proper) can have it."""
    rates = rates_of(field, support)
    function = squares_of(support)
    decrease = squares_of({m for r in rates.values() for m in r})
    n = len(field)
    while True:
        products = {added(a, b) for k, a in enumerate(function) for b in function[: k + 1]}
        rates = {m: r for m, r in rates.items() if m in products}
        function = pruned(function, rates)
        decrease = pruned(decrease, {m for r in rates.values() for m in r})
        if proper and {pure_variable(a) for a in function} - {None} != set(range(n)):
            return None
        if not rates or len(function) + len(decrease) > _MOST_SQUARES:
            return None
        kept = _possible_squares(rates, function, decrease, seconds)
        if kept is None:
            return None
        first, second = kept
        if len(first) == len(function) and len(second) == len(decrease):
            return Reduced(list(rates), function, decrease)
        function, decrease = first, second


def rates_of(field: Sequence[fmpq_mpoly], support: Collection[Exponents]) -> Rates:
    """d(x^m)/dt for each monomial, in floating point."""
    largest = max((abs(c) for p in field for c in p.coeffs()), default=fmpq(1))  # no V depends on it
    parts = [[(k, as_float(c / largest)) for k, c in terms(p).items()] for p in field]
    rates: Rates = {}
    for m in support:
        total: dict[Exponents, float] = defaultdict(float)
        for i, part in enumerate(parts):
            if m[i]:
                rest = (*m[:i], m[i] - 1, *m[i + 1 :])
                for k, c in part:
                    total[added(rest, k)] += m[i] * c
        rates[m] = dict(total)
    return rates


def squares_of(monomials: Collection[Exponents]) -> list[Exponents]:
    """Monomials of the squares: all of half the Newton polytope where they are few, else those whose square occurs."""
    polytope = half_polytope(monomials)
    return polytope if 0 < len(polytope) <= _FEW else halves(monomials)


def halves(monomials: Collection[Exponents]) -> list[Exponents]:
    """a where x^(2a) is among the monomials."""
    found = (tuple(k // 2 for k in m) for m in monomials if all(k % 2 == 0 for k in m))
    return sorted(found, key=lambda m: (sum(m), m))


def _possible_squares(
    rates: Rates, function: list[Exponents], decrease: list[Exponents], seconds: float
) -> tuple[list[Exponents], list[Exponents]] | None:
    """The squares whose diagonal entries can be positive."""
    size, squares = len(rates), len(function) + len(decrease)
    heights: dict[Exponents, dict[int, float]] = {m: {k: 1.0} for k, m in enumerate(rates)}
    changes: dict[Exponents, dict[int, float]] = defaultdict(dict)
    for k, r in enumerate(rates.values()):
        for m, value in r.items():
            if value:
                changes[m][k] = -value
    rows: list[dict[int, float]] = []
    for basis, offset, coefficients in ((function, size, heights), (decrease, size + len(function), changes)):
        own = {added(a, a): offset + k for k, a in enumerate(basis)}
        pairs: dict[Exponents, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for k, a in enumerate(basis):
            for j, b in enumerate(basis[:k]):
                place = pairs[added(a, b)]
                place[offset + k] += 1
                place[offset + j] += 1
        for m in coefficients.keys() | own.keys():
            entries = dict(coefficients.get(m, {}))
            if m in own:
                entries[own[m]] = -1.0
            room = pairs.get(m, {})
            if not coefficients.get(m) and m in own and room:
                continue  # says little: p has no such term
            # |Σ entries| ≤ Σ room
            for sign in (1, -1):
                row = {k: sign * v for k, v in entries.items()}
                for k, v in room.items():
                    row[k] = row.get(k, 0.0) + v
                rows.append(row)
    found = possible(rows, size, squares, seconds)
    if found is None:
        return None
    first = [a for k, a in enumerate(function) if found[k]]
    second = [a for k, a in enumerate(decrease) if found[len(function) + k]]
    return first, second


__all__ = ["Reduced", "halves", "rates_of", "reduced", "squares_of"]
