"""∫₀^∞ Σ kᵢ·sin(λᵢx)/xⁿ dx, n odd, and of cosines, n even: (−1)^⌊n/2⌋·π/2·Σ kᵢ·λᵢⁿ⁻¹·sign(λᵢ)/(n − 1)!, λᵢ real.

    ∫₀^∞ sin(ax)·cos(bx)/x dx = π/4·(sign(a + b) + sign(a − b))        ∫₀^∞ (cos ax − cos bx)/x² dx = π/2·(|b| − |a|)

By parts n − 1 times from Dirichlet's ∫₀^∞ sin(λx)/x dx = π/2·sign λ (Gradshteyn and Ryzhik 3.721.1); at 0 the sum is
O(xⁿ), which is tested: Σ kᵢλᵢʲ = 0 for j < n of its parity.
"""

from math import factorial

import symengine as se

from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.wave_sums import wave_sums
from ansatz.solve.integral.theorems.statement import Definite, Value

_MAX_ORDER = 8


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
    waves = wave_sums(se.expand(rest), x) if order else None
    if waves is None or waves[order % 2 == 1]:  # cosines beside odd orders, sines beside even ones
        return None
    found = waves[order % 2 == 0]
    for j in range(order % 2, order, 2):
        if se.expand(se.Add(*(k * slope**j for slope, k in found.items()))) != 0:
            return None
    signed = se.sign if order % 2 else abs
    total = se.Add(*(k * slope ** (order - 2 + order % 2) * signed(slope) for slope, k in found.items()))
    return Value((-1) ** (order // 2) * se.pi / 2 * total / factorial(order - 1), "Dirichlet's discontinuous factor")


__all__ = ["by_discontinuous_factor"]
