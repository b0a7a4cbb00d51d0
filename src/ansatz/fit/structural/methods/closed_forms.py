"""∫ a/p for the factors p that quadratic extensions of Q reach: logarithms and arctangents in closed form.

quadratic       p = u² + b u + c over a real field K = Q(√d)
biquadratic     p = u⁴ + βu² + γ over K
real_halves     p = g·ḡ, each half one of these, or a/p = c g'/g + …
complex_halves  p = g·ḡ over Q(√d), d < 0, a/p = c g'/g + conjugate: ln p and Rioboo's arctangents
"""

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.conjugate_factors import Pair
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import polynomial_expression
from ansatz.algebra.surds import Surd, over_root, sqrt_of, square_root, squarefree_part, surd_root


def _coefficients(g: Pair, n: int, d: int) -> list[Surd]:
    return [Surd(g[0][k], g[1][k], d) for k in range(n + 1)]


def real_halves(h: Pair, g: Pair, p: fmpq_poly, d: int, u: se.Expr) -> se.Expr | None:
    m = p.degree() // 2
    total = se.Integer(0)
    for sign in (1, -1):
        top = _coefficients((h[0], h[1] * sign), m - 1, d)
        bottom = _coefficients((g[0], g[1] * sign), m, d)
        if m == 2:
            part: se.Expr | None = quadratic(top, bottom, u)
        elif m == 4 and not bottom[1] and not bottom[3]:
            part = biquadratic(top, bottom, u)
        else:
            part = _proportional_log(top, bottom, u)
        if part is None:
            return None
        total += part
    return total


def _proportional_log(top: list[Surd], bottom: list[Surd], u: se.Expr) -> se.Expr | None:
    m = len(bottom) - 1
    c = top[m - 1] / m
    if any(top[k] - c * bottom[k + 1] * (k + 1) for k in range(m)):
        return None
    return c.expression() * se.log(_surd_polynomial(bottom, u))


def _surd_polynomial(coefficients: list[Surd], u: se.Expr) -> se.Expr:
    return se.Add(*(c.expression() * u**k for k, c in enumerate(coefficients) if c))


def quadratic(top: list[Surd], bottom: list[Surd], u: se.Expr) -> se.Expr:
    """∫ (t1 u + t0)/(u² + b u + c), all real."""
    t0, t1 = top
    c, b = bottom[0], bottom[1]
    out = se.Integer(0)
    if t1:
        out += (t1 / 2).expression() * se.log(_surd_polynomial(bottom, u))
    rest = t0 - t1 * b / 2
    if not rest:
        return out
    minus = c * 4 - b * b
    linear = 2 * u + b.expression()
    if minus.sign() > 0:
        return out + 2 * over_root(rest, minus) * se.atan(linear / square_root(minus))
    root = square_root(-minus)
    return out + over_root(rest, -minus) * se.log((linear - root) / (linear + root))


def biquadratic(top: list[Surd], bottom: list[Surd], u: se.Expr) -> se.Expr | None:
    """∫ (t3 u³ + t2 u² + t1 u + t0)/(u⁴ + β u² + γ): odd part by w = u², even part by u ± √γ/u."""
    gamma, beta = bottom[0], bottom[2]
    out = se.Integer(0)
    if top[1] or top[3]:
        out += quadratic([top[1] / 2, top[3] / 2], [gamma, beta, bottom[4]], u**2)
    t0, t2 = top[0], top[2]
    if not t0 and not t2:
        return out
    discriminant = beta * beta - gamma * 4
    if discriminant.sign() >= 0:
        return _real_squares(t0, t2, beta, discriminant, u, out)
    root = surd_root(gamma)
    if root is None:
        return _nested_biquadratic(t0, t2, beta, gamma, u, out)
    plus, minus = (t2 + t0 / root) / 2, (t2 - t0 / root) / 2
    high, low = root * 2 + beta, root * 2 - beta
    return out + _biquadratic_terms(
        over_root(plus, high), over_root(minus, low), square_root(high), square_root(low), root.expression(), u
    )


