"""∫₀^∞ Σ kᵢ·sin(λᵢx)/xⁿ dx, n odd, and of cosines, n even: (−1)^⌊n/2⌋·π/2·Σ kᵢ·λᵢⁿ⁻¹·sign(λᵢ)/(n − 1)!, λᵢ real.

    ∫₀^∞ sin(ax)·cos(bx)/x dx = π/4·(sign(a + b) + sign(a − b))        ∫₀^∞ (cos ax − cos bx)/x² dx = π/2·(|b| − |a|)

By parts n − 1 times from Dirichlet's ∫₀^∞ sin(λx)/x dx = π/2·sign λ (Gradshteyn and Ryzhik 3.721.1); at 0 the sum is
O(xⁿ), which is tested: Σ kᵢλᵢʲ = 0 for j < n of its parity.
"""

from math import factorial

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent
from ansatz.solve.integral.theorems.statement import Definite, Value

_MAX_ORDER, _MAX_TERMS, _MAX_POWER = 8, 40, 8
_Wave = dict[se.Expr, se.Expr]  # λ -> k of k·sin(λx), or of k·cos(λx)


def by_discontinuous_factor(question: Definite) -> Value | None:
    """Of products of sines and cosines over a power of x, with parameters."""
    if not question.over(0, se.oo):
        return None
    x, order, rest = question.x, 0, se.Integer(1)
    for part in se.Mul.make_args(question.f):
        base, n = base_and_exponent(part)
        if base == x and isinstance(n, se.Integer) and -_MAX_ORDER <= n < 0:
            order = -int(n)
        else:
            rest *= part
    waves = waves_with_parameters(se.expand(rest), x) if order else None
    if waves is None or waves[order % 2 == 1]:  # cosines beside odd orders, sines beside even ones
        return None
    found = waves[order % 2 == 0]
    for j in range(order % 2, order, 2):
        if se.expand(se.Add(*(k * slope**j for slope, k in found.items()))) != 0:
            return None
    signed = se.sign if order % 2 else abs
    total = se.Add(*(k * slope ** (order - 2 + order % 2) * signed(slope) for slope, k in found.items()))
    return Value((-1) ** (order // 2) * se.pi / 2 * total / factorial(order - 1), "Dirichlet's discontinuous factor")


def waves_with_parameters(e: se.Expr, x: se.Symbol) -> tuple[_Wave, _Wave] | None:
    """The sum as (sines, cosines); None where it is none."""
    sines: _Wave = {}
    cosines: _Wave = {}
    for term in se.Add.make_args(e):
        constant, product = split_constant(term, x)
        parts: list[tuple[se.Expr, se.Expr, bool]] = [(constant, se.Integer(0), False)]  # k, λ, of a sine
        for factor in se.Mul.make_args(product):
            base, n = base_and_exponent(factor)
            if factor == 1:
                continue
            if base.__class__ not in (se.sin, se.cos) or not isinstance(n, se.Integer) or not 0 < n <= _MAX_POWER:
                return None
            slope = se.expand(base.args[0] / x)
            if x in slope.free_symbols:
                return None
            for _ in range(int(n)):
                parts = [
                    p for k, u, is_sine in parts for p in _times(k / 2, u, is_sine, slope, base.__class__ is se.sin)
                ]
            if len(parts) > _MAX_TERMS:
                return None
        for k, slope, is_sine in parts:
            waves, mirrored = (sines, -k) if is_sine else (cosines, k)
            opposite = se.expand(-slope)
            slope, k = (opposite, mirrored) if opposite in waves else (slope, k)
            waves[slope] = se.expand(waves.get(slope, se.Integer(0)) + k)
    return {u: k for u, k in sines.items() if k != 0 and u != 0}, {u: k for u, k in cosines.items() if k != 0}


def _times(half: se.Expr, u: se.Expr, first: bool, v: se.Expr, second: bool) -> list[tuple[se.Expr, se.Expr, bool]]:
    """2·half·f(ux)·g(vx) as a sum, f and g sines where it is said so."""
    up, down = se.expand(u + v), se.expand(u - v)
    if first and second:
        return [(half, down, False), (-half, up, False)]
    if not first and not second:
        return [(half, down, False), (half, up, False)]
    return [(half, up, True), (half if first else -half, down, True)]


__all__ = ["by_discontinuous_factor", "waves_with_parameters"]
