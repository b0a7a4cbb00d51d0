"""Integration of rational functions over Q, real and in radicals where they suffice.

Partial fractions over the irreducible factors p of the denominator, Hermite reduction at each p
(Bronstein, *Symbolic Integration I*, section 2.2), and for the simple poles a/p:

    a = c·p'                    c ln p
    deg p = 1, 2                ln, and atan or a ln of a ratio
    p = g·ḡ over Q(√d), d > 0   both halves, each of degree ≤ 2 or biquadratic
    p = g·ḡ over Q(√d), d < 0   where a/p = c g'/g + conjugate: ln p and Rioboo's arctangents (ibid., section 2.8)
    p biquadratic               closed forms with √(2√γ ± β)

What needs a sum over roots is refused (None).
"""

from math import gcd

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.conjugate_factors import conjugate_numerator, radicands, split
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import ONE, Ratio, factor, polynomial_expression, primitive
from ansatz.algebra.surds import Surd, sqrt_of
from ansatz.fit.structural.methods.closed_forms import biquadratic, complex_halves, real_halves


def integrate_rational(f: Ratio, variable: se.Expr) -> se.Expr | None:
    """∫ f(u) du at u = `variable` (any SymEngine expression); None where radicals do not suffice."""
    quotient, remainder = divmod(f.num, f.den)
    total = power_substitution(Ratio(remainder, f.den), variable)
    if total is None:
        return None
    return total + polynomial_expression(quotient.integral(), variable)


def power_substitution(f: Ratio, variable: se.Expr) -> se.Expr | None:
    """f(u) = u^(n−1) h(u^n): integrate h(w)/n at w = u^n, n as large as possible."""
    if not f:
        return se.Integer(0)
    n = _power(f)
    if n > 1:
        shifted = f * Ratio(fmpq_poly([0, 1]))
        inner = Ratio(_deflated(shifted.num, n), _deflated(shifted.den, n))
        reduced = inner * Ratio(fmpq_poly([fmpq(1, n)]), fmpq_poly([0, 1]))
        return integrate_rational(reduced, variable**n)
    return _integrate_proper(f, variable)


def _power(f: Ratio) -> int:
    numerator = [k + 1 for k, c in enumerate(f.num.coeffs()) if c != 0]
    denominator = [k for k, c in enumerate(f.den.coeffs()) if c != 0]
    n = 0
    for exponents in (numerator, denominator):
        for k in exponents:
            n = gcd(n, k - exponents[0])
    shift = numerator[0] - denominator[0]
    # u·f must be a function of u^n
    return gcd(n, shift) if n else 1


def _deflated(p: fmpq_poly, n: int) -> fmpq_poly:
    coefficients = p.coeffs()
    first = next(k for k, c in enumerate(coefficients) if c != 0) % n
    return fmpq_poly(coefficients[first::n])


def _integrate_proper(f: Ratio, variable: se.Expr) -> se.Expr | None:
    content, factors = factor(f.den)
    rest, den = f.num / content, f.den / content
    total, algebraic, parts = se.Integer(0), Ratio(fmpq_poly([])), se.Integer(0)
    for p, e in factors:
        power = p**e
        cofactor = den // power
        numerator = (rest * _inverse(cofactor, power)) % power
        reduced, simple = _hermite(numerator, p, e)
        parts += reduced.expression(variable)
        algebraic = algebraic + reduced
        if simple != 0:
            logs = simple_pole(simple, p, variable)
            if logs is None:
                return None
            total += logs
    # partial fractions or one fraction, whichever is shorter
    return total + min(parts, algebraic.expression(variable), key=lambda e: len(str(e)))


def _inverse(a: fmpq_poly, modulus: fmpq_poly) -> fmpq_poly:
    if modulus.degree() == 0:
        return ONE
    common, s, _ = a.xgcd(modulus)
    return s / common[0]


def _hermite(a: fmpq_poly, p: fmpq_poly, e: int) -> tuple[Ratio, fmpq_poly]:
    """∫ a/p^e = reduced + ∫ simple/p for squarefree p, deg a < e·deg p."""
    reduced = fmpq_poly([])
    slope = p.derivative()
    inverse = _inverse(slope, p)
    digits = []
    while a != 0:
        a, digit = divmod(a, p)
        digits.append(digit)
    digits += [fmpq_poly([])] * (e - len(digits))
    # a/p^e = Σ digits[i] / p^(e−i)
    carry = fmpq_poly([])
    for i in range(e - 1):
        k = e - i
        b = digits[i] + carry
        extra, b = divmod(b, p)
        digits[i + 1] = digits[i + 1] + extra
        t = (b * inverse) % p
        s = (b - t * slope) // p
        reduced = reduced + t * fmpq(-1, k - 1) * p ** (e - k)
        carry = s + t.derivative() / (k - 1)
    simple = (digits[e - 1] + carry) if e else carry
    return (Ratio(reduced, p ** (e - 1)) if e > 1 else Ratio(reduced)), simple


