"""Pseudo-elliptic integrals by symmetry: ∫ R(x) dx/√D(x), D of degree 3 or 4, where R changes its sign with dx/√D's.

    (1 − x²)/((1 + x²)√(1 + x⁴)) dx        x → 1/x takes dx/√D to −dx/√D and R to −R

Three involutions permute the zeros of D (∞ is one where deg D = 3). Each of them has a quadratic invariant t = A/B, in
which D = B²·q(t), q quadratic. What R has of the part that changes sign with the fixed points' quadratic φ becomes a
rational function of t over √q(t) (Goursat, "Note sur quelques intégrales pseudo-elliptiques", Bull. Soc. Math. France
15, 1887). The involutions that are rational belong to the rational roots z of the resolvent 4z³ − g₂z − g₃, for which
the Hessian H + zD is a square φ² (Weber, *Lehrbuch der Algebra* I, § 66).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import symengine as se
from flint import fmpq, fmpq_mat, fmpq_poly

from ansatz.algebra.nodes import transform
from ansatz.algebra.ratios import ONE, Ratio, X, factor, polynomial_expression, ratio_of
from ansatz.algebra.together import together

Integrate = Callable[[se.Expr, se.Symbol, se.Expr, dict[Ratio, se.Expr]], se.Expr | None]


@dataclass(frozen=True, slots=True)
class Involution:
    """φ, whose zeros stay; A, B with t = A/B invariant; q with D = B²·q(A/B), its coefficients from the lowest."""

    fixed: fmpq_poly
    above: fmpq_poly
    below: fmpq_poly
    q: fmpq_poly

    def image(self) -> Ratio:
        """The involution as a function."""
        p0, p1, p2 = (self.fixed[k] for k in range(3))
        return Ratio(fmpq_poly([-2 * p0, -p1]), fmpq_poly([p1, 2 * p2]))


def integrate_by_symmetry(r: Ratio, d: fmpq_poly, root: se.Expr, x: se.Expr, integrate: Integrate) -> se.Expr | None:
    """∫ r dx/√D with √D written as `root`, at x; None where a part is not odd. integrate: functions of t and √q(t)."""
    total, rest = se.Integer(0), r
    known = list(involutions(d))
    whole = [s for s in known if _even_part(r, s) == r * Ratio(s.below, s.fixed)]
    for s in whole or known:
        even = _even_part(rest, s)
        F = _integrated(even, s, root, x, integrate) if even else None
        if F is None:
            continue
        total += F
        rest = rest - even * Ratio(s.fixed, s.below)
        if not rest:
            return total
    return None


def _even_part(r: Ratio, s: Involution) -> Ratio:
    """What of r·B/φ the involution leaves as it is."""
    ratio = r * Ratio(s.below, s.fixed)
    return (ratio + ratio.compose(s.image())).scaled(fmpq(1, 2))


def _integrated(even: Ratio, s: Involution, root: se.Expr, x: se.Expr, integrate: Integrate) -> se.Expr | None:
    """∫ even·φ/B dx/√D = ∫ g(t) dt/√q(t), up to the constant (A'B − AB')/φ."""
    g = _in_invariant(even, s)
    scale = Ratio(s.above.derivative() * s.below - s.above * s.below.derivative(), s.fixed)
    if g is None or scale.num.degree() or scale.den.degree():
        return None
    t, below = se.Symbol("t_"), polynomial_expression(s.below, x)
    written = se.sqrt(polynomial_expression(s.q, t))  # SymEngine takes its content out
    (inner,) = (e for e in se.Mul.make_args(written) if t in e.free_symbols)
    q = ratio_of(inner.args[0], t)
    integrand = g.scaled(1 / scale.num[0]).expression(t) / written
    roots = {} if q is None else {q: root / below / (written / inner)}
    F = integrate(integrand, t, polynomial_expression(s.above, x) / below, roots)
    return None if F is None else transform(F, _one_fraction)


def _one_fraction(e: se.Expr) -> se.Expr | None:
    """A function of one fraction, where its argument was one of A/B."""
    return e.func(together(e.args[0])) if e.__class__ in (se.log, se.atan, se.atanh, se.asin, se.asinh) else None


def involutions(d: fmpq_poly) -> Iterator[Involution]:
    """The rational ones that permute the zeros of a squarefree D of degree 3 or 4."""
    e, d1, c, b, a = (d[k] / n for k, n in enumerate((1, 4, 6, 4, 1)))
    g2 = a * e - 4 * b * d1 + 3 * c * c
    g3 = a * c * e + 2 * b * c * d1 - a * d1 * d1 - b * b * e - c**3
    hessian = fmpq_poly(
        [c * e - d1 * d1, 2 * (b * e - c * d1), a * e + 2 * b * d1 - 3 * c * c, 2 * (a * d1 - b * c), a * c - b * b]
    )
    for p, _ in factor(fmpq_poly([-g3, -g2, 0, 4]))[1]:
        if p.degree() != 1:
            continue
        square = hessian - d * (p[0] / p[1])
        if square == 0 or square.degree() % 2:
            continue
        fixed = ONE
        for q, n in factor(square)[1]:
            fixed *= q ** (int(n) // 2)
        if fixed * fixed * square[square.degree()] == square * fixed[fixed.degree()] ** 2:
            yield from _with_invariant(fixed, d)


def _with_invariant(fixed: fmpq_poly, d: fmpq_poly) -> Iterator[Involution]:
    """A and B span the quadratics that are apolar to φ: 2a₂φ₀ − a₁φ₁ + 2a₀φ₂ = 0."""
    p0, p1, p2 = (fixed[k] for k in range(3))
    spanning = [fmpq_poly([2 * p0, 0, -2 * p2])] if p0 or p2 else []
    if p1:
        spanning = [fmpq_poly([p1, 2 * p2]), fmpq_poly([0, 2 * p0, p1])]
    else:
        spanning.append(X)
    spanning.sort(key=lambda p: (p.degree(), sum(c != 0 for c in p.coeffs())))
    below, above = spanning
    if below.degree() > 0 and above.degree() == below.degree():
        lower = above - below * (above[above.degree()] / below[below.degree()])
        below = lower if lower != 0 else below
    definite = (p for p in (above, below, above + below, above - below) if p[1] * p[1] < 4 * p[0] * p[2])
    if (without_zeros := next(definite, None)) is not None:  # then t is continuous
        below, above = without_zeros, below if without_zeros != below else above
    columns = [below * below, above * below, above * above]
    matrix = fmpq_mat(5, 4, [p[k] for k in range(5) for p in (*columns, d)])
    reduced, rank = matrix.rref()
    if rank == 3 and all(reduced[k, k] == 1 for k in range(3)):
        yield Involution(fixed, above, below, fmpq_poly([reduced[k, 3] for k in range(3)]))


def _in_invariant(r: Ratio, s: Involution) -> Ratio | None:
    """g with r = g(A/B): numerator and denominator reduced modulo A − tB, linear in x over Q(t)."""
    t = Ratio(X)
    c0, c1, c2 = (Ratio(fmpq_poly([s.above[k]])) - t.scaled(s.below[k]) for k in range(3))
    if not c2:
        return None

    def reduced(p: fmpq_poly) -> tuple[Ratio, Ratio]:
        low, high = Ratio(fmpq_poly([])), Ratio(fmpq_poly([]))
        for coefficient in reversed(p.coeffs()):
            low, high = (
                Ratio(fmpq_poly([coefficient])) - high * c0 / c2,
                low - high * c1 / c2,
            )
        return low, high

    (n0, n1), (m0, m1) = reduced(r.num), reduced(r.den)
    if m0:
        return n0 / m0 if n1 * m0 == n0 * m1 else None
    return n1 / m1 if m1 and not n0 else None
