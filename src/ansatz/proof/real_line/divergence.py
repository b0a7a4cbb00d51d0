"""Integrals that diverge, by the integrand alone.

converges_at(f, approach)          f = O(1/|x - place|^p) with p < 1, or a tail as thin
diverges_at(f, approach)           f ~ c/|x - place|^p with p ≥ 1, or so slowly decaying a tail
has_pole(f, x, ball)               1/f has a zero in the ball, and f therefore no integral across it
is_bounded_below(f, x, end)        |f| exceeds a constant from the end outwards
"""

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.expr.differentiation import derivative
from ansatz.proof.real_line.expansion_rules import by_waves
from ansatz.proof.real_line.growth import Monomial, Scale, W
from ansatz.proof.real_line.one_sided_limits import INFINITIES, Approach, leading_term
from ansatz.proof.real_line.rays import bounds, doubtful, ray_from
from ansatz.proof.real_line.singularities import PathProgram

_BITS = 128


def diverges_at(f: se.Expr, approach: Approach) -> bool:
    """Whether ∫ f diverges as x tends to the place, certainly: f has a leading term, of one sign, too large."""
    lead = leading_term(f, approach)
    if lead is None:
        return False
    m, c = lead
    scale = Scale(approach.signs)
    try:
        approach.signs.sign(c)  # real
        return not _integrable(m * W if approach.place in INFINITIES else m / W, scale)
    except UndecidedError:
        return False


def converges_at(f: se.Expr, approach: Approach) -> bool:
    """Whether ∫ |f| converges as x tends to the place, certainly: f has a leading term that is small enough."""
    lead = leading_term(f, approach)
    if lead is None:
        return False
    try:
        return _integrable(lead[0] * W if approach.place in INFINITIES else lead[0] / W, Scale(approach.signs))
    except UndecidedError:
        return False


def _integrable(m: Monomial, scale: Scale) -> bool:
    """Whether ∫ m/w dw converges as w → ∞: below 1/log w, 1/(log w · log log w) … in growth."""
    if m.exponent:
        return scale.compare(m) < 0
    for k, r in enumerate(m.powers):
        sign = scale.signs.sign(r if k == 0 else r + 1)
        if sign:
            return sign < 0
    return False


def has_pole(f: se.Expr, x: se.Symbol, ball: arb) -> bool:
    """Whether 1/f is analytic on the ball and changes sign: |f| ≥ 1/(M·|x - ξ|) around its zero ξ."""
    try:
        reciprocal = 1 / by_waves(f)
        program = PathProgram()
        slots = program.add(reciprocal), program.add(derivative(reciprocal, x))
        values = program.run({x: acb(ball)}, _BITS)
        if not all(values[slot].is_finite() and values[slot].imag.is_zero() for slot in slots):
            return False
        plain = Program()
        slot = plain.add(reciprocal)
        before, after = (plain.run({x: acb(end)}, _BITS)[slot].real for end in (ball.lower(), ball.upper()))
        return bool((before > 0 and after < 0) or (before < 0 and after > 0))
    except ALGEBRA_FAILURES:
        return False


def is_bounded_below(f: se.Expr, x: se.Symbol, end: arb) -> bool:
    """Whether f, analytic and of one sign, stays away from zero from the end outwards."""
    ray = ray_from(end)
    try:
        low, high = bounds(f, x, ray)
        return bool(low > 0 or high < 0) and not any(doubtful(f, x, ray))
    except ALGEBRA_FAILURES:
        return False


__all__ = ["converges_at", "diverges_at", "has_pole", "is_bounded_below"]
