"""Inverse functions of functions, and functions of negative arguments."""

from collections.abc import Callable

import symengine as se

from ansatz.algebra.nodes import ENTIRE_ODD, INVERSE, NAMED, name_of
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.shortening.rule import Holds, Rule
from ansatz.expr.operators import negate

_Table = dict[tuple[type, type], Callable[[se.Expr], se.Expr]]

# u ↦ inverse(function(u)), the real ones everywhere, the others up to a constant between their jumps.
_REAL: _Table = {
    (se.asinh, se.sinh): lambda u: u,
    (se.atanh, se.tanh): lambda u: u,
    (se.acoth, se.coth): lambda u: u,
    (se.acosh, se.cosh): abs,
}
_PERIODIC: _Table = {
    (se.atan, se.tan): lambda u: u,
    (se.atan, se.cot): lambda u: -u,
    (se.acot, se.cot): lambda u: u,
    (se.acot, se.tan): lambda u: -u,
}
_MIRRORED = (se.acos, se.asec)
_ODD = (
    *(kind for kind in INVERSE if kind not in (*_MIRRORED, se.acosh, se.asech)),
    se.sin,
    se.tan,
    se.cot,
    se.sinh,
    se.tanh,
    se.coth,
    se.erf,
    se.sign,
)


def _undone(table: _Table) -> Callable[[se.Expr], se.Expr | None]:
    def apply(e: se.Expr) -> se.Expr | None:
        inner = e.args[0]
        value = table.get((e.__class__, inner.__class__))
        return None if value is None else value(inner.args[0])

    return apply


def is_negative(u: se.Expr) -> bool:
    """Whether -u is written with fewer signs: a negative number or coefficient, or a sum of such terms."""
    if u.__class__ is se.Add:
        return all(map(is_negative, u.args))
    head = u.args[0] if u.__class__ is se.Mul else u
    return is_rational(head) and bool(head < 0)


def _negated(e: se.Expr) -> se.Expr | None:
    u, sign = e.args[0], 1
    if e.__class__ is NAMED and name_of(e) not in ENTIRE_ODD:
        return None
    while is_negative(u):
        u, sign = negate(u), -sign
    return None if u == e.args[0] else sign * e.func(u)


def _arctangent_of_reciprocal_root(e: se.Expr) -> se.Expr | None:
    """atan(c/√u) = ±π/2 − atan(√u/c), the sign that of c."""
    u = e.args[0]
    roots = [factor for factor in se.Mul.make_args(u) if factor.free_symbols]
    is_one = len(roots) == 1 and roots[0].__class__ is se.Pow and roots[0].args[1] == se.Rational(-1, 2)
    return -se.atan(1 / u) if is_one else None


def _logarithm_of_exponential(e: se.Expr) -> se.Expr | None:
    inner = e.args[0]
    return inner.args[1] if inner.__class__ is se.Pow and inner.args[0] == se.E else None


def _exponential_of_logarithm(e: se.Expr) -> se.Expr | None:
    """Also of sums: exp(x + 2·ln u) = u²·exp(x)."""
    base, exponent = e.args
    if base != se.E or not exponent.atoms(se.log):
        return None
    powers, rest = se.Integer(1), se.Integer(0)
    for term in se.Add.make_args(se.expand(exponent)):
        logarithms = [factor for factor in se.Mul.make_args(term) if factor.__class__ is se.log]
        if len(logarithms) == 1 and is_rational(rate := term / logarithms[0]):
            powers *= logarithms[0].args[0] ** rate
        else:
            rest += term
    return None if powers == 1 else powers * se.exp(rest)


RULES = (
    Rule("exp(3*ln(u)) = u^3", Holds.ALWAYS, (se.Pow,), _exponential_of_logarithm),
    Rule("ln(exp(u)) = u", Holds.REAL | Holds.UP_TO_CONSTANT, (se.log,), _logarithm_of_exponential),
    Rule(
        "asinh(sinh(u)) = u, acosh(cosh(u)) = |u|", Holds.REAL, (se.asinh, se.atanh, se.acoth, se.acosh), _undone(_REAL)
    ),
    Rule("atan(tan(u)) = u, atan(cot(u)) = -u", Holds.UP_TO_CONSTANT, (se.atan, se.acot), _undone(_PERIODIC)),
    Rule("atan(1/sqrt(u)) = -atan(sqrt(u))", Holds.UP_TO_CONSTANT, (se.atan,), _arctangent_of_reciprocal_root),
    Rule("asin(-u) = -asin(u)", Holds.ALWAYS, (*_ODD, NAMED), _negated),
    Rule("acos(-u) = -acos(u)", Holds.UP_TO_CONSTANT, _MIRRORED, _negated),
)
