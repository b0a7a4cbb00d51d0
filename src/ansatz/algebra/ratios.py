"""Rational functions of one variable over Q, on python-flint polynomials.

    Ratio(num, den)            always reduced, the denominator monic
    ratio_of(expression, x)    SymEngine -> Ratio, or None where it is not in Q(x)
    r.expression(X)            back to SymEngine at any expression X, denominator factored

Degrees are bounded by `MAX_DEGREE`; beyond it `TooLargeError` says so, and callers give up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import final

import symengine as se
from flint import fmpq, fmpq_poly, fmpz_poly

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fmpq, to_symengine_number
from ansatz.errors import NotInRingError, TooLargeError

MAX_DEGREE = 320


ZERO, ONE, X = fmpq_poly([]), fmpq_poly([1]), fmpq_poly([0, 1])


class Ratio:
    """num/den with gcd 1 and monic den."""

    __slots__ = ("den", "num")

    def __init__(self, num: fmpq_poly, den: fmpq_poly = ONE) -> None:
        if num.degree() > MAX_DEGREE or den.degree() > MAX_DEGREE:
            raise TooLargeError("The degree is too high for exact arithmetic with rational functions.")
        if den.degree() > 0:
            common = num.gcd(den)
            if common.degree() > 0:
                num, den = num // common, den // common
        lead = den[den.degree()]
        self.num, self.den = (num, den) if lead == 1 else (num / lead, den / lead)

    def __add__(self, other: Ratio) -> Ratio:
        if self.den == other.den:
            return Ratio(self.num + other.num, self.den)
        return Ratio(self.num * other.den + other.num * self.den, self.den * other.den)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + other.scaled(fmpq(-1))

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(self.num * other.num, self.den * other.den)

    def __truediv__(self, other: Ratio) -> Ratio:
        return Ratio(self.num * other.den, self.den * other.num)

    def __pow__(self, n: int) -> Ratio:
        base, n = (self, n) if n >= 0 else (Ratio(self.den, self.num), -n)
        if max(base.num.degree(), base.den.degree()) * n > MAX_DEGREE:
            raise TooLargeError("The degree is too high for exact arithmetic with rational functions.")
        return Ratio(base.num**n, base.den**n)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ratio) and self.num == other.num and self.den == other.den

    def __hash__(self) -> int:
        return hash((str(self.num), str(self.den)))

    def __bool__(self) -> bool:
        return self.num != 0

    def scaled(self, factor: fmpq) -> Ratio:
        return Ratio(self.num * factor, self.den)

    def derivative(self) -> Ratio:
        return Ratio(self.num.derivative() * self.den - self.num * self.den.derivative(), self.den * self.den)

    def degree(self) -> int:
        """The degree at infinity."""
        return self.num.degree() - self.den.degree()

    def compose(self, inner: Ratio) -> Ratio:
        """r(inner(t))."""
        return compose(self.num, inner) / compose(self.den, inner)

    def expression(self, at: se.Expr) -> se.Expr:
        """SymEngine form at `at`: contents pulled out, denominator factored."""
        if not self:
            return se.Integer(0)
        content, factors = factor(self.den)
        scale, numerator = primitive(self.num)
        out = to_symengine_number(scale / content) * polynomial_expression(numerator, at)
        for p, e in factors:
            out *= polynomial_expression(p, at) ** -e
        return out


def compose(p: fmpq_poly, inner: Ratio) -> Ratio:
    """p(inner), homogenised so that no gcd is taken before the end."""
    n = max(p.degree(), 0)
    if n * max(inner.num.degree(), inner.den.degree(), 1) > MAX_DEGREE:
        raise TooLargeError("The degree is too high for exact arithmetic with rational functions.")
    total, power = ZERO, ONE
    for k in range(n, -1, -1):
        total = total * inner.num + power * p[k]
        power = power * inner.den
    return Ratio(total, inner.den**n)


def primitive(p: fmpq_poly) -> tuple[fmpq, fmpq_poly]:
    """p = content · primitive integer polynomial with positive leading coefficient."""
    numerator = fmpz_poly(p.numer())
    content = numerator.content()
    if numerator[numerator.degree()] < 0:
        content = -content
    scale = fmpq(content, p.denom())
    return scale, p / scale


def factor(p: fmpq_poly) -> tuple[fmpq, list[tuple[fmpq_poly, int]]]:
    """Content and irreducible primitive factors over Q, by degree."""
    scale, integral = primitive(p)
    content, factors = fmpz_poly(integral.numer()).factor()
    out = []
    sign = fmpq(int(content))
    for q, e in factors:
        if q[q.degree()] < 0:
            q, sign = -q, sign * (-1) ** e
        out.append((fmpq_poly(q), e))
    out.sort(key=lambda item: (item[0].degree(), [abs(int(c.p)) for c in item[0].coeffs()]))
    return scale * sign, out


def polynomial_expression(p: fmpq_poly, at: se.Expr) -> se.Expr:
    return se.Add(*(to_symengine_number(c) * at**k for k, c in enumerate(p.coeffs()) if c != 0))


@final
class _Ratios(Fold[Ratio]):
    """Refuses what is not in Q(x), and 1/0."""

    def __init__(self, x: se.Symbol) -> None:
        super().__init__()
        self._x = x

    def number(self, value: se.Rational) -> Ratio:
        return Ratio(fmpq_poly([as_fmpq(value)]))

    def kernel(self, e: se.Expr) -> Ratio:
        return Ratio(X) if e == self._x else self.refuse()

    def integer_power(self, element: Ratio, n: int) -> Ratio:
        return element**n if element or n > 0 else self.refuse()


def ratio_of(expression: se.Expr, x: se.Symbol) -> Ratio | None:
    """The expression as an element of Q(x); None where it is not one. Raises `TooLargeError`."""
    try:
        return _Ratios(x).build(expression)
    except NotInRingError:
        return None


_NO_VALUE = (type(se.zoo), type(se.nan), type(se.oo), type(-se.oo))


def has_no_value(expression: se.Expr) -> bool:
    """Whether 1/0 or 0/0 happened somewhere inside."""
    return any(e.__class__ in _NO_VALUE for e in atoms(expression))


def atoms(expression: se.Expr) -> Iterator[se.Expr]:
    """Every node of the expression, each once, parents first."""
    seen: set[se.Expr] = set()
    stack = [expression]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        stack.extend(node.args)
