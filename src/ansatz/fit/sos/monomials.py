"""The monomials b of p = bᵀ G b.

Every square root of a summand lies in half of p's Newton polytope (Reznick 1978): `half_polytope` compares with
the polytope's supporting planes in many directions. What passes is pruned exactly: where no product of two other
monomials of the basis gives m² and p has no such term, G's diagonal entry is 0, and m's row with it.
"""

from collections.abc import Container, Iterable, Sequence
from itertools import product

import numpy as np

from ansatz.algebra.polynomials import Exponents
from ansatz.proof.lyapunov.sum_of_squares import added

_DIRECTIONS = 400
_MOST_CANDIDATES = 200_000


def of_degrees(n: int, low: int, high: int) -> list[Exponents]:
    """All monomials in n variables of total degree low…high, by degree."""
    if n == 0:
        return [()] if low <= 0 else []
    found = [
        (first, *rest) for first in range(high + 1) for rest in of_degrees(n - 1, max(0, low - first), high - first)
    ]
    return sorted(found, key=lambda m: (sum(m), m))


def half_polytope(support: Iterable[Exponents]) -> list[Exponents]:
    """Monomials m with 2m in the Newton polytope of the support, and perhaps a few more; [] where they are too many."""
    points = np.array(sorted(support))
    if not len(points):
        return []
    n = points.shape[1]
    ranges = [range(-(-low // 2), high // 2 + 1) for low, high in zip(points.min(0), points.max(0), strict=True)]
    if np.prod([len(r) for r in ranges], dtype=float) > _MOST_CANDIDATES:
        return []
    candidates = np.array(list(product(*ranges)), dtype=float).reshape(-1, n)
    rng = np.random.default_rng(0)
    directions = np.concatenate([np.ones((1, n)), -np.ones((1, n)), rng.integers(-6, 7, (_DIRECTIONS, n))])
    limits = (directions @ points.T).max(axis=1)
    inside = (2 * candidates @ directions.T <= limits + 1e-9).all(axis=1)
    kept = [tuple(map(int, m)) for m in candidates[inside]]
    return sorted(kept, key=lambda m: (sum(m), m))


def pruned(basis: Sequence[Exponents], support: Container[Exponents]) -> list[Exponents]:
    """The basis without monomials whose square neither occurs in p nor is a product of two others."""
    kept = set(basis)
    while True:
        squares = {added(m, m): m for m in kept}
        ordered = sorted(kept)
        mixed = {added(a, b) for i, a in enumerate(ordered) for b in ordered[:i]}
        idle = {m for square, m in squares.items() if square not in mixed and square not in support}
        if not idle:
            return [m for m in basis if m in kept]
        kept -= idle


__all__ = ["half_polytope", "of_degrees", "pruned"]
