"""∫₀^∞ x^(s−1)·e^(−ax)·Σ k·{cos, sin}(λx) dx = Γ(s)·Σ k·(a² + λ²)^(−s/2)·{cos, sin}(s·atan(λ/a)), a > 0.

    ∫₀^∞ √x·e^(−x)·cos(x) dx          ∫₀^∞ e^(−ax)·sin(bx)/x dx = atan(b/a)

By Γ(s)·z^(−s) = ∫₀^∞ x^(s−1)·e^(−zx) dx for z = a ± iλ in the right half-plane (DLMF 5.9.1): s > 0, or s > −1 for sines
alone, whose sum is O(x). For s = 0 sines give Σ k·atan(λ/a), and cosines, where Σ k = 0, −½·Σ k·ln(a² + λ²).
"""

import symengine as se

from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.wave_sums import wave_sums
from ansatz.solve.integral.theorems.complex_numbers import Complex
from ansatz.solve.integral.theorems.gamma_values import gamma
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value

_MAX_POWER = 12


def by_damped_waves(question: Definite) -> Value | None:
    """Over the half-line; sines and cosines may stand in one sum where both converge."""
    if not question.over(0, se.oo):
        return None
    x, s, a, rest = question.x, se.Integer(1), se.Integer(0), se.Integer(1)
    for part in se.Mul.make_args(question.f):
        base, n = base_and_exponent(part)
        if base == x and x not in n.free_symbols:
            s += n
        elif base == se.E and x in n.free_symbols:
            a -= se.expand(n / x)
        else:
            rest *= part
    found = wave_sums(se.expand(rest), x) if a != 0 and x not in a.free_symbols else None
    if found is None or not rest.atoms(se.sin, se.cos):
        return None
    sines, cosines = found
    s = se.expand(s)
    angles = {slope: se.atan(slope / a) for slope in (*sines, *cosines)}
    if s == 0:
        conditions = positive_or_conditions([a])
        if se.expand(se.Add(*cosines.values())) != 0:
            return None
        total = se.Add(*(k * angles[slope] for slope, k in sines.items()))
        total -= se.Add(*(k * se.log(a**2 + slope**2) / 2 for slope, k in cosines.items()))
    else:
        conditions = positive_or_conditions([a, s if cosines else se.expand(s + 1)])
        if conditions is None or (not cosines and s.free_symbols):  # Γ(s)·sin(…) at s = 0 is a limit
            conditions = positive_or_conditions([a, s])
        value = gamma(s)
        if value is None:
            return None
        powers = {u: _power(a, u, s, angle) for u, angle in angles.items()}
        total = se.Add(*(k * powers[u].im for u, k in sines.items()))
        total = value * (total + se.Add(*(k * powers[u].re for u, k in cosines.items())))
    return None if conditions is None else Value(total, "Euler's integral for complex arguments", conditions)


def _power(a: se.Expr, slope: se.Expr, s: se.Expr, angle: se.Expr) -> Complex:
    """(a − iλ)^(−s), without angles where s is an integer."""
    norm = a**2 + slope**2
    if not isinstance(s, se.Integer) or s > _MAX_POWER:
        return Complex(norm ** (-s / 2) * se.cos(s * angle), norm ** (-s / 2) * se.sin(s * angle))
    product = Complex(se.Integer(1))
    for _ in range(int(s)):
        product = product * Complex(a, slope)
    return Complex(product.re / norm**s, product.im / norm**s)


__all__ = ["by_damped_waves"]
