"""Which monomials V may have, from few to many.

    supports(n)             full to degree 6, then what depends on at most two variables together to degree 12
    of_powers(powers)       the monomials below Σ m_i / powers_i = 1
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from ansatz.algebra.polynomials import Exponents
from ansatz.fit.sos.monomials import of_degrees

_FULL = (2, 4, 6)
_SPARSE = (8, 10, 12)
_MOST = 500


def supports(n: int, degrees: Sequence[int] = (*_FULL, *_SPARSE)) -> Iterator[list[Exponents]]:
    """Supports of V in n variables; each contains the one before."""
    for degree in degrees:
        full = of_degrees(n, 2, degree)
        yield full if degree in _FULL and len(full) <= _MOST else of_pairs(n, degree)


def of_pairs(n: int, degree: int) -> list[Exponents]:
    """Monomials of degree 2…degree with at most two variables."""
    found = {m for m in of_degrees(min(n, 2), 2, degree)} if n <= 2 else set()
    for pair in combinations(range(n), 2) if n > 2 else ():
        for powers in of_degrees(2, 2, degree):
            exponents = [0] * n
            for place, power in zip(pair, powers, strict=True):
                exponents[place] = power
            found.add(tuple(exponents))
    return sorted(found, key=lambda m: (sum(m), m))


def of_powers(powers: Sequence[int]) -> list[Exponents]:
    """x^m, of degree 2 at least, with Σ m_i / powers_i ≤ 1: V of these pure powers has its Newton polytope there."""
    return sorted((m for m in _below(powers, 1.0) if sum(m) > 1), key=lambda m: (sum(m), m))


def _below(powers: Sequence[int], room: float) -> Iterator[Exponents]:
    if not powers:
        yield ()
        return
    for k in range(int(room * powers[0] + 1e-9) + 1):
        for rest in _below(powers[1:], room - k / powers[0]):
            yield (k, *rest)


__all__ = ["of_pairs", "of_powers", "supports"]
