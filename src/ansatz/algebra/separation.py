"""How close to zero can an algebraic number be without being zero? Expressions of radicals and roots of unity.

    separation(e) -> (bits, bits of the imaginary part)   e = 0, or |e| > 2^-bits

An expression e is written c·A/B with a rational number c and algebraic integers A, B, all of whose conjugates are
bounded: |A| ≤ 2^a, |B| ≤ 2^b. Where D bounds the degree of the field that the radicals generate, the norm of A ≠ 0 is
an integer other than 0, so that |A| ≥ 2^(-(D-1)·a) and |e| ≥ |c|·2^(-(D-1)·a - b).
Source: Burnikel, Fleischer, Mehlhorn, Schirra, "A strong and easily computable separation bound for arithmetic
expressions involving radicals", Algorithmica 27 (2000).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import final

import symengine as se
from flint import fmpz

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fraction, fraction, gaussian

_X = se.Symbol("x")
_SIN, _COS, _TAN, _COT, _SEC, _CSC = (type(f(_X)) for f in (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc))
_ABS, _SIGN = type(abs(_X)), type(se.sign(_X))
_SLACK = 2.0**-30  # relative and absolute, far more than the rounding errors of one step


def _up(bits: float) -> float:
    return bits + _SLACK * (1 + abs(bits))


@dataclass(frozen=True, slots=True)
class _Bound:
    """e = content·A/B with |A| ≤ 2^top, |B| ≤ 2^bottom for all conjugates; content > 0, a sign belongs to A."""

    content: Fraction
    top: float = 0.0
    bottom: float = 0.0


@final
class _Bounds(Fold[_Bound]):
    """Refuses what is not algebraic at sight."""

    def __init__(self) -> None:
        super().__init__()
        self._orders: dict[se.Expr, int] = {}  # of roots, by radicands
        self._unity = 1  # all roots of unity are powers of one of this order

    @property
    def degree(self) -> int:
        """A bound of the degree of the field that all of these expressions generate."""
        return int(fmpz(self._unity).euler_phi()) * math.prod(self._orders.values())

    def number(self, value: se.Rational) -> _Bound:
        return _Bound(abs(as_fraction(value)))

    def kernel(self, e: se.Expr) -> _Bound:
        if (parts := gaussian(e)) is not None:
            self._need(4)
            scale = Fraction(1, math.lcm(*(part.denominator for part in parts)))
            return _Bound(scale, _up(_log(sum((part / scale) ** 2 for part in parts)) / 2))
        kind = e.__class__
        if kind is _ABS:
            return self.build(e.args[0])  # of real numbers only have balls values
        if kind is _SIGN:
            self.build(e.args[0])
            return _Bound(Fraction(1))
        turn = fraction(e.args[0] / se.pi) if kind in (_SIN, _COS, _TAN, _COT, _SEC, _CSC) else None
        if turn is None:
            self.refuse()
        self._need(4 * turn.denominator)
        # 2·cos and 2·sin are sums of two roots of unity
        return _Bound(Fraction(1), top=1.0, bottom=1.0)

    def power(self, base: se.Expr, exponent: se.Expr) -> _Bound:
        if base == se.E:
            turn = fraction(exponent / (se.I * se.pi))
            if turn is None:
                self.refuse()
            self._need(2 * turn.denominator)
            return _Bound(Fraction(1))
        r = fraction(exponent)
        if r is None:
            self.refuse()
        if r.denominator == 1:
            return self.integer_power(self.build(base), r.numerator)
        if base == -1:
            self._need(2 * r.denominator)
            return _Bound(Fraction(1))
        inside = self.build(base)
        self._orders[base] = math.lcm(self._orders.get(base, 1), r.denominator)
        return self.integer_power(_root(inside, r.denominator), r.numerator)

    def total(self, terms: Iterator[_Bound]) -> _Bound:
        bounds = [term for term in terms if term.content]
        if not bounds:
            return _Bound(Fraction(0))
        content = Fraction(
            math.gcd(*(b.content.numerator for b in bounds)), math.lcm(*(b.content.denominator for b in bounds))
        )
        bottom = _up(sum(b.bottom for b in bounds))
        tops = [_log(b.content / content) + b.top + bottom - b.bottom for b in bounds]
        highest = max(tops)
        return _Bound(content, _up(highest + math.log2(sum(2 ** (top - highest) for top in tops))), bottom)

    def product(self, factors: Iterator[_Bound]) -> _Bound:
        return reduce(lambda a, b: _Bound(a.content * b.content, _up(a.top + b.top), _up(a.bottom + b.bottom)), factors)

    def integer_power(self, element: _Bound, n: int) -> _Bound:
        if n < 0 and not element.content:
            self.refuse()
        top, bottom = (element.top, element.bottom) if n >= 0 else (element.bottom, element.top)
        return _Bound(element.content**n, _up(abs(n) * top), _up(abs(n) * bottom))

    def _need(self, order: int) -> None:
        self._unity = math.lcm(self._unity, order)


def _root(inside: _Bound, k: int) -> _Bound:
    """(A/B)^(1/k) = (A·B^(k-1))^(1/k) / B = A / (A^(k-1)·B)^(1/k), up to roots of unity; the content joins A and B."""
    if not inside.content:
        return inside
    a, b = _log(inside.content.numerator) + inside.top, _log(inside.content.denominator) + inside.bottom
    if a >= b:
        return _Bound(Fraction(1), _up((a + (k - 1) * b) / k), _up(b))
    return _Bound(Fraction(1), _up(a), _up(((k - 1) * a + b) / k))


def _log(value: Fraction | int) -> float:
    """log₂ of a positive rational of any length."""
    return math.log2(value.numerator) - math.log2(value.denominator) if value else 0.0


def separation(e: se.Expr) -> tuple[int, int]:
    """Bits below which e, an expression without symbols, is zero; likewise its imaginary part.

    The second is of e - ē, in a field that conjugation may square the degree of. Raises `NotInRingError` where e is
    not made of rational numbers, roots, i and functions of rational multiples of π.
    """
    bounds = _Bounds()
    bound = bounds.build(e)
    if not bound.content:
        return 0, 0
    scale, top, bottom = -_log(bound.content), max(bound.top, 0.0), max(bound.bottom, 0.0)

    def bits(degree: int, top: float, bottom: float) -> int:
        return max(1, math.ceil(_up((degree - 1) * top + bottom + scale)))

    doubled = top + bottom + 1  # e - ē = content·(A·B̄ - Ā·B)/(B·B̄)
    return bits(bounds.degree, top, bottom), bits(bounds.degree**2, doubled, 2 * bottom)


__all__ = ["separation"]