def _biquadratic_terms(plus: se.Expr, minus: se.Expr, k: se.Expr, m: se.Expr, g: se.Expr, u: se.Expr) -> se.Expr:
    """k·plus·∫(u²+g)/q + m·minus·∫(u²−g)/q for q = (u² + g)² − m²u² and k² + m² = 4g."""
    out = se.Integer(0)
    if plus != 0:
        out += plus * (se.atan((2 * u - m) / k) + se.atan((2 * u + m) / k))
    if minus != 0:
        out += minus / 2 * (se.log(u**2 - m * u + g) - se.log(u**2 + m * u + g))
    return out


def _nested_biquadratic(t0: Surd, t2: Surd, beta: Surd, gamma: Surd, u: se.Expr, out: se.Expr) -> se.Expr | None:
    """√γ outside the field: the same formulas with a nested root."""
    if gamma.b != 0:
        return None
    g = sqrt_of(gamma.a)
    plus = se.expand((t2.expression() + t0.expression() / g) / 2)
    minus = se.expand((t2.expression() - t0.expression() / g) / 2)
    k, m = se.sqrt(2 * g + beta.expression()), se.sqrt(2 * g - beta.expression())
    return out + _biquadratic_terms(plus / k, minus / m, k, m, g, u)


def _real_squares(t0: Surd, t2: Surd, beta: Surd, discriminant: Surd, u: se.Expr, out: se.Expr) -> se.Expr | None:
    """u⁴ + βu² + γ = (u² − y1)(u² − y2) with real y: an atan or a ln for each."""
    root = surd_root(discriminant)
    if root is None:
        if discriminant.b != 0 or any(v.b != 0 for v in (t0, t2, beta)):
            return None
        d = squarefree_part(discriminant.a)
        t0, t2, beta = (Surd(v.a, fmpq(0), d) for v in (t0, t2, beta))
        root = surd_root(Surd(discriminant.a, fmpq(0), d))
        assert root is not None
    for sign in (1, -1):
        y = (-beta + root * sign) / 2
        residue = (t2 * y + t0) / (root * sign)
        if not residue:
            continue
        s = square_root(y if y.sign() > 0 else -y)
        if y.sign() > 0:
            out += over_root(residue, y) / 2 * se.log((u - s) / (u + s))
        else:
            out += over_root(residue, -y) * se.atan(u * over_root(Surd(fmpq(1), fmpq(0), y.d), -y))
    return out


# ------------------------------------------------------------------------------ complex conjugates


def complex_halves(h: Pair, g: Pair, p: fmpq_poly, d: int, u: se.Expr) -> se.Expr | None:
    """a/p = c g'/g + conjugate with c = c0 + c1√d, d < 0: c0 ln p − 2 c1 √−d·arg g."""
    m = p.degree() // 2
    c0, c1 = h[0][m - 1] / m, h[1][m - 1] / m
    g0, g1 = g[0].derivative(), g[1].derivative()
    if h[0] != g0 * c0 + g1 * c1 * d or h[1] != g1 * c0 + g0 * c1:
        return None
    root = se.sqrt(-d)
    out = to_symengine_number(c0) * se.log(polynomial_expression(p, u))
    return out - 2 * to_symengine_number(c1) * root * _argument(g[0], g[1], root, -d, u)


def _argument(a: fmpq_poly, b: fmpq_poly, root: se.Expr, d: int, u: se.Expr) -> se.Expr:
    """arg(a + i√d·b) up to a constant, as a sum of arctangents of polynomials, without jumps.

    Rioboo's algorithm: with b·s − a·t = g the product (a + i√d b)(s − i√d t) has imaginary part √d·g,
    so that arg(a + i√d b) = −atan(real part/(√d g)) + arg(s + i√d t), of smaller degree.
    """
    total = se.Integer(0)
    while b != 0:
        quotient, remainder = divmod(a, b)
        if remainder == 0:
            return total - se.atan(polynomial_expression(quotient, u) / root)
        if a.degree() < b.degree():
            # a + i√d b = i√d·(b − i√d·a/d)
            a, b = b, a / -d
            continue
        common, s, t = b.xgcd(-a)
        total -= se.atan(polynomial_expression((a * s + b * t * d) / common[0], u) / root)
        a, b = s, t
    return total
