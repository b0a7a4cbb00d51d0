"""∫ (αx + β) dx/√D, D of degree 4, by a unit p + q√D: Abel's theorem.

    (2x + 5)/√(x⁴ + 6x³ + 5x² − 16x − 10) dx = ½·ln(p + q√D),   p = x⁴ + 2x³ − 5x² + 1,  q = x² − x

The integral is elementary for some α : β if and only if p² − q²D = c has a solution, which is if and only if the
continued fraction of √D is periodic; then d/dx ln(p + q√D) = (p'/q)/√D with p'/q linear (Abel, "Sur l'intégration de la
formule différentielle ρ dx/√R", Crelle 1, 1826; van der Poorten and Tran, "Quasi-elliptic integrals and periodic
continued fractions", Monatsh. Math. 131, 2000). Over Q the degree of p is at most 12 (Mazur).
"""

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import Ratio, X, factor, polynomial_expression
from ansatz.algebra.surds import rational_root

_MAX_STEPS = 14


def integrate_by_unit(r: Ratio, d: fmpq_poly, root: se.Expr, x: se.Expr) -> se.Expr | None:
    """∫ r dx/√D with √D written as `root`, at x; r has one simple pole, at a rational place or at infinity."""
    at_infinity = _logarithm(r, d)
    if at_infinity is not None:
        c, p, q = at_infinity
        return c * se.log(polynomial_expression(p, x) + polynomial_expression(q, x) * root)
    poles = factor(r.den)[1]
    if len(poles) != 1 or poles[0][0].degree() != 1 or poles[0][1] != 1:
        return None
    # x = pole + 1/u takes the pole to infinity, and √D to √E·(x − pole)², E(u) = u⁴·D(pole + 1/u)
    pole = -poles[0][0][0] / poles[0][0][1]
    inner = Ratio(fmpq_poly([1, pole]), X)
    moved = Ratio(d).compose(inner) * Ratio(X) ** 4
    known = _logarithm(r.compose(inner).scaled(fmpq(-1)), moved.num / moved.den[0])
    if known is None:
        return None
    c, p, q = known
    u = 1 / (x - to_symengine_number(pole))
    return c * se.log(polynomial_expression(p, u) + polynomial_expression(q, u) * root * u**2)


def _logarithm(r: Ratio, d: fmpq_poly) -> tuple[se.Expr, fmpq_poly, fmpq_poly] | None:
    """(c, p, q) with c·ln(p + q√d) an integral of r/√d, r linear."""
    if r.den.degree() > 0 or r.num.degree() != 1 or d.degree() != 4 or (found := unit(d)) is None:
        return None
    p, q = found
    slope = p.derivative() // q
    c = r.num[1] / slope[1]
    return (to_symengine_number(c), p, q) if r.num == slope * c else None


def unit(d: fmpq_poly) -> tuple[fmpq_poly, fmpq_poly] | None:
    """(p, q) with p² − q²d constant, from the continued fraction of √d; None where there is none."""
    lead = d[4]
    scale = rational_root(lead) if lead > 0 else None
    if d.degree() != 4 or scale is None:
        return None
    root = _polynomial_part(d, scale)
    # √d = a₀ + 1/(a₁ + …) by complete quotients (P + √d)/Q
    big_p, big_q = fmpq_poly([]), fmpq_poly([1])
    before, now = (fmpq_poly([]), fmpq_poly([1])), (fmpq_poly([1]), fmpq_poly([]))
    for _ in range(_MAX_STEPS):
        a = (big_p + root) // big_q
        before, now = now, (a * now[0] + before[0], a * now[1] + before[1])
        big_p = a * big_q - big_p
        big_q = (d - big_p * big_p) // big_q
        if big_q == 0:
            return None
        if big_q.degree() == 0:
            return now
    return None


def _polynomial_part(d: fmpq_poly, scale: fmpq) -> fmpq_poly:
    """The polynomial part of √d."""
    b = d[3] / (2 * scale)
    return fmpq_poly([(d[2] - b * b) / (2 * scale), b, scale])
