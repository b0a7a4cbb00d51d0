"""Linear equations with three regular singular points, one of them at infinity, by Gauss' function F.

With exponents α, α' at t₁, β, β' at t₂ and γ, γ' at infinity (Riemann's P-symbol, DLMF 15.11), z = (x - t₁)/(t₂ - t₁):

    y = z^α·(1 - z)^β·F(α + β + γ, α + β + γ'; 1 + α - α'; z)

and the same with α' for α; where α - α' is an integer, with F about z = 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.together import together
from ansatz.expr.canonical import has_imaginary
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.confluent import is_negative, polynomial
from ansatz.solve.ode.methods.linear_equation import Basis, Linear, tidy
from ansatz.solve.ode.methods.rational_poles import Poles
from ansatz.solve.ode.methods.squares import square_root

_NAME = "hypergeometric"
Pair = tuple[se.Expr, se.Expr]


@dataclass(frozen=True, slots=True)
class Riemann:
    """Exponents at the places and at infinity."""

    first: se.Expr
    second: se.Expr
    alpha: Pair
    beta: Pair
    gamma: Pair


def hypergeometric(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Bases about the first of the two places, between them and before it."""
    form = riemann(linear)
    if form is None:
        return
    width = form.second - form.first
    if is_negative(width) and form.first != 0:
        form = Riemann(form.second, form.first, form.beta, form.alpha, form.gamma)
        width = -width
    z = together((linear.x - form.first) / width)
    for before in (True, False) if is_negative(width) else (False, True):
        yield from _bases(form, z, before)


def riemann(linear: Linear) -> Riemann | None:
    """The P-symbol; None where there are other singular points, irregular ones, or exponents that are not real."""
    coefficients = []
    for function, order in ((linear.p, 1), (linear.q, 2)):
        poles = Poles.of(function, linear.x)
        if poles is None and function != 0:
            return None
        coefficients.append((poles, order))
    places: dict[se.Expr, None] = {}
    for poles, order in coefficients:
        for pole in poles.finite if poles else ():
            if pole.place is None or pole.order > order or has_imaginary(pole.place):
                return None
            places[together(pole.place)] = None
        if poles and poles.order_at_infinity < order:
            return None
    if len(places) != 2:
        return None
    first, second = sorted(places, key=lambda place: (place != 0, str(place)))
    exponents = []
    for place in (first, second, None):
        P, Q = (_leading(poles, place, order) for poles, order in coefficients)
        exponents.append(_roots(1 - P if place is None else P - 1, Q))
    if any(has_imaginary(e) for pair in exponents for e in pair):
        return None
    return Riemann(first, second, *exponents)


def _leading(poles: Poles | None, place: se.Expr | None, order: int) -> se.Expr:
    """The coefficient of (x - place)^(-order), at infinity that of x^(-order)."""
    if poles is None:
        return se.Integer(0)
    if place is None:
        k = order - poles.order_at_infinity
        return poles.coefficient_at_infinity(k) if k >= 0 else se.Integer(0)
    for pole in poles.finite:
        if pole.place is not None and together(pole.place) == place:
            return pole.coefficient(pole.order - order) if pole.order >= order else se.Integer(0)
    return se.Integer(0)


def _roots(b: se.Expr, c: se.Expr) -> Pair:
    """Of ρ² + b·ρ + c."""
    if c == 0:
        return se.Integer(0), se.expand(-b)
    root = square_root(together(b**2 / 4 - c))
    return tuple(together(se.expand(-b / 2 + sign * root)) for sign in (1, -1))  # type: ignore[return-value]


def _bases(form: Riemann, z: se.Expr, before: bool) -> Iterator[Basis]:
    """Between the places 0 < z < 1; before the first one z < 0, where a power of -z replaces that of z."""
    (a1, a2), (b1, b2), (g1, g2) = form.alpha, form.beta, form.gamma
    if not (a1 - a2).free_symbols and is_negative(a1 - a2):
        a1, a2 = a2, a1
    if 0 in (b1, b2):
        b1 = se.Integer(0)
    base = together(-z) if before else z
    rest = together(1 - z)

    def solution(a: se.Expr, other: se.Expr) -> se.Expr:
        return base**a * rest**b1 * gauss(a + b1 + g1, a + b1 + g2, 1 + a - other, z)

    gap = se.expand(a1 - a2)
    if not isinstance(gap, se.Integer):
        yield Basis(solution(a1, a2), solution(a2, a1), _NAME)
        return
    a, b, c = a1 + b1 + g1, a1 + b1 + g2, 1 + gap
    if before:  # about infinity, in 1/(1 - z), which lies between 0 and 1
        a, b = (b, a) if not (a - b).free_symbols and is_negative(a - b) else (a, b)
        other = rest ** (-a) * gauss(a, c - b, a - b + 1, 1 / rest)
    else:
        other = gauss(a, b, a + b - c + 1, rest)
    yield Basis(solution(a1, a2), base**a1 * rest**b1 * other, _NAME)


def gauss(a: se.Expr, b: se.Expr, c: se.Expr, z: se.Expr) -> se.Expr:
    """F(a, b; c; z), elementary where it is a polynomial or a power of 1 - z."""
    a, b, c = (tidy(se.expand(e)) for e in (a, b, c))
    a, b = sorted((a, b), key=str)
    for one, other in ((a, b), (b, a)):
        if one == c:
            return (1 - z) ** (-other)
    return polynomial((a, b), c, z) or se.Function("hypergeom")(z, a, b, c)


__all__ = ["Riemann", "hypergeometric", "riemann"]
