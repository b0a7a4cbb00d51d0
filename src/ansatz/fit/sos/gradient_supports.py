"""Supports of V read off the field, where it is of the form f = (J - R) ∇V with J skew and R ⪰ 0 polynomial matrices.

    gradient_supports(field)  ->  supports, the most telling first

An entry of J - R with a monomial x^s makes f_r contain x^s ∂V/∂x_i, so that each monomial x^m of V with m_i > 0
shows as x^(m + s) / x_i in f_r, but for cancellations. For each variable such a place (r, s) is tried; V's monomials
are those that show at the places of all their variables.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from flint import fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, terms
from ansatz.proof.lyapunov.sum_of_squares import added

MAX_POWER = 12
_PLACES = 24  # for each variable
_COMBINATIONS = 20_000
_MOST = 40  # monomials of V


def gradient_supports(field: Sequence[fmpq_mpoly]) -> Iterator[list[Exponents]]:
    """Supports with an even power of every variable, those of most monomials for their places first."""
    n = len(field)
    rows = [frozenset(terms(p)) for p in field]
    choices = [_places(rows, i) for i in range(n)]
    found: dict[frozenset[Exponents], float] = {}
    for combination in islice(product(*choices), _COMBINATIONS):
        candidates = frozenset().union(*combination)
        support = frozenset(
            m for m in candidates if all(m in shown for shown, k in zip(combination, m, strict=True) if k)
        )
        if len(support) <= _MOST and all(any(_is_even_power(m, i) for m in support) for i in range(n)):
            found.setdefault(support, -len(support))
    yield from (sorted(s, key=lambda m: (sum(m), m)) for s in sorted(found, key=lambda s: (found[s], sorted(s))))


def _places(rows: list[frozenset[Exponents]], i: int) -> list[frozenset[Exponents]]:
    """For each place (r, s) the monomials with x_i that show there; the places that show most."""
    n = len(rows)
    unit = tuple(int(k == i) for k in range(n))
    sets: dict[frozenset[Exponents], int] = {}
    for r, row in enumerate(rows):
        shifts = {(*k[:i], k[i] - p + 1, *k[i + 1 :]) for k in row for p in range(2, min(k[i] + 1, MAX_POWER) + 1, 2)}
        for s in shifts:
            if r == i and any(k % 2 for k in s):
                continue  # on R's diagonal stand squares
            shown = frozenset(
                m
                for k in row
                if min(m := tuple(a - b for a, b in zip(added(k, unit), s, strict=True))) >= 0 and m[i] and sum(m) > 1
            )
            sets[shown] = max(sets.get(shown, 0), len(shown))
    return sorted(sets, key=lambda shown: (-sets[shown], sorted(shown)))[:_PLACES]


def _is_even_power(m: Exponents, i: int) -> bool:
    return m[i] == sum(m) and m[i] % 2 == 0


__all__ = ["gradient_supports"]
