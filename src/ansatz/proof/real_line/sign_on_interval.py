"""The sign of a function on an open interval whose ends, like the function, may contain parameters.

    sign_on_interval(g, Interval(x, a, b), signs)     1 or -1, under what `signs` then assumes; else `UndecidedError`

A function that has one sign near both ends and is linear or monotone between them has it everywhere; so has a sum
whose terms all have it, a quadratic polynomial without real zeros, and a wave of less than half a period.
"""

from dataclasses import dataclass

import symengine as se

from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_even
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.expr.differentiation import derivative
from ansatz.proof.real_line.one_sided_limits import INFINITIES, Approach, leading_term
from ansatz.proof.real_line.signs import Signs

_DEPTH = 2  # derivatives that are looked at
_POSITIVE = (se.cosh, se.sech, se.erfc)
_ODD_INCREASING = (se.atan, se.sinh, se.tanh, se.asinh, se.erf, se.coth, se.csch, se.asin, se.atanh, se.sign, se.acot)


@dataclass(frozen=True, slots=True)
class Interval:
    """The open interval between two ends, of either order, in the variable x."""

    x: se.Symbol
    start: se.Expr
    end: se.Expr

    def approaches(self, signs: Signs) -> tuple[Approach, Approach]:
        """From inside: to the start, to the end."""
        inwards = self.end - self.start if not {self.start, self.end} & {*INFINITIES} else None
        sides = []
        for place, other, sign in ((self.start, self.end, 1), (self.end, self.start, -1)):
            if inwards is not None:
                sides.append(sign * inwards)
            else:
                sides.append(se.Integer(1 if other == se.oo or place == -se.oo else -1))
        return Approach(self.x, self.start, sides[0], signs), Approach(self.x, self.end, sides[1], signs)


def sign_on_interval(g: se.Expr, interval: Interval, signs: Signs, depth: int = _DEPTH) -> int:
    """The sign of g, not zero, on the whole open interval; raises `UndecidedError` where it has none for certain."""
    x = interval.x
    if x not in g.free_symbols:
        if sign := signs.sign(g):
            return sign
        raise UndecidedError("a denominator or an argument is zero")
    kind = g.__class__
    if kind is se.Mul:
        product = 1
        for factor in g.args:
            product *= sign_on_interval(factor, interval, signs, depth)
        return product
    if kind is se.Pow:
        return _of_power(g, interval, signs, depth)
    if kind in _POSITIVE:
        return 1
    if kind in _ODD_INCREASING:
        return sign_on_interval(g.args[0], interval, signs, depth)
    if kind is se.Abs:
        sign_on_interval(g.args[0], interval, signs, depth)
        return 1
    if kind is se.log:
        return sign_on_interval(g.args[0] - 1, interval, signs, depth)
    # First what holds anyway; conditions on terms last, since they say most.
    for number, rule in enumerate((_of_terms, _linear, _of_wave, _without_zeros, _monotone, _of_terms)):
        trial = signs.trial()
        try:
            found = rule(g, interval, trial, depth)
        except ALGEBRA_FAILURES:
            continue
        if found and (number or trial.assumes_as_much_as(signs)):
            signs.adopt(trial)
            return found
    raise UndecidedError("a singular point may lie between the bounds; give the parameters values")


def _of_power(g: se.Expr, interval: Interval, signs: Signs, depth: int) -> int:
    base, exponent = base_and_exponent(g)
    if base == se.E:
        return 1
    sign = sign_on_interval(base, interval, signs, depth)
    if isinstance(exponent, se.Integer):
        return sign ** (int(exponent) % 2)
    if sign > 0:
        return 1
    raise UndecidedError("a root is not real")


def _near_ends(g: se.Expr, interval: Interval, signs: Signs) -> int:
    """The sign of g near both ends, 0 where they differ."""
    found = set()
    for approach in interval.approaches(signs):
        lead = leading_term(g, approach)
        if lead is None:
            raise UndecidedError("the sign of a function near an end is not known")
        found.add(signs.sign(lead[1]))
    return found.pop() if len(found) == 1 else 0


def _linear(g: se.Expr, interval: Interval, signs: Signs, depth: int) -> int:
    return _near_ends(g, interval, signs) if interval.x not in se.expand(g.diff(interval.x)).free_symbols else 0


def _of_wave(g: se.Expr, interval: Interval, signs: Signs, depth: int) -> int:
    """cos(u) for -π/2 < u < π/2, and sin(u) for 0 < u < π or -π < u < 0."""
    if g.__class__ not in (se.sin, se.cos):
        return 0
    u = g.args[0]
    if g.__class__ is se.cos:
        inside = (sign_on_interval(se.pi / 2 + s * u, interval, signs, depth) for s in (-1, 1))
        return 1 if all(sign > 0 for sign in inside) else 0
    side = sign_on_interval(u, interval, signs, depth)
    return side if sign_on_interval(se.pi - side * u, interval, signs, depth) > 0 else 0


def _without_zeros(g: se.Expr, interval: Interval, signs: Signs, depth: int) -> int:
    """A quadratic polynomial with a negative discriminant."""
    x = interval.x
    second = se.expand(g.diff(x).diff(x) / 2)
    if x in second.free_symbols or signs.is_zero(second):
        return 0
    first = se.expand(g.diff(x).subs({x: 0}))
    if signs.sign(se.expand(first**2 - 4 * second * g.subs({x: 0}))) >= 0:
        return 0
    return signs.sign(second)


def _of_terms(g: se.Expr, interval: Interval, signs: Signs, depth: int) -> int:
    if g.__class__ is not se.Add:
        return 0
    found: set[int] = set()
    squares, strict = [], False
    for term in g.args:
        number, is_square = _square(term)
        if is_square and interval.x not in term.free_symbols and signs.known(term) is None:
            squares.append(term)  # it may vanish if another does not
            found.add(signs.sign(number))
            continue
        trial = signs.trial()
        try:
            found.add(sign_on_interval(term, interval, trial, 0))
        except UndecidedError:
            found.add(signs.sign(number) if is_square else 0)
            continue
        signs.adopt(trial)
        strict = True
    if not strict and squares:
        strict = bool(signs.sign(squares[0]))
    return found.pop() if len(found) == 1 and strict else 0


def _square(term: se.Expr) -> tuple[se.Expr, bool]:
    """(c, True) for c·u² with a rational number c."""
    number, is_square = se.Integer(1), True
    for factor in se.Mul.make_args(term):
        _, exponent = base_and_exponent(factor)
        if isinstance(factor, se.Rational):
            number = number * factor
        elif not is_even(exponent):
            is_square = False
    return number, is_square


def _monotone(g: se.Expr, interval: Interval, signs: Signs, depth: int) -> int:
    if not depth:
        return 0
    sign_on_interval(derivative(g, interval.x), interval, signs, depth - 1)
    return _near_ends(g, interval, signs)


__all__ = ["Interval", "sign_on_interval"]
