"""Which monomials V may have, those first that are quickly tried."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, zip_longest

from flint import fmpq_mpoly

from ansatz.algebra.polynomials import Exponents
from ansatz.fit.sos.gradient_supports import gradient_supports
from ansatz.fit.sos.monomials import half_polytope, of_degrees
from ansatz.fit.sos.reduction import rates_of
from ansatz.proof.lyapunov.sum_of_squares import added

DEGREES = (2, 4, 6, 8, 10, 12)
_FULL = 6  # higher ones are of two variables at most
_MOST = 100  # monomials


def supports(field: Sequence[fmpq_mpoly], degrees: Sequence[int] = DEGREES) -> Iterator[list[Exponents]]:
    """Supports of V for x' = field: of low degree, as the field suggests, then of higher degrees."""
    n = len(field)
    for degree in degrees:
        if degree == 8:
            yield [m for m in of_pairs(n, max(degrees)) if max(m) == sum(m) and sum(m) % 2 == 0]
            yield from telling(field)
        full = of_degrees(n, 2, degree)
        yield full if degree <= _FULL and len(full) <= _MOST else of_pairs(n, degree)


def telling(field: Sequence[fmpq_mpoly]) -> Iterator[list[Exponents]]:
    """`gradient_supports`: the longest and the shortest by turns."""
    found = list(gradient_supports(field))
    half = (len(found) + 1) // 2
    for longer, shorter in zip_longest(found[:half], reversed(found[half:])):
        yield longer
        if shorter is not None:
            yield shorter


def of_pairs(n: int, degree: int) -> list[Exponents]:
    """Monomials of degree 2…degree with at most two variables."""
    found = set(of_degrees(n, 2, degree)) if n <= 2 else set()
    for pair in combinations(range(n), 2) if n > 2 else ():
        for powers in of_degrees(2, 2, degree):
            exponents = [0] * n
            for place, power in zip(pair, powers, strict=True):
                exponents[place] = power
            found.add(tuple(exponents))
    return sorted(found, key=lambda m: (sum(m), m))


def expansions(field: Sequence[fmpq_mpoly], guess: Collection[Exponents]) -> Iterator[list[Exponents]]:
    """The guess, repaired and expanded step by step (Neural Sum-of-Squares, arXiv 2510.13444).

    First as it is; with each variable's even powers; with the products of monomials in half of its Newton polytope;
    then, by increasing degree, with monomials whose rate shares a monomial with the rate of what is there: they may
    cancel what cannot stay.
    """
    n = len(field)
    current = {m for m in guess if sum(m) > 1}
    yield _sorted(current)
    top = max((max(m) for m in current), default=2)
    pure = {tuple(k * (i == j) for j in range(n)) for i in range(n) for k in range(2, top + 2, 2)}
    current |= pure
    yield _sorted(current)
    half = half_polytope(current)
    closed = current | {added(a, b) for k, a in enumerate(half) for b in half[: k + 1]}
    if current != closed and len(closed) <= _MOST:
        yield _sorted(closed)
    for degree in range(2, max(map(sum, current)) + 2, 2):
        near = rates_of(field, [m for m in of_pairs(n, degree) if m not in current])
        place = {m for r in rates_of(field, current).values() for m in r}
        current |= {m for m, r in near.items() if not place.isdisjoint(r)}
        yield _sorted(current)


def _sorted(support: Collection[Exponents]) -> list[Exponents]:
    return sorted(support, key=lambda m: (sum(m), m))


__all__ = ["DEGREES", "expansions", "of_pairs", "supports", "telling"]