def simple_pole(a: fmpq_poly, p: fmpq_poly, variable: se.Expr) -> se.Expr | None:
    """∫ a/p at `variable` for irreducible p, deg a < deg p."""
    n = p.degree()
    slope = p.derivative()
    ratio = a[n - 1] / slope[n - 1]
    if a == slope * ratio:
        return to_symengine_number(ratio) * se.log(polynomial_expression(p, variable))
    if n == 2:
        return _rational_quadratic(a, p, variable)
    even = _biquadratic_over_q(a, p, variable)
    if even is not None:
        return even
    shift = -p[n - 1] / (n * p[n])
    if shift != 0 and n == 4:
        move = fmpq_poly([shift, 1])
        moved = p(move)
        if moved[1] == 0 and moved[3] == 0:
            scale, integral = primitive(moved)
            return simple_pole(a(move) / scale, integral, variable - to_symengine_number(shift))
    if n > 2 and all(p[k] == 0 for k in range(1, n)):
        return _pure_power(a, p, variable)
    return _split_real(a, p, variable)


def _split_real(a: fmpq_poly, p: fmpq_poly, variable: se.Expr) -> se.Expr | None:
    for d in radicands(p):
        g = split(p, d)
        if g is None:
            continue
        h = conjugate_numerator(a, g, p, d)
        result = (real_halves if d > 0 else complex_halves)(h, g, p, d, variable)
        if result is not None:
            return result
    return None


def _pure_power(a: fmpq_poly, p: fmpq_poly, u: se.Expr) -> se.Expr | None:
    """p = A uⁿ + C: with u = λz, λⁿ = |C/A|, the denominator becomes |C|(zⁿ ± 1), which splits further."""
    n = p.degree()
    size = abs(p[0])
    sign = 1 if p[0] > 0 else -1
    if size == p[n]:
        return _split_real(a, p, u)
    scale = to_symengine_number(size / p[n]) ** se.Rational(1, n)
    total = se.Integer(0)
    unit = fmpq_poly([sign] + [0] * (n - 1) + [1])
    for k, c in enumerate(a.coeffs()):
        if c != 0:
            part = power_substitution(Ratio(fmpq_poly([0] * k + [c / size]), unit), u / scale)
            if part is None:
                return None
            total += scale ** (k + 1) * part
    return total


def _rational_quadratic(a: fmpq_poly, p: fmpq_poly, u: se.Expr) -> se.Expr:
    """a1/(2A) ln p + (a0 − a1 B/(2A)) ∫ 1/p for p = A u² + B u + C."""
    logarithm = a[1] / (2 * p[2])
    rest = a[0] - logarithm * p[1]
    minus = 4 * p[0] * p[2] - p[1] * p[1]
    out = to_symengine_number(logarithm) * se.log(polynomial_expression(p, u))
    top = 2 * to_symengine_number(p[2]) * u + to_symengine_number(p[1])
    root = sqrt_of(abs(minus))
    if minus > 0:
        return out + 2 * to_symengine_number(rest) / root * se.atan(_over(top, root))
    if p[1] == 0:
        top, root = u, _over(root, 2 * to_symengine_number(p[2]))
        return out + to_symengine_number(rest) / (2 * to_symengine_number(p[2]) * root) * se.log(
            (top - root) / (top + root)
        )
    return out + to_symengine_number(rest) / root * se.log((top - root) / (top + root))


def _over(top: se.Expr, root: se.Expr) -> se.Expr:
    """top/root with the sum opened, so that √12 and 2 cancel."""
    return se.expand(top / root) if top.__class__ is not se.Pow else top / root


def _biquadratic_over_q(a: fmpq_poly, p: fmpq_poly, u: se.Expr) -> se.Expr | None:
    if p.degree() != 4 or p[1] != 0 or p[3] != 0:
        return None
    lead = p[4]
    return biquadratic([Surd(a[k] / lead) for k in range(4)], [Surd(p[k] / lead) for k in range(5)], u)
