"""Polynomials over Q(i) and their factors: what partial fractions with complex poles need.

    numerator, denominator = fraction(f, x)      f = N/D in Q(i)(x), reduced; None for anything else
    factors(denominator)                         [(irreducible monic factor, multiplicity)]
    factor.expression(X)                         back to SymEngine, at any X

Factors come from the norm (Trager 1976): for squarefree g, N(x) = g(x - ki)·ḡ(x + ki) has rational coefficients
and, for almost every integer k, no double roots; each irreducible factor of N meets g(x - ki) in an irreducible one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import final

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fmpq, gaussian, to_symengine_number
from ansatz.errors import NotInRingError, TooLargeError

MAX_DEGREE = 24
_MAX_SHIFTS = 12
_TOO_HIGH = "The degree is too high for exact arithmetic over Q(i)."


@dataclass(frozen=True, slots=True)
class GaussianPolynomial:
    """re + i·im with rational polynomials re, im."""

    re: fmpq_poly
    im: fmpq_poly

    @classmethod
    def number(cls, re: fmpq, im: fmpq) -> GaussianPolynomial:
        return cls(fmpq_poly([re]), fmpq_poly([im]))

    @property
    def degree(self) -> int:
        """-1 for the zero polynomial."""
        return max(self.re.degree(), self.im.degree())

    def __add__(self, other: GaussianPolynomial) -> GaussianPolynomial:
        return GaussianPolynomial(self.re + other.re, self.im + other.im)

    def __sub__(self, other: GaussianPolynomial) -> GaussianPolynomial:
        return GaussianPolynomial(self.re - other.re, self.im - other.im)

    def __mul__(self, other: GaussianPolynomial) -> GaussianPolynomial:
        return GaussianPolynomial(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    def __pow__(self, n: int) -> GaussianPolynomial:
        if self.degree * n > MAX_DEGREE:
            raise TooLargeError(_TOO_HIGH)
        result = ONE
        for _ in range(n):
            result = result * self
        return result

    def coefficient(self, k: int) -> tuple[fmpq, fmpq]:
        return self.re[k], self.im[k]

    def conjugate(self) -> GaussianPolynomial:
        return GaussianPolynomial(self.re, -self.im)

    def monic(self) -> GaussianPolynomial:
        re, im = self.coefficient(self.degree)
        size = re * re + im * im
        return self * GaussianPolynomial.number(re / size, -im / size)

    def derivative(self) -> GaussianPolynomial:
        return GaussianPolynomial(self.re.derivative(), self.im.derivative())

    def divide(self, divisor: GaussianPolynomial) -> tuple[GaussianPolynomial, GaussianPolynomial]:
        """Quotient and remainder by a monic polynomial."""
        quotient, rest = ZERO, self
        while (n := rest.degree) >= divisor.degree:
            shift = [fmpq(0)] * (n - divisor.degree)
            re, im = rest.coefficient(n)
            step = GaussianPolynomial(fmpq_poly([*shift, re]), fmpq_poly([*shift, im]))
            quotient, rest = quotient + step, rest - step * divisor
        return quotient, rest

    def gcd(self, other: GaussianPolynomial) -> GaussianPolynomial:
        """The monic greatest common divisor."""
        a, b = self, other
        while b.degree >= 0:
            b = b.monic()
            a, b = b, a.divide(b)[1]
        return a.monic()

    def shifted(self, k: int) -> GaussianPolynomial:
        """The polynomial at x + ki."""
        total, x = ZERO, GaussianPolynomial(fmpq_poly([0, 1]), fmpq_poly([k]))
        for n in range(self.degree, -1, -1):
            total = total * x + GaussianPolynomial.number(*self.coefficient(n))
        return total

    def expression(self, at: se.Expr) -> se.Expr:
        """As a SymEngine expression of `at`."""
        return se.Add(*(complex_number(*self.coefficient(k)) * at**k for k in range(self.degree + 1)))


ZERO = GaussianPolynomial(fmpq_poly([]), fmpq_poly([]))
ONE = GaussianPolynomial.number(fmpq(1), fmpq(0))


def complex_number(re: fmpq, im: fmpq) -> se.Expr:
    """re + i·im as a SymEngine number."""
    return to_symengine_number(re) + se.I * to_symengine_number(im)


def fraction(f: se.Expr, x: se.Symbol) -> tuple[GaussianPolynomial, GaussianPolynomial] | None:
    """(N, D) with f = N/D in lowest terms, D monic; None where f is not in Q(i)(x) or too large."""
    try:
        above, below = _Fractions(x).build(f)
        if below.degree < 0:
            return None
        common = above.gcd(below) if above.degree >= 0 else below.monic()
        above, below = above.divide(common)[0], below.divide(common)[0]
        re, im = below.coefficient(below.degree)
        size = re * re + im * im
        return above * GaussianPolynomial.number(re / size, -im / size), below.monic()
    except (NotInRingError, TooLargeError, ZeroDivisionError):
        return None


_Fraction = tuple[GaussianPolynomial, GaussianPolynomial]


@final
class _Fractions(Fold[_Fraction]):
    """(numerator, denominator), not reduced; refuses what is not in Q(i)(x)."""

    def __init__(self, x: se.Symbol) -> None:
        super().__init__()
        self._x = x

    def number(self, value: se.Rational) -> _Fraction:
        return GaussianPolynomial.number(as_fmpq(value), fmpq(0)), ONE

    def kernel(self, e: se.Expr) -> _Fraction:
        if e == self._x:
            return GaussianPolynomial(fmpq_poly([0, 1]), fmpq_poly([])), ONE
        number = gaussian(e)
        if number is None:
            self.refuse()
        return GaussianPolynomial.number(*(fmpq(part.numerator, part.denominator) for part in number)), ONE

    def total(self, terms: Iterator[_Fraction]) -> _Fraction:
        return reduce(lambda a, b: _bounded(a[0] * b[1] + b[0] * a[1], a[1] * b[1]), terms)

    def product(self, factors: Iterator[_Fraction]) -> _Fraction:
        return reduce(lambda a, b: _bounded(a[0] * b[0], a[1] * b[1]), factors)

    def integer_power(self, element: _Fraction, n: int) -> _Fraction:
        above, below = element if n >= 0 else element[::-1]
        return above ** abs(n), below ** abs(n)


def _bounded(above: GaussianPolynomial, below: GaussianPolynomial) -> _Fraction:
    if max(above.degree, below.degree) > MAX_DEGREE:
        raise TooLargeError(_TOO_HIGH)
    return above, below


def factors(g: GaussianPolynomial) -> list[tuple[GaussianPolynomial, int]]:
    """The irreducible monic factors of a monic polynomial over Q(i), with multiplicities."""
    if g.degree < 1:
        return []
    radical = g.divide(g.gcd(g.derivative()))[0].monic()
    found = []
    for p in _irreducible(radical):
        multiplicity, rest = 0, g
        while True:
            quotient, remainder = rest.divide(p)
            if remainder.degree >= 0:
                break
            multiplicity, rest = multiplicity + 1, quotient
        found.append((p, multiplicity))
    return found


def _irreducible(g: GaussianPolynomial) -> list[GaussianPolynomial]:
    if g.degree == 1:
        return [g]
    for k in range(_MAX_SHIFTS):
        moved = g.shifted(-k)
        norm = (moved * moved.conjugate()).re
        if norm.gcd(norm.derivative()).degree() > 0:
            continue
        rational = (fmpq_poly(q) for q, _ in norm.factor()[1])
        parts = [moved.gcd(GaussianPolynomial(q, fmpq_poly([]))).shifted(k).monic() for q in rational]
        return [part for part in parts if part.degree > 0]
    return [g]
