"""Exponentials and functions of angles in a tower, by true identities only.

exp(a + b) = exp(a)·exp(b)         one generator for each term of an exponent, in a common unit
sin, cos, tan ... of θ             rational in t = tan(θ/2), with the addition formulas
sinh, cosh, tanh ...               rational in exp
exp(r·ln b) = b^r                  and likewise of inverse functions
"""

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import symengine as se
from flint import fmpq, fmpz

from ansatz.algebra.fractions import Element
from ansatz.algebra.numbers import to_symengine_number
from ansatz.errors import TooLargeError
from ansatz.proof.zero.exponent_lattice import CIRCULAR, HYPERBOLIC, INVERSE_CIRCULAR, LOG, TANGENTS, linear_terms

if TYPE_CHECKING:
    from ansatz.proof.zero.tower import Tower

Point: TypeAlias = tuple[Element, Element]
"""(cos, sin) of an angle."""

_MAX_MULTIPLE = 40  # of an angle θ: its sine has twice that degree in tan(θ/2)

_X = se.Symbol("x")
_ASIN, _ACOS, _ATAN, _ACOT = INVERSE_CIRCULAR
_ASINH, _ACOSH, _ATANH, _ACOTH = (type(f(_X)) for f in (se.asinh, se.acosh, se.atanh, se.acoth))


