"""One-sided limits by continuity and by the behaviour of each function at its poles and at infinity.

    one_sided(e, Approach(x, place, side)) -> a SymEngine value, ±oo, or None where the rules do not decide

`side` is +1 (from above) or -1 (from below); `place` is a SymEngine number or ±oo. Signs near the place are
those of balls at points very close to it, and so is what 0·∞ and ∞ - ∞ tend to: a limit found here is
an argument, not a proof, and `ansatz.proof.integral.definite` compares its result with rigorous quadrature.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import evaluate
from ansatz.algebra.reciprocals import OF_RECIPROCAL
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.operators import OPERATORS
from ansatz.proof.real_line.singularities import recognise

_BITS = 2_000  # several times the exponent of the shortest distance, for what cancels there
_NEAR = (100, 200, 400)  # distances 2^-k, or 2^k on the way to infinity
_X = se.Symbol("x")
_INFINITIES = (se.oo, -se.oo)
_ODD_BOUND = {  # functions that tend to ±bound at ±oo
    type(se.atan(_X)): se.pi / 2,
    type(se.tanh(_X)): se.Integer(1),
    type(se.coth(_X)): se.Integer(1),
    type(se.erf(_X)): se.Integer(1),
}
_ODD_UNBOUNDED = {type(se.sinh(_X)), type(se.asinh(_X))}
_EVEN_UNBOUNDED = {type(se.cosh(_X))}
_VANISHING = {type(se.sech(_X)), type(se.csch(_X)), type(se.acot(_X)), type(se.acoth(_X)), type(se.acsch(_X))}
_POLES = {type(f(_X)) for f in (se.tan, se.cot, se.sec, se.csc, se.coth, se.csch, se.atanh, se.acoth)}
_AT_INFINITY = {  # special functions at +oo and -oo, where real
    "Si": (se.pi / 2, -se.pi / 2),
    "Ci": (se.Integer(0), None),
    "Ei": (se.oo, se.Integer(0)),
    "li": (se.oo, None),
    "dilog": (None, -se.oo),
}
_LOGARITHMIC_POLE = {"Ei": 0, "Ci": 0, "li": 1}
_LOG, _ABS, _SIGN = type(se.log(_X)), type(abs(_X)), type(se.sign(_X))


@dataclass(frozen=True, slots=True)
class Approach:
    """x tends to the place from one side; parameters: values that decide signs where the expression has symbols."""

    x: se.Symbol
    place: se.Expr
    side: int
    parameters: Mapping[se.Symbol, acb] = field(default_factory=dict)

    def value(self, e: se.Expr, distance_bits: int) -> acb:
        """The expression very near the place."""
        with ctx.workprec(_BITS):
            step = arb(2) ** distance_bits
            if self.place in _INFINITIES:
                at = step if self.place == se.oo else -step
            else:
                at = evaluate(self.place, self.parameters, _BITS).real + self.side / step
            return evaluate(e, {**self.parameters, self.x: acb(at)}, _BITS)

    def sign(self, e: se.Expr) -> int:
        """The sign of a real expression very near the place; 0 where it is not certain."""
        ball = self.value(e, _NEAR[-1])
        if not ball.imag.contains(0):
            return 0
        return 1 if ball.real > 0 else -1 if ball.real < 0 else 0

    def is_zero(self, value: se.Expr) -> bool:
        """True where the constant is zero as far as `_BITS` bits can tell."""
        return value == 0 or bool(evaluate(value, self.parameters, _BITS // 4).contains(0))


def one_sided(e: se.Expr, approach: Approach) -> se.Expr | None:
    """The limit of the expression, or None."""
    try:
        return _limit(_without_corners(e, approach), approach)
    except (*ALGEBRA_FAILURES, TypeError):
        return None


def _without_corners(e: se.Expr, approach: Approach) -> se.Expr:
    """|u| = ±u and sign(u) = ±1 by the sign that u has near the place."""
    replacement = {}
    for atom in e.atoms(_ABS, _SIGN):
        if sign := approach.sign(atom.args[0]):
            replacement[atom] = sign * atom.args[0] if atom.__class__ is _ABS else se.Integer(sign)
    return e.subs(replacement) if replacement else e


def _infinity(sign: int) -> se.Expr | None:
    return se.oo if sign > 0 else -se.oo if sign < 0 else None


def _limit(e: se.Expr, approach: Approach) -> se.Expr | None:
    if approach.x not in e.free_symbols:
        return e
    if e == approach.x:
        return approach.place
    kind = e.__class__
    if kind is se.Pow and e.args[0] != se.E and not isinstance(e.args[1], se.Rational):
        return _limit(se.exp(e.args[1] * se.log(e.args[0])), approach)
    if kind in OF_RECIPROCAL:
        return _limit(OF_RECIPROCAL[kind](1 / e.args[0]), approach)
    limits = [limit for argument in e.args if (limit := _limit(argument, approach)) is not None]
    if len(limits) < len(e.args):
        return _vanishing(e, approach)
    if kind is se.Add:
        return _sum(e, limits, approach)
    if kind is se.Mul:
        return _product(e, limits, approach)
    if kind is se.Pow:
        return _power(e, limits, approach)
    (u,) = limits
    return _function(e, kind, u, approach)


def _vanishing(e: se.Expr, approach: Approach) -> se.Expr | None:
    """0 where the values fall at least like the fourth root of the distance, as x·ln x does; else None."""
    sizes = [approach.value(e, bits).abs_upper() for bits in _NEAR]
    small = all(size.is_finite() and size < arb(2) ** (-bits / 4) for size, bits in zip(sizes, _NEAR, strict=True))
    return se.Integer(0) if small else None


def _undetermined(e: se.Expr, approach: Approach) -> se.Expr | None:
    """0·∞ or ∞ - ∞: zero, ±oo where values grow at least like a fourth root, a simple number on which they settle."""
    if (zero := _vanishing(e, approach)) is not None:
        return zero
    values = [approach.value(e, bits) for bits in _NEAR]
    if not all(value.is_finite() and value.imag.contains(0) for value in values):
        return None
    signs = {1 if value.real > 0 else -1 if value.real < 0 else 0 for value in values}
    large = all(value.abs_lower() > arb(2) ** (bits / 4) for value, bits in zip(values, _NEAR, strict=True))
    if large and len(signs) == 1:
        return _infinity(signs.pop())
    _, before, last = (value.real for value in values)
    tolerance = arb(2) ** (-_NEAR[1] / 4)
    if abs(last - before) < tolerance:  # so narrow that no simple number is there by chance
        return recognise(last + arb(0, tolerance))
    return None


def _sum(e: se.Expr, limits: list[se.Expr], approach: Approach) -> se.Expr | None:
    infinite = {limit for limit in limits if limit in _INFINITIES}
    if not infinite:
        return se.Add(*limits)
    return infinite.pop() if len(infinite) == 1 else _undetermined(e, approach)


def _product(e: se.Expr, limits: list[se.Expr], approach: Approach) -> se.Expr | None:
    if not any(limit in _INFINITIES for limit in limits):
        return se.Mul(*limits)
    if any(limit not in _INFINITIES and approach.is_zero(limit) for limit in limits):
        return _undetermined(e, approach)
    return _infinity(approach.sign(e))


def _power(e: se.Expr, limits: list[se.Expr], approach: Approach) -> se.Expr | None:
    base, exponent = limits
    if base == se.E:
        if exponent in _INFINITIES:
            return se.oo if exponent == se.oo else se.Integer(0)
        return se.exp(exponent)
    if base in _INFINITIES:
        return se.Integer(0) if exponent < 0 else _infinity(approach.sign(e))
    if approach.is_zero(base):
        return se.Integer(0) if exponent > 0 else _infinity(approach.sign(e))
    return base**exponent


def _function(e: se.Expr, kind: type, u: se.Expr, approach: Approach) -> se.Expr | None:
    if u in _INFINITIES:
        sign = 1 if u == se.oo else -1
        if kind in _ODD_BOUND:
            return sign * _ODD_BOUND[kind]
        if kind in _ODD_UNBOUNDED:
            return u
        if kind in _EVEN_UNBOUNDED or kind is _LOG:
            return se.oo
        if kind in _VANISHING:
            return se.Integer(0)
        if e.__class__ is se.FunctionSymbol:
            return _AT_INFINITY.get(e.get_name(), (None, None))[0 if sign > 0 else 1]
        return None
    if kind is _LOG and approach.is_zero(u):
        return -se.oo
    if e.__class__ is se.FunctionSymbol:
        name = e.get_name()
        pole = _LOGARITHMIC_POLE.get(name)
        return -se.oo if pole is not None and approach.is_zero(u - pole) else OPERATORS[name].symengine(u)
    if kind in _POLES and not _value_at(e, u, approach).is_finite():
        return _infinity(approach.sign(e))
    return e.func(u)


def _value_at(e: se.Expr, u: se.Expr, approach: Approach) -> acb:
    inner = se.Dummy()
    return evaluate(e.func(inner), {inner: evaluate(u, approach.parameters, 256)}, 256)


__all__ = ["Approach", "one_sided"]
