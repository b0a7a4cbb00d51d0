"""Quotients and squares of sine and cosine, circular and hyperbolic."""

from collections.abc import Callable

import symengine as se

from ansatz.algebra.forms import SQUARES
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.shortening.length import shorter
from ansatz.algebra.shortening.rule import Holds, Rule

_RECIPROCAL: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.sec: se.cos,
    se.csc: se.sin,
    se.sech: se.cosh,
    se.csch: se.sinh,
}
_FAMILIES = ((se.sin, se.cos, se.tan, se.cot), (se.sinh, se.cosh, se.tanh, se.coth))


def integer_exponents(product: se.Expr) -> dict[se.Expr, int]:
    """{base: exponent} of the factors of a product that have integer exponents."""
    pairs = map(base_and_exponent, se.Mul.make_args(product))
    return {base: int(exponent) for base, exponent in pairs if isinstance(exponent, se.Integer)}


def _below(e: se.Expr) -> se.Expr:
    """1/sec = cos, and so on: tan/sec² is then sin·cos."""
    for base, n in integer_exponents(e).items():
        if n < 0 and base.__class__ in _RECIPROCAL:
            e = e / base**n * _RECIPROCAL[base.__class__](base.args[0]) ** -n
    return e


def quotients(e: se.Expr) -> se.Expr:
    """sin/cos = tan, cos/sin = cot, 1/tan = cot, tan·cos = sin, and the same for hyperbolic functions."""
    exponents = integer_exponents(e)
    for functions in _FAMILIES:
        for u in dict.fromkeys(base.args[0] for base in exponents if base.__class__ in functions):
            values = [function(u) for function in functions]
            sine, cosine, tangent, cotangent = (exponents.get(value, 0) for value in values)
            over, under = sine + tangent - cotangent, cosine - tangent + cotangent
            shared = min(abs(over), abs(under)) if over * under < 0 else 0
            if not (shared or tangent or cotangent):
                continue
            sign = 1 if over > 0 else -1
            powers = (over - sign * shared, under + sign * shared, *((shared, 0) if sign > 0 else (0, shared)))
            plain = se.Mul(*(value**n for value, n in zip(values, (sine, cosine, tangent, cotangent), strict=True)))
            e = shorter(e / plain * se.Mul(*(value**n for value, n in zip(values, powers, strict=True))), e)
    return e


def _squares(e: se.Expr) -> se.Expr:
    """One square in one term by its partner: c - c·cos² = c·sin², c + c·tan² = c·sec²."""
    for square in sorted((p for p in e.atoms(se.Pow) if p.args[1] == 2 and type(p.args[0]) in SQUARES), key=str):
        partner = SQUARES[type(square.args[0])](square.args[0].args[0])
        for term in se.Add.make_args(e):
            if square in se.Mul.make_args(term):
                e = shorter(se.expand(e - term + term / square * partner), e)
    return e


RULES = (
    Rule("1/sec(u) = cos(u)", Holds.ALWAYS, (se.Mul, se.Pow), _below),
    Rule("sin(u)/cos(u) = tan(u), tanh(u)*cosh(u) = sinh(u)", Holds.ALWAYS, (se.Mul, se.Pow), quotients),
    Rule("v - v*cos(u)^2 = v*sin(u)^2, 1 + tan(u)^2 = sec(u)^2", Holds.ALWAYS, (se.Add,), _squares),
)
