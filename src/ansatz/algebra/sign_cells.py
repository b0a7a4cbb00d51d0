"""The real line cut where polynomials change sign, exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import inf
from operator import mul

from flint import fmpq, fmpq_poly, fmpz_poly

from ansatz.algebra.ranges import End, point
from ansatz.algebra.ratios import ONE, factor

_MAX_DEGREE = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """An open interval between neighbouring roots: a rational point inside, and bounds outside or at its ends."""

    low: End
    inside: Fraction
    high: End


def cells(polynomials: Iterable[fmpq_poly], positive: Iterable[fmpq_poly]) -> list[Cell]:
    """In order, the cells between all real roots in which every one of `positive` is; none where that is too hard."""
    positive = [p for p in positive if p != 0]
    factors = {str(p): p for q in (*polynomials, *positive) if q != 0 for p, _ in factor(q)[1]}
    product = reduce(mul, factors.values(), ONE)
    if product.degree() > _MAX_DEGREE:
        return []
    roots = sorted(
        (point(root) for root, _ in fmpz_poly(product.numer()).complex_roots() if root.imag.is_zero()),
        key=lambda root: root.low,
    )
    if any(left.high >= right.low for left, right in pairwise(roots)):
        return []
    if not roots:
        found = [Cell(-inf, Fraction(0), inf)]
    else:
        found = [Cell(-inf, Fraction(roots[0].low) - 1, roots[0].high)]
        found += [
            Cell(left.low, (Fraction(left.high) + Fraction(right.low)) / 2, right.high)
            for left, right in pairwise(roots)
        ]
        found.append(Cell(roots[-1].low, Fraction(roots[-1].high) + 1, inf))
    return [cell for cell in found if all(sign_at(p, cell.inside) > 0 for p in positive)]


def sign_at(p: fmpq_poly, place: Fraction) -> int:
    """The sign of p at a rational place."""
    value = p(fmpq(place.numerator, place.denominator))
    return (value > 0) - (value < 0)
