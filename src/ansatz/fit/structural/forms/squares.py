"""Squares out of roots, on the real line: √(u²v) = |u|·√v.

    √(x³ + x²) = |x|·√(x + 1)        √(1 + sin v) = √2·|sin(v/2 + π/4)|        √(cosh v − 1) = √2·|sinh(v/2)|

The integrand is the same wherever it is real, and |u| is integrated from cell to cell (`signs`).
"""

from collections.abc import Callable

import symengine as se

from ansatz.algebra.nodes import base_and_exponent, transform
from ansatz.algebra.numbers import is_fraction, to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ratios import factor, polynomial_expression
from ansatz.algebra.real_domain import RealDomain
from ansatz.algebra.shortening import simplified
from ansatz.fit.structural.forms.rewrite import to_sines

# (function, s): h with 1 + s·function(v) = 2·h(v)².
_HALF_ANGLES: dict[tuple[type, int], Callable[[se.Expr], se.Expr]] = {
    (se.sin, 1): lambda v: se.sin(v / 2 + se.pi / 4),
    (se.sin, -1): lambda v: se.sin(v / 2 - se.pi / 4),
    (se.cos, 1): lambda v: se.cos(v / 2),
    (se.cos, -1): lambda v: se.sin(v / 2),
    (se.cosh, 1): lambda v: se.cosh(v / 2),
}
_RECIPROCAL: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.sec: lambda e: 1 / se.cos(e.args[0]),
    se.csc: lambda e: 1 / se.sin(e.args[0]),
    se.sech: lambda e: 1 / se.cosh(e.args[0]),
}


def without_squares(f: se.Expr, x: se.Symbol) -> se.Expr:
    """f with the squares in its square roots outside, as absolute values."""

    domain = RealDomain(f)

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is not se.Pow or x not in e.args[0].free_symbols:
            return None
        base, exponent = e.args
        if not is_fraction(exponent) or int(exponent.q) != 2:
            return None
        outside, inside = _split(base)
        if outside == 1:
            return None
        magnitude = outside if domain.is_nonnegative(outside) else abs(outside)
        return magnitude ** (2 * exponent) * inside**exponent

    return transform(f, rule)


def _split(base: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(u, v) with base = u²v and v ≥ 0 where the base is."""
    outside, inside = se.Integer(1), se.Integer(1)
    for part, n in map(base_and_exponent, se.Mul.make_args(_in_one_term(base))):
        if not isinstance(n, se.Integer):
            inside *= part**n
            continue
        known = _of_half_angle(part)
        if known is not None:
            root, rest = known
            outside, inside = outside * root**n, inside * rest**n
        else:
            half = int(int(n) / 2)  # towards zero: 1/v stays below
            outside, inside = outside * part**half, inside * part ** (n - 2 * half)
    return (outside, inside) if outside.free_symbols else (se.Integer(1), base)


def _in_one_term(base: se.Expr) -> se.Expr:
    """1 − cos² = sin², sec(x) − 1 over one denominator, sinh·tanh by sinh and cosh, x³ + x² in factors: a product."""
    if base.__class__ is se.Mul:
        return to_sines(base)
    short = simplified(transform(base, lambda e: _RECIPROCAL[e.__class__](e) if e.__class__ in _RECIPROCAL else None))
    known = in_one_kernel(short) if short.__class__ is se.Add else None
    if known is None:
        return short
    ratio, t = known
    out, number = se.Integer(1), to_symengine_number(1)
    for polynomial, sign in ((ratio.num, 1), (ratio.den, -1)):
        constant, factors = factor(polynomial)
        number *= to_symengine_number(constant) ** sign
        out *= se.Mul(*(polynomial_expression(p, t) ** (sign * n) for p, n in factors))
    return number * out


def _of_half_angle(u: se.Expr) -> tuple[se.Expr, se.Expr] | None:
    """(h, 2c) for c ± c·sin v and its kin."""
    if u.__class__ is not se.Add or len(u.args) != 2:
        return None
    constant, wave = sorted(u.args, key=lambda term: bool(term.free_symbols))
    if constant.free_symbols:
        return None
    rate = wave / constant
    for (kind, sign), half in _HALF_ANGLES.items():
        if (sign * rate).__class__ is kind:
            return half((sign * rate).args[0]), 2 * constant
    if rate.__class__ is se.Mul and (-rate).__class__ is se.cosh:  # c − c·cosh v
        return se.sinh((-rate).args[0] / 2), -2 * constant
    return None
