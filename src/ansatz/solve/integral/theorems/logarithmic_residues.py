"""∫₀^∞ R(x)·ln(x)ᵏ dx, k = 1 or 2, R even and rational without real poles, R = O(1/x²): residues of R·log(z)ᵏ.

    ∫₀^∞ ln(x)/(1 + x²)² dx = −π/4         ∫₀^∞ ln²(x)/(1 + x²) dx = π³/8

Above the line, with 0 < arg z < π, log z is ln|x| + iπ on the negative half: ∫₀^∞ R·(lnᵏx + (ln x + iπ)ᵏ) dx is 2πi
times the residues there. Real parts give k = 1, and k = 2 with ∫₀^∞ R (Whittaker and Watson, *Modern Analysis*, §
6.24).
"""

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.ratios import Ratio, X, factor, ratio_of
from ansatz.proof.real_line.signs import Signs
from ansatz.solve.integral.theorems.complex_numbers import Complex, Series, product, reciprocal, taylor
from ansatz.solve.integral.theorems.residues import closed_zeros
from ansatz.solve.integral.theorems.statement import Definite, Value


def by_logarithmic_residues(question: Definite) -> Value | None:
    """Over the half-line."""
    x, power, rest = question.x, 0, se.Integer(1)
    if not question.over(0, se.oo) or question.parameters:
        return None
    for part in se.Mul.make_args(question.f):
        base, exponent = base_and_exponent(part)
        if base == se.log(x) and exponent in (1, 2) and not power:
            power = int(exponent)
        else:
            rest *= part
    constant, rest = split_constant(rest, x)
    r = ratio_of(rest, x) if power else None
    if r is None or not r or r.degree() > -2 or r.compose(Ratio(-X)) != r:
        return None
    sums = [_residues(r, k) for k in (0, power)]
    if None in sums:
        return None
    plain, twisted = (-2 * se.pi * u.im for u in sums if u is not None)  # real parts of 2πi·Σ
    value = twisted / 2 if power == 1 else twisted / 2 + se.pi**2 * plain / 4
    return Value(se.expand(constant * value), "the residue theorem")


def _residues(r: Ratio, power: int) -> Complex | None:
    """Those of r·log(z)^power above the line; None where there is a pole on it, or one without a name."""
    total, signs = Complex(se.Integer(0)), Signs()
    for p, count in factor(r.den)[1]:
        zeros = closed_zeros(p)
        if zeros is None or any(z.im == 0 for z in zeros):
            return None
        for z in zeros:
            if signs.sign(z.im) < 0:
                continue
            series = product(taylor(r.num, z, count), reciprocal(taylor(r.den, z, 2 * count)[count:]))
            for _ in range(power):
                series = product(series, _logarithm(z, count))
            total = total + series[-1]
    return total


def _logarithm(z: Complex, count: int) -> Series:
    """log(z + h) to `count` terms, Im z > 0."""
    norm = se.expand(z.re**2 + z.im**2)
    angle = se.pi / 2 if z.re == 0 else se.acos(z.re / se.sqrt(norm))
    out, power = [Complex(se.log(norm) / 2, angle)], Complex(se.Integer(1))
    for k in range(1, count):
        power = power * z.inverse()
        out.append(power.scaled(se.Rational((-1) ** (k + 1), k)))
    return out


__all__ = ["by_logarithmic_residues"]
