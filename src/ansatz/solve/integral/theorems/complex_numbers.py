"""Exact complex numbers as pairs of real SymEngine expressions, and power series with such coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import symengine as se
from flint import fmpq_poly

from ansatz.algebra.numbers import to_symengine_number

_ZERO, _ONE = se.Integer(0), se.Integer(1)


@dataclass(frozen=True, slots=True)
class Complex:
    """re + i·im, both real."""

    re: se.Expr
    im: se.Expr = _ZERO

    def __add__(self, other: Complex) -> Complex:
        return Complex(se.expand(self.re + other.re), se.expand(self.im + other.im))

    def __mul__(self, other: Complex) -> Complex:
        return Complex(
            se.expand(self.re * other.re - self.im * other.im), se.expand(self.re * other.im + self.im * other.re)
        )

    def scaled(self, c: se.Expr) -> Complex:
        """The product with a real number."""
        return Complex(se.expand(c * self.re), se.expand(c * self.im))

    def inverse(self) -> Complex:
        """1/z for z that is not zero."""
        norm = se.expand(self.re**2 + self.im**2)
        return Complex(self.re / norm, -self.im / norm)


Series = list[Complex]


def product(a: Series, b: Series) -> Series:
    """Of two power series, as many terms as the shorter has."""
    out = []
    for n in range(min(len(a), len(b))):
        total = Complex(_ZERO)
        for k in range(n + 1):
            total = total + a[k] * b[n - k]
        out.append(total)
    return out


def reciprocal(a: Series) -> Series:
    """1/a for a that does not vanish at 0."""
    first = a[0].inverse()
    out = [first]
    for n in range(1, len(a)):
        total = Complex(_ZERO)
        for k in range(1, n + 1):
            total = total + a[k] * out[n - k]
        out.append((total * first).scaled(se.Integer(-1)))
    return out


def taylor(p: fmpq_poly, at: Complex, count: int) -> Series:
    """p(at + h) to `count` terms."""
    out = []
    for k in range(count):
        value = Complex(_ZERO)
        for coefficient in reversed(p.coeffs()):
            value = value * at + Complex(to_symengine_number(coefficient))
        out.append(value.scaled(se.Rational(1, factorial(k))))
        p = p.derivative()
    return out


def wave(omega: se.Expr, at: Complex, count: int) -> Series:
    """e^(iω(at + h)) to `count` terms, ω real."""
    size, angle = se.exp(-omega * at.im), se.expand(omega * at.re)
    start = Complex(size * se.cos(angle), size * se.sin(angle))
    out, power = [], Complex(_ONE)
    for k in range(count):
        out.append((start * power).scaled(se.Rational(1, factorial(k))))
        power = power * Complex(_ZERO, omega)
    return out
