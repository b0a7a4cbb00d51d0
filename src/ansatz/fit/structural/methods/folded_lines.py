"""∫ c·g dx for folded lines g, as asin(sin w) and atan(tan w) are for a linear w: continuous on the whole line.

g' is ±w' between the corners of g, so that ±g²/2 is an antiderivative there. At the corners of asin(sin w) the sign
σ = sign(cos w) changes and g² is π²/4, at those of acos(cos w), where sin w = 0, (g − π/2)² is.
"""

from collections.abc import Callable, Iterator

import symengine as se

_HALF_PI = se.pi / 2


def _joined(sign: se.Expr, wave: se.Expr) -> se.Expr:
    """σ·(g²/2 − π²/8)."""
    return sign * (wave**2 - _HALF_PI**2) / 2


# (function, inner function): (g, w) ↦ ∫ g dw
_INTEGRALS: dict[tuple[type, type], Callable[[se.Expr, se.Expr], se.Expr]] = {
    (se.atan, se.tan): lambda g, w: g**2 / 2,
    (se.atan, se.cot): lambda g, w: -(g**2) / 2,
    (se.asin, se.sin): lambda g, w: _joined(se.sign(se.cos(w)), g),
    (se.asin, se.cos): lambda g, w: -_joined(se.sign(se.sin(w)), g),
    (se.acos, se.cos): lambda g, w: _HALF_PI * w + _joined(se.sign(se.sin(w)), g - _HALF_PI),
    (se.acos, se.sin): lambda g, w: _HALF_PI * w - _joined(se.sign(se.cos(w)), g - _HALF_PI),
}


def integrate_folded_lines(f: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """∫ f dx where f is a multiple of one folded line."""
    varying = [factor for factor in se.Mul.make_args(f) if x in factor.free_symbols]
    if len(varying) != 1 or len(varying[0].args) != 1:
        return
    (g,) = varying
    inner = g.args[0]
    integral = _INTEGRALS.get((g.__class__, inner.__class__))
    if integral is not None:
        w = inner.args[0]
        slope = w.diff(x)
        if slope != 0 and x not in slope.free_symbols:
            yield f / g * integral(g, w) / slope
