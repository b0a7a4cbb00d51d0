"""A rational function of x at its poles and at infinity, symbolically: parameters and square roots may occur.

poles = Poles.of(r, x)          None where conjugate poles of degree above 2 are not alike
poles.finite[0].place, .order, .coefficient(k)
poles.order_at_infinity, poles.coefficient_at_infinity(k)
"""

from dataclasses import dataclass
from math import factorial
from typing import Self

import symengine as se
from flint import fmpq

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import ratio_of
from ansatz.algebra.together import expanded, expression, fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.methods.linear_relations import normal
from ansatz.solve.ode.methods.squares import square_root

_MAX_POLES = 6
_MAX_ORDER = 12


@dataclass(frozen=True)
class Pole:
    """A pole, or all roots of an irreducible polynomial of degree above 2 together, where they are alike.

    base: x - place, or that polynomial. place: None for several. degree: their number. cofactor: the function times
    (x - place)^order; for several, the coefficient that they share.
    """

    base: se.Expr
    place: se.Expr | None
    degree: int
    order: int
    cofactor: se.Expr
    x: se.Symbol

    def coefficient(self, k: int) -> se.Expr:
        """Of (x - place)^(k - order) in the Laurent series."""
        e = self.cofactor
        if self.place is None:
            return e
        for _ in range(k):
            e = e.diff(self.x)
        return simplest(e.subs({self.x: self.place}) / factorial(k))


@dataclass(frozen=True)
class Poles:
    """finite: the finite poles. order_at_infinity: of the zero there, negative for a pole. function: itself."""

    finite: tuple[Pole, ...]
    order_at_infinity: int
    function: se.Expr
    x: se.Symbol

    @classmethod
    def of(cls, function: se.Expr, x: se.Symbol) -> Self | None:
        """The poles of a rational function; None for another one, or where they are too many or too different."""
        try:
            numerator, denominator, symbols = fraction(function, x)
        except ALGEBRA_FAILURES:
            return None
        if any(x in s.free_symbols for s in symbols[1:]) or numerator == 0:
            return None
        _, factors = denominator.factor()
        above = expression(numerator, symbols)
        whole = expression(denominator, symbols)
        finite: list[Pole] = []
        for factor, order in factors:
            degree, order = int(factor.degrees()[0]), int(order)
            if degree == 0:
                continue
            if order > _MAX_ORDER or len(finite) + min(degree, 2) > _MAX_POLES:
                return None
            base = expanded(factor, symbols)
            if degree > 2:
                shared = _shared(function, base, order, x)
                if shared is None:
                    return None
                finite.append(Pole(base, None, degree, order, shared, x))
                continue
            rest = whole / base**order
            lead = _coefficient(base, x, degree)
            places = _roots(base, x, degree)
            for k, place in enumerate(places):
                others = [place_ for j, place_ in enumerate(places) if j != k]
                product = se.Mul(*((x - other) ** order for other in others))
                finite.append(Pole(x - place, place, 1, order, above / (rest * lead**order * product), x))
        at_infinity = int(denominator.degrees()[0]) - int(numerator.degrees()[0])
        return cls(tuple(finite), at_infinity, function, x)

    def coefficient_at_infinity(self, k: int) -> se.Expr:
        """Of x^(-order_at_infinity - k) in the series at infinity."""
        t = se.Dummy("t")
        e = normal(self.function.subs({self.x: 1 / t}) * t ** (-self.order_at_infinity), t)
        for _ in range(k):
            e = e.diff(t)
        return simplest(e.subs({t: se.Integer(0)}) / factorial(k))


def simplest(e: se.Expr) -> se.Expr:
    """A constant in lowest terms, if it has letters or roots."""
    if isinstance(e, se.Number):
        return e
    short = normal(e, se.Dummy("x"))
    return short if isinstance(short, se.Number) else se.expand(short) if short.__class__ is se.Add else short


def _coefficient(polynomial: se.Expr, x: se.Symbol, k: int) -> se.Expr:
    for _ in range(k):
        polynomial = polynomial.diff(x)
    return se.expand(polynomial.subs({x: se.Integer(0)}) / factorial(k))


def _shared(function: se.Expr, base: se.Expr, order: int, x: se.Symbol) -> se.Expr | None:
    """The coefficient of (x - c)^-2, the same rational number b at all roots c: f·g² = b·g'² modulo g."""
    if order == 1:
        return se.Integer(0)
    polynomial = ratio_of(base, x)
    product = ratio_of(function * base**2, x) if order == 2 else None
    if polynomial is None or product is None:
        return None
    g = polynomial.num
    rate = g.derivative()
    above, below = product.num % g, product.den * rate * rate % g
    b = above[above.degree()] / below[above.degree()] if below[above.degree()] != 0 else fmpq(0)
    return to_symengine_number(b) if above - b * below == 0 else None


def _roots(base: se.Expr, x: se.Symbol, degree: int) -> list[se.Expr]:
    if degree == 1:
        return [-_coefficient(base, x, 0) / _coefficient(base, x, 1)]
    a, b, c = (_coefficient(base, x, k) for k in (2, 1, 0))
    root = square_root(se.expand(b**2 - 4 * a * c))
    return [(-b + root) / (2 * a), (-b - root) / (2 * a)]


__all__ = ["Pole", "Poles", "simplest"]
