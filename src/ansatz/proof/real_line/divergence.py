"""Integrals that diverge, by the integrand alone.

converges_at(f, approach)          f = O(1/|x - place|^p) with p < 1, or a tail as thin
diverges_at(f, approach)           f ~ c/|x - place|^p with p ≥ 1, or so slowly decaying a tail
diverges_beside_waves(f, approach) f = |w|·g, w periodic, where g does at infinity
has_pole(f, x, ball)               1/f has a zero in the ball, and f therefore no integral across it
is_bounded_below(f, x, end)        |f| exceeds a constant from the end outwards
"""

from collections.abc import Iterator

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_even, is_rational
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


def diverges_beside_waves(f: se.Expr, approach: Approach) -> bool:
    """Whether f = |w(x)|·g(x), w a product of powers of waves with one period, and ∫ g diverges so at infinity.

    g is at least c·m(x), m a monomial of the scale, eventually monotone: the integrals of |w|·m over periods are those
    of |w| times values of m, whose sum diverges with ∫ m.
    """
    if approach.place not in INFINITIES:
        return False
    slopes, rest = [], se.Integer(1)
    for factor, n in _factors(f):
        inner = factor.args[0] if factor.__class__ is se.Abs else factor
        slope = inner.args[0].diff(approach.x) if inner.__class__ in (se.sin, se.cos) else se.Integer(0)
        even = is_even(n)
        if slope != 0 and not slope.free_symbols and is_rational(n) and n > 0 and (even or inner is not factor):
            slopes.append(slope)
        else:
            rest *= factor**n
    if not slopes or not all(is_rational(se.expand(slope / slopes[0])) for slope in slopes):
        return False
    return not rest.free_symbols or diverges_at(rest, approach)


def _factors(f: se.Expr) -> Iterator[tuple[se.Expr, se.Expr]]:
    """(base, exponent), with |u·v| as |u|·|v|."""
    for part in se.Mul.make_args(f):
        base, n = base_and_exponent(part)
        if base.__class__ is se.Abs and base.args[0].__class__ in (se.Mul, se.Pow):
            yield from ((abs(u), m * n) for u, m in _factors(base.args[0]))
        else:
            yield base, n


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


__all__ = ["converges_at", "diverges_at", "diverges_beside_waves", "has_pole", "is_bounded_below"]
