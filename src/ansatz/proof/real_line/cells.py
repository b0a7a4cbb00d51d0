"""The real line in cells, on each of which functions keep their signs and stay analytic.

    cells([x**2 - 2, ln(x)], x)      intervals with rational ends, one inside each cell at least

Where the places between cells repeat, the cells of one common period stand for all.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm, pi

import symengine as se
from flint import arb, fmpq

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import TRIGONOMETRIC
from ansatz.algebra.numbers import midpoint
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import UndecidedError
from ansatz.proof.real_line.places import Place
from ansatz.proof.real_line.requirements import requirements
from ansatz.proof.real_line.zeros import zeros
from ansatz.proof.sampling import Interval

_BITS = 512  # of places
_MAX_CELLS = 120  # in one period
_FARTHEST = 1e6  # periods from the origin, at which floats still tell neighbours apart


def cells(functions: Iterable[se.Expr], x: se.Symbol) -> Iterator[Interval]:
    """Inside every cell at least one interval; raises `UndecidedError` where the cells are not known.

    The places between cells are zeros of the functions, and places where one is not analytic: poles, corners, steps,
    the ends of where it is real.
    """
    changing = list(dict.fromkeys(functions))
    places = dict.fromkeys(u for f in changing for u in (f, *(need.u for need in requirements(f))))
    families = [family for u in places if x in u.free_symbols for family in zeros(u, x)]
    if all(family.period is None for family in families):
        return _between(_in_order([family.first for family in families]), outer=True)
    period = _common_period(changing, x)
    start = min(float(family.first) for family in families) - period / 1_000
    steps = [float(Place.named(family.period)) for family in families if family.period is not None]
    if sum(period / step for step in steps) > _MAX_CELLS or abs(start) > _FARTHEST * min(steps):
        raise UndecidedError("there are too many cells, or they are too far out")
    ends = [arb(start + turns * period) for turns in (0, 1, 1.01, 2)]
    members = [m for family in families for m in family.members(ends[0], ends[2])]
    after = min((m for family in families for m in family.members(ends[1], ends[3])), key=float)
    return _between(_in_order([*members, after]), outer=False)


def _common_period(functions: Iterable[se.Expr], x: se.Symbol) -> float:
    """A number of which a period of all functions is slightly less; they must be functions of waves in x alone."""
    waves = {wave for f in functions for wave in f.atoms(*TRIGONOMETRIC) if x in wave.free_symbols}
    hidden = {wave: se.Dummy() for wave in waves}
    slopes = [se.expand(principal_derivative(wave.args[0], x)) for wave in waves]
    if not slopes or any(x in e.free_symbols for e in (*(f.xreplace(hidden) for f in functions), *slopes)):
        raise UndecidedError("some signs repeat and others do not")
    ratios = [_ratio(slopes[0], slope) for slope in slopes]  # of the periods 2π/slope
    common = lcm(*(ratio.numerator for ratio in ratios))
    turns = Fraction(common, gcd(*(ratio.denominator for ratio in ratios)))
    return abs(2 * pi * float(turns) / float(evaluate(slopes[0], {}, 64).real)) * (1 + 1e-9)


def _ratio(e: se.Expr, unit: se.Expr) -> Fraction:
    ratio = se.expand(e / unit)
    if not isinstance(ratio, se.Rational):
        raise UndecidedError("two periods have no common multiple")
    return Fraction(int(ratio.p), int(ratio.q))


def _in_order(places: list[Place]) -> list[Place]:
    unique = list({place.key: place for place in places}.values())
    unique.sort(key=float)
    for left, right in pairwise(unique):
        if not left.is_before(right):
            raise UndecidedError("two places could not be put in order")
    return unique


def _between(places: list[Place], *, outer: bool) -> Iterator[Interval]:
    if not places:
        yield fmpq(-1), fmpq(1)
        return
    if outer:
        first, last = places[0].enclose(_BITS), places[-1].enclose(_BITS)
        low, high = midpoint(first.lower()), midpoint(last.upper())
        yield low - 1 - abs(low), low
        yield high, high + 1 + abs(high)
    for left, right in pairwise(places):
        yield midpoint(left.enclose(_BITS).upper()), midpoint(right.enclose(_BITS).lower())


__all__ = ["cells"]
