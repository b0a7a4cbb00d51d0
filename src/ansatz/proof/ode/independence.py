"""Has a family of solutions as many independent constants as the order of its equation says?

dependence([y, y'], x, residual, points, deadline)     None where it has; else a verdict
coincidences([y, y'], x, residual, points, deadline)   what must not be 0 for that: a - b
"""

from collections.abc import Sequence

import symengine as se
from flint import acb_mat, ctx

from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol
from ansatz.expr.equations import MAX_ORDER
from ansatz.proof.residual import PRECISIONS, Residual
from ansatz.proof.sampling import Point
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.evaluation_point import BITS, Site
from ansatz.proof.zero.exponent_lattice import Units
from ansatz.proof.zero.tower import Tower
from ansatz.proof.zero.zero_test import ZeroTest

CONSTANTS = tuple(symbol(f"c{k + 1}") for k in range(MAX_ORDER))

_WRITTEN = 2  # rows of a determinant that is written out, so that algebra may prove it zero


def dependence(
    rates: Sequence[se.Expr], x: se.Symbol, residual: Residual, points: Sequence[Point], deadline: float
) -> Verification | None:
    """None where det ∂(y, y', …)/∂(c1, c2, …) is certainly not zero at one of the points; else what that means.

    rates: y and its derivatives, up to one less than the order. The constants are dependent, and y is refuted, where
    they are too few or exact algebra proves that the determinant is zero everywhere; otherwise nothing is known.
    """
    order = len(rates)
    constants = [c for c in CONSTANTS if c in rates[0].free_symbols]
    dependent = len(constants) < order
    if not dependent:
        rows = [[principal_derivative(rate, c) for c in constants] for rate in rates]
        products = _products(rows) if order <= _WRITTEN else []
        if nonzero_somewhere(se.Add(*products), residual, points) if products else is_regular(rows, residual, points):
            return None
        terms = [term for product in products for term in se.Add.make_args(product)]
        balls = [residual.values(point, BITS) for point in points]
        proof = ZeroTest(terms, x, residual.program, deadline).prove(balls) if terms else None
        dependent = proof is not None and not proof.patterns
    count = f"{order} independent constant{'s' * (order > 1)}"
    if dependent:
        reason = f"the solution has fewer than {count}"
        return Verification(Verdict.REFUTED, Scope(ScopeKind.PARTICULAR, str(x)), reason=reason)
    return Verification(Verdict.UNKNOWN, reason=f"that the solution has {count} could not be certified")


def coincidences(
    rates: Sequence[se.Expr], x: se.Symbol, residual: Residual, points: Sequence[Point], deadline: float
) -> list[se.Expr]:
    """What must not be zero, lest the determinant vanish for all x: a - b for c1·e^(ax) + c2·e^(bx).

    They are its factors in parameters alone; those that hold x or constants as well are not looked into.
    """
    constants = [c for c in CONSTANTS if c in rates[0].free_symbols]
    moving = {x, *constants}
    if len(rates) > _WRITTEN or len(constants) < len(rates) or rates[0].free_symbols <= moving:
        return []
    products = _products([[principal_derivative(rate, c) for c in constants] for rate in rates])
    terms = [term for product in products for term in se.Add.make_args(product)]
    try:
        values = residual.values(points[0], BITS)
        with ctx.workprec(values.bits):
            tower = Tower(Site(residual.program, values), Units(terms), deadline)
            determinant = tower.ring.total([tower.build(term) for term in terms])
        factors = [tower.expression_of_base(base) for base, exponent in determinant.exponents.items() if exponent > 0]
    except ALGEBRA_FAILURES:
        return []
    bare = [base_and_exponent(u)[0] if isinstance(base_and_exponent(u)[1], se.Rational) else u for u in factors]
    return [u for u in bare if u.free_symbols and not u.free_symbols & moving]


def _products(rows: Sequence[Sequence[se.Expr]]) -> list[se.Expr]:
    """Whose sum is the determinant, of one or two rows."""
    return [rows[0][0]] if len(rows) == 1 else [rows[0][0] * rows[1][1], -rows[0][1] * rows[1][0]]


def is_regular(rows: Sequence[Sequence[se.Expr]], residual: Residual, points: Sequence[Point]) -> bool:
    """Whether the determinant is certainly not zero at one of the points, by the values of its entries."""
    slots = [[residual.program.add(e) for e in row] for row in rows]
    for bits in PRECISIONS:
        for point in points:
            values = residual.values(point, bits)
            entries = [[values[slot] for slot in row] for row in slots]
            if all(e.is_finite() for row in entries for e in row):
                with ctx.workprec(bits):
                    if not acb_mat(entries).det().contains(0):
                        return True
    return False


def nonzero_somewhere(e: se.Expr, residual: Residual, points: Sequence[Point]) -> bool:
    """Whether an expression is certainly not zero at one of the points."""
    slot = residual.program.add(e)
    balls = (residual.values(point, bits)[slot] for bits in PRECISIONS for point in points)
    return any(ball.is_finite() and not ball.contains(0) for ball in balls)


__all__ = ["CONSTANTS", "coincidences", "dependence", "is_regular", "nonzero_somewhere"]
