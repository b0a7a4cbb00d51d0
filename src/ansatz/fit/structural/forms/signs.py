"""Locally constant signs: √(u²), |u| and sign(u) as σ·u, σ·u and σ with σ² = 1, σ' = 0.

    ∫ f(x, σ) dx = (F₊ + F₋)/2 + σ (F₊ − F₋)/2,   F± = ∫ f(x, ±1) dx

true on every interval where u does not vanish, which is where f itself is differentiable.
"""

from collections.abc import Callable

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.ratios import has_no_value


def split_sign(f: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(f with σ = 1, f with σ = −1, σ as an expression) for the first sign in f, or None."""
    sign = se.Symbol("sigma_")
    found: list[tuple[se.Expr, se.Expr]] = []

    def rule(e: se.Expr) -> se.Expr | None:
        inner, value = _signed(e, x)
        if inner is None or (found and found[0][0] != inner):
            return None
        if not found:
            found.append((inner, _sigma(e, inner)))
        return value(sign)

    g = transform(f, rule)
    if not found:
        return None
    plus, minus = (g.xreplace({sign: se.Integer(value)}) for value in (1, -1))
    if any(has_no_value(branch) for branch in (plus, minus)):
        return None
    return plus, minus, found[0][1]


def _signed(e: se.Expr, x: se.Symbol) -> tuple[se.Expr | None, Callable[[se.Expr], se.Expr]]:
    """(u, value of e for a given σ) where e is |u|, sign(u) or a power of (u^(2k))."""
    if e.__class__ in (se.Abs, se.sign) and x in e.free_symbols:
        u = e.args[0]
        return u, (lambda s: s * u) if e.__class__ is se.Abs else (lambda s: s)
    if e.__class__ is se.Pow and is_rational(e.args[1]) and not isinstance(e.args[1], se.Integer):
        base, exponent = e.args
        if base.__class__ is se.Pow and isinstance(base.args[1], se.Integer) and int(base.args[1]) % 2 == 0:
            u, n = base.args[0], base.args[1]
            power = n * exponent
            if isinstance(power, se.Integer) and x in u.free_symbols:
                return u, lambda s: s ** int(power) * u**power
    return None, lambda s: e


def _sigma(e: se.Expr, u: se.Expr) -> se.Expr:
    """σ in terms of what was written."""
    if e.__class__ is se.sign:
        return e
    return (e if e.__class__ is se.Abs else se.sqrt(u**2)) / u
