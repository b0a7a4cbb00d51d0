"""Exact integrals over Q(t), for polynomials from python-flint: what `liouville` builds its pairs from.

    rational(P, D)            ∫ P/D dt            where D has factors of degree 1, 2 or t⁴ + pt² + s², 2s > |p|
    over_root(P, q)           ∫ P/√q dt           q of degree 1 or 2
    over_pole_and_root(...)   ∫ P/((t - r)√q) dt
    exponential(P, a, b)      Q with (Q·e^(ct))' = P·e^(ct), c = a + bi

Functions return SymEngine expressions in `T`, or None outside these cases. Formulas: partial fractions, and
Gradshteyn & Ryzhik 2.103, 2.161, 2.261, 2.266.
"""

import symengine as se
from flint import fmpq, fmpq_poly, fmpz

from ansatz.algebra.numbers import to_symengine_number

T = se.Symbol("t")
_HALF = se.Rational(1, 2)


def polynomial(p: fmpq_poly, t: se.Expr = T) -> se.Expr:
    """The SymEngine expression of a polynomial."""
    return se.Add(*(to_symengine_number(c) * t**k for k, c in enumerate(p.coeffs()) if c))


def square_root(value: fmpq) -> se.Expr:
    """√value for a positive rational, with a square-free integer below the root."""
    outside, below = fmpz(1), fmpz(1)
    for prime, power in (value.p * value.q).factor():
        outside *= prime ** (power // 2)
        below *= prime ** (power % 2)
    return to_symengine_number(fmpq(outside, value.q)) * se.sqrt(se.Integer(int(below)))


def rational(P: fmpq_poly, D: fmpq_poly) -> se.Expr | None:
    """∫ P/D dt, or None where D has a factor that is not mentioned above."""
    whole, rest = divmod(P, D)
    terms = [polynomial(whole.integral())]
    leading, factors = D.factor()
    rest /= leading
    for p, multiplicity in factors:
        power = p**multiplicity
        # rest/D = Σ share/p^multiplicity, by the Chinese remainder theorem.
        cofactor = D // power / leading
        share = rest * cofactor.xgcd(power)[1] % power
        for exponent in range(multiplicity, 0, -1):
            share, digit = divmod(share, p)
            if digit != 0:
                term = _simple_fraction(digit, p, exponent)
                if term is None:
                    return None
                terms.append(term)
    return se.Add(*terms)


def _simple_fraction(digit: fmpq_poly, p: fmpq_poly, n: int) -> se.Expr | None:
    """∫ digit/p^n dt, where deg digit < deg p."""
    degree = p.degree()
    if degree == 1:
        return to_symengine_number(digit[0] / p[1]) * _logarithmic(p, n)
    if degree == 2:
        slope = digit[1] / (2 * p[2])
        rest = digit[0] - slope * p[1]
        logarithm = to_symengine_number(slope) * _logarithmic(p, n) if slope else se.Integer(0)
        return logarithm + (to_symengine_number(rest) * _inverse_quadratic(p, n) if rest else 0)
    if degree == 4 and n == 1:
        return _biquadratic(digit, p)
    return None


def _logarithmic(p: fmpq_poly, n: int) -> se.Expr:
    """∫ p'/p^n dt."""
    shown = polynomial(p)
    return se.log(shown) if n == 1 else shown ** (1 - n) / (1 - n)


def _inverse_quadratic(p: fmpq_poly, n: int) -> se.Expr:
    """∫ dt/p^n for a quadratic p without a rational root."""
    discriminant = 4 * p[2] * p[0] - p[1] ** 2
    slope = polynomial(p.derivative())
    if n > 1:
        rational_part = slope * polynomial(p) ** (1 - n) / ((n - 1) * to_symengine_number(discriminant))
        factor = 2 * (2 * n - 3) * to_symengine_number(p[2]) / ((n - 1) * to_symengine_number(discriminant))
        return rational_part + factor * _inverse_quadratic(p, n - 1)
    if discriminant > 0:
        root = square_root(discriminant)
        return 2 / root * se.atan(se.expand(slope / root))
    root = square_root(-discriminant)
    return se.log((slope - root) / (slope + root)) / root


def _biquadratic(digit: fmpq_poly, p: fmpq_poly) -> se.Expr | None:
    """∫ digit/(t⁴ + ut² + s²) dt for rational s with 2s > |u|: t⁴ + ut² + s² = (t² + kt + s)(t² - kt + s)."""
    if p[3] or p[1] or p[4] != 1 or p[0] <= 0:
        return None
    s, u = _rational_root(p[0]), p[2]
    if s is None or 2 * s <= abs(u):
        return None
    terms: list[se.Expr] = []
    if digit[3] or digit[1]:  # w = t²
        odd = rational(fmpq_poly([digit[1], digit[3]]), fmpq_poly([p[0], u, 1]))
        assert odd is not None, "a quadratic denominator always has a closed form"
        terms.append(odd.subs({T: T**2}) / 2)
    # digit[2]·t² + digit[0] = plus·(t² + s) + minus·(t² - s)
    plus, minus = (digit[2] + digit[0] / s) / 2, (digit[2] - digit[0] / s) / 2
    k, m = square_root(2 * s - u), square_root(2 * s + u)
    if plus:
        angles = se.atan(se.expand((2 * T + k) / m)) + se.atan(se.expand((2 * T - k) / m))
        terms.append(to_symengine_number(plus) / m * angles)
    if minus:
        square = T**2 + to_symengine_number(s)
        terms.append(to_symengine_number(minus) / (2 * k) * se.log((square - k * T) / (square + k * T)))
    return se.Add(*terms)


def _rational_root(value: fmpq) -> fmpq | None:
    p, q = value.p.isqrt(), value.q.isqrt()
    return fmpq(p, q) if p * p == value.p and q * q == value.q else None


def over_root(P: fmpq_poly, q: fmpq_poly) -> se.Expr | None:
    """∫ P/√q dt = Q√q + λ∫dt/√q by comparing coefficients; None where q is a square or negative."""
    if q[1] ** 2 == 4 * q[2] * q[0] and q.degree() == 2:
        return None
    root, Q, rest = se.sqrt(polynomial(q)), fmpq_poly([]), P
    degree, half_slope = q.degree(), q.derivative() / 2
    # (Q√q)'·√q = Q'q + Qq'/2 has the leading coefficient (k + degree/2)·q[degree] at t^(k + degree - 1).
    while rest.degree() >= degree - 1:
        k = rest.degree() - degree + 1
        term = fmpq_poly([0] * k + [rest[rest.degree()] / (q[degree] * (k + fmpq(degree, 2)))])
        Q += term
        rest -= term.derivative() * q + term * half_slope
    algebraic = polynomial(Q) * root
    if rest == 0:
        return algebraic
    base = _inverse_root(q)
    return None if base is None else algebraic + to_symengine_number(rest[0]) * base


def _inverse_root(q: fmpq_poly) -> se.Expr | None:
    """∫ dt/√q for a quadratic q."""
    slope = polynomial(q.derivative())
    if q[2] > 0:
        if q[1] == 0 and q[0] > 0:
            scale = square_root(q[2] / q[0])
            return se.asinh(scale * T) / square_root(q[2])
        lead = square_root(q[2])
        return se.log(slope + 2 * lead * se.sqrt(polynomial(q))) / lead
    discriminant = q[1] ** 2 - 4 * q[2] * q[0]
    if discriminant < 0:
        return None
    return se.asin(se.expand(-slope / square_root(discriminant))) / square_root(-q[2])


def over_pole_and_root(P: fmpq_poly, r: int, q: fmpq_poly) -> se.Expr | None:
    """∫ P/((t - r)√q) dt for a quadratic q."""
    whole, rest = divmod(P, fmpq_poly([-r, 1]))
    regular = over_root(whole, q)
    if regular is None:
        return None
    value, slope = q(fmpq(r)), q.derivative()(fmpq(r))
    root, distance = se.sqrt(polynomial(q)), T - r
    if value == 0:
        if slope == 0:
            return None
        pole = -2 * root / (to_symengine_number(slope) * distance)
    elif value > 0:
        size = square_root(value)
        tangent = se.expand(2 * to_symengine_number(value) + to_symengine_number(slope) * distance)
        pole = -se.log((tangent + 2 * size * root) / distance) / size
    else:
        size = square_root(-value)
        tangent = se.expand(2 * to_symengine_number(value) + to_symengine_number(slope) * distance)
        pole = se.atan(tangent / (2 * size * root)) / size
    return regular + to_symengine_number(rest[0]) * pole


def exponential(P: fmpq_poly, a: int, b: int) -> tuple[fmpq_poly, fmpq_poly]:
    """(Re Q, Im Q) with Q' + (a + bi)Q = P: then (Q·e^((a + bi)t))' = P·e^((a + bi)t)."""
    norm = fmpq(a * a + b * b)
    real, imaginary = fmpq_poly([]), fmpq_poly([])
    for _ in range(P.degree() + 1):
        u, v = P - real.derivative(), -imaginary.derivative()
        real, imaginary = (u * a + v * b) / norm, (v * a - u * b) / norm
    return real, imaginary
