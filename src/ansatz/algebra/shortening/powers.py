"""Roots of squares, signs, and bases that differ by a number."""

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_even, is_rational
from ansatz.algebra.shortening.length import length
from ansatz.algebra.shortening.rule import Holds, Rule
from ansatz.algebra.shortening.trigonometry import integer_exponents


def _root_of_square(e: se.Expr) -> se.Expr | None:
    base, exponent = e.args
    inner, n = base_and_exponent(base)
    if not (is_even(n) and is_rational(exponent)):
        return None
    return abs(inner) ** (n * exponent)


def _even_power(e: se.Expr) -> se.Expr | None:
    base, exponent = e.args
    if base.__class__ not in (se.Abs, se.sign) or not isinstance(exponent, se.Integer):
        return None
    if base.__class__ is se.sign:
        return base if int(exponent) % 2 else se.Integer(1)
    return None if int(exponent) % 2 else base.args[0] ** exponent


def _sign_of_quotient(e: se.Expr) -> se.Expr | None:
    exponents = integer_exponents(e)
    for base, exponent in exponents.items():
        if base.__class__ is se.Abs and abs(exponent) == 1:
            for u in (base.args[0], -base.args[0]):
                if exponents.get(u) == -exponent:
                    return e / base**exponent * u**exponent * se.sign(u)
    return None


def _sign_of_factor(e: se.Expr) -> se.Expr | None:
    exponents = integer_exponents(e)
    for factor in exponents:
        if factor.__class__ is se.sign:
            for u, side in ((factor.args[0], 1), (-factor.args[0], -1)):
                if exponents.get(u, 0) > 0:
                    return side * e / factor / u * abs(u)
    return None


def _sign_of_root(e: se.Expr) -> se.Expr | None:
    for base, exponent in map(base_and_exponent, e.args):
        if base.__class__ is se.Abs and is_rational(exponent) and exponent >= 1:
            u = base.args[0]
            for side, sign in ((1, se.sign(u)), (-1, se.sign(-u))):
                if sign in e.args:
                    return side * u * base ** (exponent - 1) * (e / sign / base**exponent)
    return None


def _opposite_bases(product: se.Expr) -> se.Expr | None:
    """(1 − x)^(4/3)/(x − 1) = −(1 − x)^(1/3)."""
    pairs = [base_and_exponent(factor) for factor in product.args]
    roots = {u for u, n in pairs if u.__class__ is se.Add and not isinstance(n, se.Integer)}
    out, changed = se.Integer(1), False
    for base, exponent in pairs if roots else ():
        if base.__class__ is se.Add and isinstance(exponent, se.Integer):
            opposite = se.Add(*(-term for term in base.args))
            if opposite in roots:
                base, out, changed = opposite, -out if int(exponent) % 2 else out, True
        out *= base**exponent
    return out if changed else None


def _primitive_base(e: se.Expr) -> se.Expr | None:
    base, exponent = e.args
    if base.__class__ is not se.Add or not isinstance(exponent, se.Integer) or (number := content(base)) == 1:
        return None
    form = number**exponent * se.expand(base / number) ** exponent
    return form if length(form) <= length(e) else None


RULES = (
    Rule("sqrt(u^2) = |u|", Holds.REAL, (se.Pow,), _root_of_square),
    Rule("|u|^2 = u^2, sign(u)^2 = 1", Holds.REAL, (se.Pow,), _even_power),
    Rule("|u|/u = sign(u), u/|u| = sign(u)", Holds.REAL, (se.Mul,), _sign_of_quotient),
    Rule("u*sign(u) = |u|", Holds.REAL, (se.Mul,), _sign_of_factor),
    Rule("sign(u)*|u|^(3/2) = u*sqrt(|u|)", Holds.REAL, (se.Mul,), _sign_of_root),
    Rule("(1 - u)^(4/3)/(u - 1) = -(1 - u)^(1/3)", Holds.ALWAYS, (se.Mul,), _opposite_bases),
)
# Applied last: numerators cancel with denominators as they were written.
PRIMITIVE = (Rule("1/(2*u + 2) = 1/(2*(u + 1))", Holds.ALWAYS, (se.Pow,), _primitive_base),)
