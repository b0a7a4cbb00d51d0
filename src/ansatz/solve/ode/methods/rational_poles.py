"""A rational function of x at its poles and at infinity, symbolically: parameters and square roots may occur.

poles = Poles.of(r, x)          None where a factor of the denominator has a degree above 2
poles.finite[0].place, .order, .coefficient(k)
poles.order_at_infinity, poles.coefficient_at_infinity(k)
"""

from dataclasses import dataclass
from math import factorial
from typing import Self

import symengine as se

from ansatz.algebra.together import expanded, expression, fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.methods.linear_relations import normal
from ansatz.solve.ode.methods.squares import square_root

_MAX_POLES = 6
_MAX_ORDER = 12


@dataclass(frozen=True)
class Pole:
    """Of order `order` at `place`. cofactor: the function times (x - place)^order. x: its variable."""

    place: se.Expr
    order: int
    cofactor: se.Expr
    x: se.Symbol

    def coefficient(self, k: int) -> se.Expr:
        """Of (x - place)^(k - order) in the Laurent series."""
        e = self.cofactor
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
        """The poles of a rational function; None for another one, or where they are too many or of a high degree."""
        try:
            numerator, denominator, symbols = fraction(function, x)
        except ALGEBRA_FAILURES:
            return None
        if any(x in s.free_symbols for s in symbols[1:]) or numerator == 0:
            return None
        _, factors = denominator.factor()
        above = expression(numerator, symbols)
        whole = expression(denominator, symbols)
        finite = []
        for factor, order in factors:
            degree, order = int(factor.degrees()[0]), int(order)
            if degree == 0:
                continue
            if degree > 2 or order > _MAX_ORDER or len(finite) + degree > _MAX_POLES:
                return None
            base = expanded(factor, symbols)
            rest = whole / base**order
            lead = se.expand(base).coeff(x, degree)
            places = _roots(base, x, degree)
            for k, place in enumerate(places):
                others = [place_ for j, place_ in enumerate(places) if j != k]
                product = se.Mul(*((x - other) ** order for other in others))
                finite.append(Pole(place, order, above / (rest * lead**order * product), x))
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


def _roots(base: se.Expr, x: se.Symbol, degree: int) -> list[se.Expr]:
    base = se.expand(base)
    if degree == 1:
        return [-base.coeff(x, 0) / base.coeff(x, 1)]
    a, b, c = (base.coeff(x, k) for k in (2, 1, 0))
    root = square_root(se.expand(b**2 - 4 * a * c))
    return [(-b + root) / (2 * a), (-b - root) / (2 * a)]


__all__ = ["Pole", "Poles", "simplest"]
