"""Antiderivatives without jumps where a modulus has its corner: their constants differ on the two sides."""

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.shortening.brackets import shortest_bracket


def without_corner_jumps(F: se.Expr, x: se.Symbol) -> se.Expr:
    """P(x)·|u|/u -> (P(x) − P(x₀))/u·|u| for every linear u, zero at x₀: no jump there."""
    for u in sorted({corner.args[0] for corner in F.atoms(se.Abs, se.sign)}, key=str):
        slope = se.diff(u, x) if x in u.free_symbols and not u.atoms(se.Abs, se.sign) else se.Integer(0)
        if slope == 0 or slope.free_symbols:
            continue
        corner = abs(u)
        opened = expanded(F).subs({se.sign(u): corner / u})
        with_corner = [term for term in se.Add.make_args(opened) if corner in term.atoms(se.Abs)]
        numerator = [term / corner for term in with_corner]
        if any(part.atoms(se.Abs, se.sign, se.Function) for part in numerator):
            continue
        t = se.Dummy()
        at_corner = se.expand(x - u / slope) + t / slope
        in_t = se.expand(sum((part.subs({x: at_corner}) * t for part in numerator), se.Integer(0)))
        shifted = se.expand((in_t - in_t.subs({t: 0})) / t)
        if not any(_has_pole(power, t) for power in shifted.atoms(se.Pow)):
            F = opened - se.Add(*with_corner) + corner * shortest_bracket(shifted.subs({t: u}))
    return F


def _has_pole(power: se.Expr, t: se.Symbol) -> bool:
    base, exponent = power.args
    return t in base.free_symbols and not (isinstance(exponent, se.Integer) and exponent > 0)