class Exponentials:
    """exp u, sin u … csc u, sinh u … csch u as elements of the tower's ring."""

    def __init__(self, tower: "Tower") -> None:
        self._tower, self._ring, self._units = tower, tower.ring, tower.units
        self._points: dict[tuple[Fraction, se.Expr, bool], Point] = {}

    def exponential(self, u: se.Expr) -> Element:
        """exp(u) by the terms of u; b^r where a term is r·ln b."""
        product = self._ring.one
        parts = linear_terms(u)
        for r, term in self._units.in_units(False, [(real, term) for real, _, term in parts if real]):
            product = product * self._exponential_term(r, term)
        if angle := [(imaginary, term) for _, imaginary, term in parts if imaginary]:
            cosine, sine = self._point(angle)
            product = product * self._ring.total([cosine, sine * self._tower.imaginary_unit()])
        return product

    def _exponential_term(self, r: Fraction, rest: se.Expr) -> Element:
        tower, kind = self._tower, rest.__class__
        if kind is LOG:
            return tower.root(tower.give(tower.build(rest.args[0])), r)
        if r.denominator == 1 and kind in (_ASINH, _ACOSH):
            v = rest.args[0]
            other = se.sqrt(v**2 + 1) if kind is _ASINH else se.sqrt(v - 1) * se.sqrt(v + 1)
            return tower.give(tower.build(v + other)) ** int(r)
        if kind in (_ATANH, _ACOTH):
            v = rest.args[0] if kind is _ATANH else 1 / rest.args[0]
            above, below = (tower.give(tower.build(u)) for u in (1 + v, 1 - v))
            return tower.root(above, r / 2) * tower.root(below, -r / 2)
        # Of integer powers only: exp(r·T) is a root of exp(T) up to a root of unity.
        scaled = se.Rational(1, r.denominator) * rest
        power = tower.adjoin(("exp", scaled), lambda: se.exp(scaled), lambda site: site.ball(scaled).exp())
        return tower.give(power) ** r.numerator

    def circular(self, kind: type, u: se.Expr) -> Element:
        """sin u … csc u; with an imaginary part y of u by cos iy = cosh y, sin iy = i·sinh y."""
        parts = linear_terms(u)
        point = self._point([(real, rest) for real, _, rest in parts if real], kind in TANGENTS)
        if imaginary := [to_symengine_number(y) * rest for _, y, rest in parts if y]:
            cosh, sinh = self._cosh_sinh(se.Add(*imaginary))
            point = self._added(point, (cosh, sinh * self._tower.imaginary_unit()))
        return self._ratio(kind, *point, CIRCULAR)

    def hyperbolic(self, kind: type, u: se.Expr) -> Element:
        """sinh u … csch u."""
        return self._ratio(kind, *self._cosh_sinh(u), HYPERBOLIC)

    def _cosh_sinh(self, u: se.Expr) -> tuple[Element, Element]:
        grow = self.exponential(u)
        half, decay = fmpq(1, 2), self._tower.give(grow) ** -1
        return (
            self._ring.total([grow.scaled(half), decay.scaled(half)]),
            self._ring.total([grow.scaled(half), decay.scaled(-half)]),
        )

    def _ratio(self, kind: type, cosine: Element, sine: Element, kinds: tuple[type, ...]) -> Element:
        sin, cos, tan, cot, sec, _ = kinds
        if kind is sin:
            return sine
        if kind is cos:
            return cosine
        divisor = self._tower.give(cosine if kind in (tan, sec) else sine)
        if kind in (tan, cot):
            return (sine if kind is tan else cosine) / divisor
        return divisor**-1

    # ------------------------------------------------------------------------------ points of the circle

    def _added(self, a: Point, b: Point) -> Point:
        """The point of the sum of two angles."""
        return (
            self._ring.total([a[0] * b[0], (a[1] * b[1]).scaled(-1)]),
            self._ring.total([a[1] * b[0], a[0] * b[1]]),
        )

    def _point(self, angle: list[tuple[Fraction, se.Expr]], scaled: bool = False) -> Point:
        """(cos, sin) of Σ r·term; `scaled`: times a common factor, enough for tan."""
        cosine, sine = self._ring.one, self._ring.zero
        for r, rest in self._units.in_units(True, angle):
            c, s = self._point_of_term(r, rest, scaled)
            if sine.is_zero():
                cosine, sine = c * cosine, s * cosine
            else:
                cosine, sine = self._added((cosine, sine), (c, s))
        return cosine, sine

    def _point_of_term(self, r: Fraction, rest: se.Expr, scaled: bool) -> Point:
        known = self._points.get((r, rest, scaled))
        if known is None:
            known = self._points[r, rest, scaled] = self._new_point(r, rest, scaled)
        return known

    def _new_point(self, r: Fraction, rest: se.Expr, scaled: bool) -> Point:
        kind, tower = rest.__class__, self._tower
        if rest == se.pi and 12 % r.denominator == 0:
            turn = to_symengine_number(r) * se.pi
            return tower.build(se.cos(turn)), tower.build(se.sin(turn))
        if r.denominator == 1 and abs(r) <= _MAX_MULTIPLE and kind in INVERSE_CIRCULAR:
            return self._point_of_inverse(int(r), kind, rest.args[0])
        unit = self._units.angle.get(rest, abs(r))
        doubled = 2 * r / unit
        if doubled.denominator != 1 or (doubled % 2 and not scaled) or abs(doubled) > 2 * _MAX_MULTIPLE:
            raise TooLargeError("an angle is too large a multiple of another")
        half = to_symengine_number(unit / 2) * rest
        t = tower.adjoin(("tan", half), lambda: se.tan(half), lambda site: site.ball(half).tan())
        # cos nθ + i sin nθ = (1 + i·t)^(2n) / (1 + t²)^n with t = tan(θ/2)
        size = abs(int(doubled))
        cosine: list[Element] = []
        sine: list[Element] = []
        for k in range(size + 1):
            coefficient = int(fmpz.bin_uiui(size, k)) * (1 if k % 4 < 2 else -1)
            (sine if k % 2 else cosine).append((t**k).scaled(coefficient) if k else self._ring.number(coefficient))
        c, s = self._ring.total(cosine), self._ring.total(sine).scaled(1 if doubled > 0 else -1)
        if scaled:
            return c, s
        norm = tower.give(self._ring.total([self._ring.one, t**2])) ** (-size // 2)
        return c * norm, s * norm

    def _point_of_inverse(self, n: int, kind: type, v: se.Expr) -> Point:
        """(cos, sin) of n·asin v and its kin, by repeated addition."""
        build = self._tower.build
        if kind is _ASIN:
            point = build(se.sqrt(1 - v**2)), build(v)
        elif kind is _ACOS:
            point = build(v), build(se.sqrt(1 - v**2))
        else:
            v = v if kind is _ATAN else 1 / v
            norm = self._tower.give(build(se.sqrt(1 + v**2))) ** -1
            point = norm, norm * build(v)
        total = point
        for _ in range(abs(n) - 1):
            total = self._added(total, point)
        return total[0], total[1].scaled(1 if n > 0 else -1)


__all__ = ["Exponentials"]
