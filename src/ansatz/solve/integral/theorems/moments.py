"""∫ P(x)·e^(−ax² + bx)·waves dx over the line, P a polynomial; half of it over the half-line where it is even.

    ∫ xⁿ e^(−ax² + βx) dx = √(π/a)·e^(β²/4a)·Σ_k (n choose 2k)·(2k − 1)!!·(2a)^(−k)·(β/2a)^(n − 2k),   a > 0, β complex

(Gradshteyn and Ryzhik 3.462.2; by completing the square and moving the path, Ahlfors, *Complex Analysis*, § 4.5.3.)

    ∫₀^∞ e^(−ax² − b/x²) dx = ½√(π/a)·e^(−2√(ab)),   a > 0, b > 0          (3.325; Cauchy's and Schlömilch's x − c/x)
"""

from fractions import Fraction
from math import comb

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.squares import split_square
from ansatz.solve.integral.theorems.complex_numbers import Complex
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value
from ansatz.solve.integral.theorems.waves import waves_of

_MAX_DEGREE = 30


def by_moments(question: Definite) -> Value | None:
    """Over the line, or over half of it."""
    whole = question.over(-se.oo, se.oo)
    if not whole and not question.over(0, se.oo) and not question.over(-se.oo, 0):
        return None
    f, x = question.f, question.x
    exponent, rest = se.Integer(0), se.Integer(1)
    for part in se.Mul.make_args(f):
        base, n = base_and_exponent(part)
        if base == se.E and x in n.free_symbols:
            exponent += n
        else:
            rest *= part
    exponent = se.expand(exponent)
    if question.over(0, se.oo) and rest == 1 and (value := _with_reciprocal(exponent, question)) is not None:
        return value
    a = -exponent.diff(x).diff(x) / 2
    b = se.expand(exponent.diff(x) + 2 * a * x)
    if a == 0 or {x} & (a.free_symbols | b.free_symbols):
        return None
    c = se.expand(exponent + a * x**2 - b * x)
    constant, rest = split_constant(rest, x)
    found = waves_of(se.expand(rest), x)
    if found is None or (not whole and (b != 0 or not found[0].is_even)):
        return None
    conditions = positive_or_conditions([a])
    if conditions is None:
        return None
    waves, unit = found
    total = se.Integer(0)
    for omega, coefficient in waves.terms.items():
        for r, turned in ((coefficient.re, False), (coefficient.im, True)):
            if r.den.degree() > 0 or r.num.degree() > _MAX_DEGREE:
                return None
            for k, number in enumerate(r.num.coeffs()):
                moment = _moment(k, a, Complex(b, unit * to_symengine_number(omega)))
                total += to_symengine_number(number) * (-moment.im if turned else moment.re)
    v, w = split_square(a)
    width = 1 / v if v.free_symbols <= {*question.positive} else abs(1 / v)
    integral = constant * se.exp(c) * se.sqrt(se.pi / w) * width * total
    return Value(se.expand(integral if whole else integral / 2), "Gaussian moments", conditions)


def _moment(n: int, a: se.Expr, beta: Complex) -> Complex:
    """Without √(π/a)."""
    centre = beta.scaled(1 / (2 * a))
    powers = [Complex(se.Integer(1))]
    for _ in range(n):
        powers.append(powers[-1] * centre)
    total, double = Complex(se.Integer(0)), Fraction(1)
    for k in range(n // 2 + 1):
        total = total + powers[n - 2 * k].scaled(comb(n, 2 * k) * to_symengine_number(double) / (2 * a) ** k)
        double *= 2 * k + 1
    size = se.exp(se.expand((beta.re**2 - beta.im**2) / (4 * a)))
    angle = se.expand(beta.re * beta.im / (2 * a))
    return total * Complex(size * se.cos(angle), size * se.sin(angle))


def _with_reciprocal(exponent: se.Expr, question: Definite) -> Value | None:
    x = question.x
    a, b = (-se.expand(exponent).coeff(x, n) for n in (2, -2))
    c = se.expand(exponent + a * x**2 + b / x**2)
    if a == 0 or b == 0 or x in c.free_symbols:
        return None
    conditions = positive_or_conditions([a, b])
    if conditions is None:
        return None
    return Value(
        se.exp(c - 2 * se.sqrt(a * b)) * se.sqrt(se.pi / a) / 2, "Cauchy's and Schlömilch's x - c/x", conditions
    )


__all__ = ["by_moments"]
