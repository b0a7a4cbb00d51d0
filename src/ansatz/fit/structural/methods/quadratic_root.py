"""∫ G(x)/√Q for a quadratic Q, G a constant plus simple poles: the elliptic-free textbook integrals, exactly.

With s = √Q, q = Q(r) and the polar form P(x) = Q(r) + Q'(r)(x − r)/2 one has P² − qQ = (Δ/4)(x − r)², so

    ∫ dx/((x − r)s) = −(1/√q)·atanh(P/(√q s))      q > 0 (its reciprocal inside where Δ > 0)
                    =  (1/√−q)·atan(P/(√−q s))      q < 0

and two conjugate poles give the real or imaginary part of the same formula.
"""

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import Ratio, factor
from ansatz.algebra.real_domain import RealDomain
from ansatz.algebra.surds import Surd, over_root, rational_root, sqrt_of, square_root, squarefree_part


def integrate_over_quadratic_root(g: Ratio, q: fmpq_poly, s: se.Expr, x: se.Expr) -> se.Expr | None:
    """∫ G/s with s² = Q at `x`; None where G has another form or a pole of degree above 2."""
    constant, proper = divmod(g.num, g.den)
    if constant.degree() > 0:
        return None
    total = to_symengine_number(constant[0]) * first_kind(q, s, x) if constant != 0 else se.Integer(0)
    if proper == 0:
        return total
    for p, e in factor(g.den)[1]:
        if e > 1 or p.degree() > 2:
            return None
        cofactor = g.den // p
        _, inverse, _ = cofactor.xgcd(p)
        common = cofactor.gcd(p)[0]
        a = (proper * inverse / common) % p
        part = _linear(Surd(a[0] / p[1]), Surd(-p[0] / p[1]), q, s, x) if p.degree() == 1 else _pair(a, p, q, s, x)
        if part is None:
            return None
        total += part
    return total


def _discriminant(q: fmpq_poly) -> fmpq:
    return q[1] * q[1] - 4 * q[0] * q[2]


def first_kind(q: fmpq_poly, s: se.Expr, x: se.Expr) -> se.Expr:
    """∫ dx/s; asin and asinh need the sign of s, which may be x√(1 + 1/x²)."""
    orientation = RealDomain(roots_of=(s,)).sign(s)
    lead, delta = q[2], _discriminant(q)
    slope = 2 * to_symengine_number(lead) * x + to_symengine_number(q[1])
    if lead > 0:
        root = sqrt_of(lead)
        if delta < 0 and orientation:
            return orientation * se.asinh(_ratio(slope, sqrt_of(-delta))) / root
        return se.log(slope + 2 * root * s) / root
    root = sqrt_of(-lead)
    if delta > 0 and orientation:
        return orientation * se.asin(_ratio(-slope, sqrt_of(delta))) / root
    return -se.atan(slope / (2 * root * s)) / root


def _ratio(top: se.Expr, bottom: se.Expr) -> se.Expr:
    return se.expand(top / bottom)


def _linear(residue: Surd, r: Surd, q: fmpq_poly, s: se.Expr, x: se.Expr) -> se.Expr:
    """residue·∫ dx/((x − r)√Q) for real r."""
    value = (r * q[2] + q[1]) * r + q[0]
    slope = (r * q[2] * 2 + q[1]) / 2
    polar = (value - slope * r).expression() + slope.expression() * x
    if value.sign() > 0:
        root = square_root(value)
        inside = root * s / polar if _discriminant(q) > 0 else polar / (root * s)
        return -residue.expression() / root * se.atanh(inside)
    root = square_root(-value)
    return residue.expression() / root * se.atan(polar / (root * s))


def _pair(a: fmpq_poly, p: fmpq_poly, q: fmpq_poly, s: se.Expr, x: se.Expr) -> se.Expr | None:
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
    return _complex_pair(a, p, q, s, x)


def _complex_pair(a: fmpq_poly, p: fmpq_poly, q: fmpq_poly, s: se.Expr, x: se.Expr) -> se.Expr | None:
    """∫ a/(p s) for p without real roots, by the two squares in the pencil Q − κp.

    Where disc(Q − κp) = 0, Q − κp = λm² with linear (or constant) m, and with ℓ = √|λ|·m

        d/dx atanh(ℓ/s) = √|λ|·M/(κ p s) for λ > 0, of atan(ℓ/s) for λ < 0,   M = m'Q − mQ'/2,

    M linear. The two κ are real, since p and Q have a positive resultant, and their M span all a.
    """
    quadratic = _discriminant(p)
    mixed = 2 * q[2] * p[0] + 2 * q[0] * p[2] - q[1] * p[1]
    under = mixed * mixed - quadratic * _discriminant(q)
    if under <= 0:
        return None
    d = squarefree_part(under)
    step = rational_root(under / d)
    assert step is not None
    root = Surd(fmpq(0), step, d) if d != 1 else Surd(step)
    squares = []
    for sign in (1, -1):
        kappa = (Surd(-mixed) + root * sign) / quadratic
        if not kappa:
            return None
        c0, c1, c2 = (Surd(q[k]) - kappa * p[k] for k in range(3))
        if c2:
            offset = c1 / c2 / 2
            # M = Q − (x + h)Q'/2
            slope, constant = Surd(q[1]) / 2 - offset * q[2], Surd(q[0]) - offset * q[1] / 2
            squares.append((kappa, c2, x + offset.expression(), slope, constant))
        else:
            squares.append((kappa, c0, se.Integer(1), Surd(-q[2]), Surd(-q[1]) / 2))
    (_, _, _, s1, t1), (_, _, _, s2, t2) = squares
    determinant = s1 * t2 - s2 * t1
    if not determinant:
        return None
    weights = (t2 * a[1] - s2 * a[0]) / determinant, (s1 * a[0] - t1 * a[1]) / determinant
    total = se.Integer(0)
    for weight, (kappa, lam, m, _, _) in zip(weights, squares, strict=True):
        if weight:
            size = lam if lam.sign() > 0 else -lam
            inverse = se.atanh if lam.sign() > 0 else se.atan
            total += over_root(weight * kappa, size) * inverse(square_root(size) * m / s)
    return total
