"""∫ G(x)/√Q for a quadratic Q, G a constant plus simple poles: the elliptic-free textbook integrals, exactly.

With s = √Q, q = Q(r) and the polar form P(x) = Q(r) + Q'(r)(x − r)/2 one has P² − qQ = (Δ/4)(x − r)², so

    ∫ dx/((x − r)s) = −(1/√q)·atanh(P/(√q s))      q > 0 (its reciprocal inside where Δ > 0)
                    =  (1/√−q)·atan(P/(√−q s))      q < 0

and two conjugate poles give the real or imaginary part of the same formula.
"""

from typing import Any

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.fit.structural.line import sign_on_line
from ansatz.fit.structural.ratio import Ratio, factor, number, polynomial_expression
from ansatz.fit.structural.surds import Surd, rational_root, sqrt_of, square_root, squarefree_part


def integrate_over_quadratic_root(g: Ratio, q: fmpq_poly, s: Any, x: Any) -> Any | None:
    """∫ G/s with s² = Q at `x`; None where G has another form or a pole of degree above 2."""
    constant, proper = divmod(g.num, g.den)
    if constant.degree() > 0:
        return None
    total = number(constant[0]) * _first_kind(q, s, x) if constant != 0 else se.Integer(0)
    if proper == 0:
        return total
    for p, e in factor(g.den)[1]:
        if e > 1 or p.degree() > 2:
            return None
        cofactor = g.den // p
        _, inverse, _ = cofactor.xgcd(p)
        common = cofactor.gcd(p)[0]
        a = (proper * inverse / common) % p
        part = _linear(a[0] / p[1], Surd(-p[0] / p[1]), q, s, x) if p.degree() == 1 else _pair(a, p, q, s, x)
        if part is None:
            return None
        total += part
    return total


def _discriminant(q: fmpq_poly) -> fmpq:
    return q[1] * q[1] - 4 * q[0] * q[2]


def _first_kind(q: fmpq_poly, s: Any, x: Any) -> Any:
    """∫ dx/s; asin and asinh need the sign of s, which may be x√(1 + 1/x²)."""
    orientation = sign_on_line(s)
    lead, delta = q[2], _discriminant(q)
    slope = 2 * number(lead) * x + number(q[1])
    if lead > 0:
        root = sqrt_of(lead)
        if delta < 0 and orientation:
            return orientation * se.asinh(_ratio(slope, sqrt_of(-delta))) / root
        return se.log(slope + 2 * root * s) / root
    root = sqrt_of(-lead)
    if delta > 0 and orientation:
        return orientation * se.asin(_ratio(-slope, sqrt_of(delta))) / root
    return -se.atan(slope / (2 * root * s)) / root


def _ratio(top: Any, bottom: Any) -> Any:
    return se.expand(top / bottom)


def _linear(residue: Any, r: Surd, q: fmpq_poly, s: Any, x: Any) -> Any:
    """residue·∫ dx/((x − r)√Q) for real r."""
    residue = residue if isinstance(residue, Surd) else Surd(residue)
    value = (r * q[2] + q[1]) * r + q[0]
    slope = (r * q[2] * 2 + q[1]) / 2
    polar = (value - slope * r).expression() + slope.expression() * x
    if value.sign() > 0:
        root = square_root(value)
        inside = root * s / polar if _discriminant(q) > 0 else polar / (root * s)
        return -residue.expression() / root * se.atanh(inside)
    root = square_root(-value)
    return residue.expression() / root * se.atan(polar / (root * s))


def _pair(a: fmpq_poly, p: fmpq_poly, q: fmpq_poly, s: Any, x: Any) -> Any | None:
    """Both poles of a/p, p irreducible of degree 2 over Q."""
    d = squarefree_part(_discriminant(p))
    half = rational_root(_discriminant(p) / d)
    assert half is not None
    if d > 0:
        total = se.Integer(0)
        for sign in (1, -1):
            r = Surd(-p[1] / (2 * p[2]), half * sign / (2 * p[2]), d)
            residue = (r * a[1] + a[0]) / (r * p[2] * 2 + p[1])
            total += _linear(residue, r, q, s, x)
        return total
    return _complex_pair(a, p, q, s, x, d, half)


def _complex_pair(a: fmpq_poly, p: fmpq_poly, q: fmpq_poly, s: Any, x: Any, d: int, half: fmpq) -> Any:
    """2 Re(−ρ/√Q(r)·atanh((α + iβ)/s)), α + iβ = polar/√Q(r), r the root in the upper half-plane."""
    r = Surd(-p[1] / (2 * p[2]), abs(half / (2 * p[2])), d)
    residue = (r * a[1] + a[0]) / (r * p[2] * 2 + p[1])
    value = (r * q[2] + q[1]) * r + q[0]
    slope = (r * q[2] * 2 + q[1]) / 2
    offset = value - slope * r
    size = sqrt_of(value.a * value.a - value.b * value.b * d)
    m = se.sqrt((size + number(value.a)) / 2)
    n = se.sqrt((size - number(value.a)) / 2) * (1 if value.b >= 0 else -1)
    unit = se.sqrt(-d)

    def over_root(z: Surd, w: Any) -> tuple[Any, Any]:
        """Real and imaginary part of (z_offset + w·x)/√Q(r)."""
        re, im = number(z.a), number(z.b) * unit
        re, im = (re + number(w.a) * x, im + number(w.b) * unit * x) if w is not None else (re, im)
        return (re * m + im * n) / size, (im * m - re * n) / size

    alpha, beta = over_root(offset, slope)
    kappa, lam = over_root(residue, None)
    alpha, beta, kappa, lam = (se.expand(v) for v in (alpha, beta, kappa, lam))
    squares = se.expand(alpha**2 + beta**2)
    square = polynomial_expression(q, x)
    out = se.Integer(0)
    if kappa != 0:
        out -= kappa * se.atanh(2 * alpha * s / se.expand(square + squares))
    if lam != 0:
        out += lam * se.atan(2 * beta * s / se.expand(square - squares))
    return out
