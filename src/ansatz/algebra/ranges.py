"""Ranges of real functions: intervals with exact rational or infinite ends that contain all their values."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx, fmpq

End: TypeAlias = Fraction | float  # a float is ±infinity
_BITS = 64
_LARGEST_POWER = 64
_LONGEST, _SHORTEST = 20_000, 10_000  # binary digits
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Range:
    """The interval from low to high."""

    low: End = -inf
    high: End = inf

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high)

    def __mul__(self, other: "Range") -> "Range":
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def __and__(self, other: "Range") -> "Range":
        return Range(max(self.low, other.low), min(self.high, other.high))

    def power(self, n: int) -> "Range":
        """The range of u^n."""
        if n < 0:
            return self.power(-n).reciprocal()
        if n > _LARGEST_POWER:
            return NON_NEGATIVE if n % 2 == 0 or self.low >= 0 else REALS
        ends = [self.low**n, self.high**n]
        return Range(_ZERO if n % 2 == 0 and self.low < 0 < self.high else min(ends), max(ends))

    def reciprocal(self) -> "Range":
        """The range of 1/u, where u is not zero."""
        if self.low < 0 < self.high:
            return REALS
        pole = inf if self.high > 0 else -inf
        ends = [pole if end == 0 else _ZERO if end in (inf, -inf) else 1 / end for end in (self.low, self.high)]
        return Range(min(ends), max(ends))

    def root(self, q: int) -> "Range":
        """The range of u^(1/q), where it is real."""
        return (self & NON_NEGATIVE).image(lambda u: u.root(q)) & NON_NEGATIVE

    def image(self, increasing: Callable[[arb], arb]) -> "Range":
        """The range of an increasing function of u; infinite where it has no finite value at an end."""
        return Range(_bounds(increasing, self.low, -inf)[0], _bounds(increasing, self.high, inf)[1])


REALS, NON_NEGATIVE, UNIT = Range(), Range(low=_ZERO), Range(-_ONE, _ONE)
_RIGHT_ANGLES = Range(Fraction(-11, 7), Fraction(11, 7))  # from −π/2 to π/2
_HALF_TURN = Range(_ZERO, Fraction(22, 7))  # from 0 to π

INCREASING: dict[type, Callable[[arb], arb]] = {
    se.log: arb.log,
    se.atan: arb.atan,
    se.asin: arb.asin,
    se.sinh: arb.sinh,
    se.tanh: arb.tanh,
    se.asinh: arb.asinh,
    se.acosh: arb.acosh,
    se.atanh: arb.atanh,
    se.erf: arb.erf,
}
ANYWHERE: dict[type, Range] = {
    se.sin: UNIT,
    se.cos: UNIT,
    se.tanh: UNIT,
    se.erf: UNIT,
    se.sign: UNIT,
    se.cosh: Range(low=_ONE),
    se.sech: Range(_ZERO, _ONE),
    se.erfc: Range(_ZERO, Fraction(2)),
    se.Abs: NON_NEGATIVE,
    se.acosh: NON_NEGATIVE,
    se.asech: NON_NEGATIVE,
    se.acos: _HALF_TURN,
    se.asec: _HALF_TURN,
    **dict.fromkeys((se.atan, se.acot, se.asin, se.acsc), _RIGHT_ANGLES),
}


def point(ball: acb) -> Range:
    """The range of a number known as a ball; all reals where that is not real and finite."""
    if not ball.is_finite() or not ball.imag.contains(0):
        return REALS
    return Range(_exact(ball.real.lower(), -1), _exact(ball.real.upper(), 1))


def _product(a: End, b: End) -> End:
    return _ZERO if a == 0 or b == 0 else a * b


def _bounds(function: Callable[[arb], arb], end: End, otherwise: float) -> tuple[End, End]:
    if not isinstance(end, Fraction):
        return otherwise, otherwise
    with ctx.workprec(_BITS):
        ball = function(arb(fmpq(end.numerator, end.denominator)))
        return (_exact(ball.lower(), -1), _exact(ball.upper(), 1)) if ball.is_finite() else (otherwise, otherwise)


def _exact(end: arb, side: int) -> End:
    """The number, or a bound on that side of it (±1) where it has too many digits to be written down."""
    mantissa, exponent = (int(part) for part in end.man_exp())
    if exponent > _LONGEST:
        return side * inf if mantissa * side > 0 else side * -(Fraction(2) ** _LONGEST)
    if exponent < -_LONGEST:
        return side * Fraction(1, 2**_SHORTEST) if mantissa * side > 0 else _ZERO
    return Fraction(mantissa) * Fraction(2) ** exponent
