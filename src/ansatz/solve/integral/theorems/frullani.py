"""∫₀^∞ Σ c·g(λx)/x dx = (g(∞) − g(0))·Σ c·ln λ, where Σ c = 0 and all λ > 0.

    ∫₀^∞ (e^(−x) − e^(−4x))/x dx = ln 4         ∫₀^∞ (atan(5x) − atan(2x))/x dx = π/2·ln(5/2)

g is continuous for x ≥ 0 and has finite limits at 0 and at ∞ (Frullani 1821, Cauchy 1823; Ostrowski, "On
Cauchy-Frullani integrals", Comment. Math. Helv. 51, 1976). For g = cos ∫₁^∞ g(x)/x dx converges, and g(∞) counts as its
mean, zero.
"""

import symengine as se

from ansatz.algebra.factors import monomial, split_constant
from ansatz.algebra.numbers import is_rational
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.integral.pieces import pieces_of, points_of
from ansatz.proof.real_line.critical_functions import Kind
from ansatz.proof.real_line.exact_zeros import Line
from ansatz.proof.real_line.one_sided_limits import Approach, one_sided
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value


def by_frullani(question: Definite) -> Value | None:
    """Where f·x is a sum of one function's values at multiples of a power of x."""
    if not question.over(0, se.oo):
        return None
    x = question.x
    terms = se.Add.make_args(se.expand(question.f * x))
    if len(terms) < 2 or any(x not in term.free_symbols for term in terms):
        return None
    groups: list[tuple[se.Expr, se.Expr, tuple[se.Expr, se.Expr]]] = []
    for term in terms:
        constant, kernel = split_constant(term, x)
        scale = _scale(kernel, x)
        if scale is None:
            return None
        unit, n = scale
        groups.append((constant, unit, (kernel.subs({x: x / unit ** (1 / n)}), n)))
    if len({shape for _, _, shape in groups}) != 1 or se.expand(se.Add(*(c for c, _, _ in groups))) != 0:
        return None
    g, n = groups[0][2]
    conditions = positive_or_conditions([unit for _, unit, _ in groups])
    jump = _jump(g, x) if not g.free_symbols - {x} else None
    if conditions is None or jump is None:
        return None
    value = jump * se.Add(*(c * se.log(unit) / n for c, unit, _ in groups))
    return Value(se.expand(value), "Frullani's formula", conditions)


def _scale(kernel: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(c, n) with c > 0, or likely so, of the first monomial ±c·xⁿ in the kernel."""
    for e in sorted(kernel.atoms(se.Pow, se.Mul, se.Symbol), key=str):
        if (found := monomial(e, x)) is not None:
            c, n = found
            if n > 0 and c not in (1, -1):
                return (-c, n) if _is_negative(c) else (c, n)
    return (se.Integer(1), _power(kernel, x)) if x in kernel.free_symbols else None


def _power(kernel: se.Expr, x: se.Symbol) -> se.Expr:
    """The power in which x occurs in a kernel that is not scaled."""
    powers = [e.args[1] for e in kernel.atoms(se.Pow) if e.args[0] == x and is_rational(e.args[1])]
    return powers[0] if len(powers) == 1 and powers[0] > 0 else se.Integer(1)


def _is_negative(c: se.Expr) -> bool:
    number = se.Mul.make_args(c)[0]
    return is_rational(number) and bool(number < 0)


def _jump(g: se.Expr, x: se.Symbol) -> se.Expr | None:
    """g(∞) − g(0) for continuous g."""
    if g.__class__ is se.cos and g.args[0] in (x, x**2, x**3):
        return se.Integer(-1)
    try:
        line = Line(x, se.Integer(0), se.oo)
        pieces = pieces_of((g,), line)
        if any(cut.kinds != {Kind.CORNER} for cut in pieces.cuts):
            return None
        points_of(g, pieces)
        first, last = one_sided(g, Approach(x, se.Integer(0), 1)), one_sided(g, Approach(x, se.oo, -1))
    except ALGEBRA_FAILURES:
        return None
    if first.value is None or last.value is None or first.is_infinite or last.is_infinite:
        return None
    return se.expand(last.value - first.value)
