"""From an integrating factor to the answer: μ·(dy - f dx) = dΦ, Φ(x, y) = c1."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.together import together
from ansatz.expr.differentiation import derivative
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.methods.answers import C1, explicit
from ansatz.solve.ode.numeric import without


def by_factor(mu: se.Expr, f: se.Expr, equation: Equation, integrals: Integrals, method: str) -> Iterator[Claim]:
    """Claims from Φ with Φy = μ, Φx = -f·μ."""
    potential = first_integral(together(-f * mu), together(mu), equation.x, equation.y, integrals)
    if potential is not None:
        yield from explicit(potential - C1, equation, method)


def first_integral(M: se.Expr, N: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals) -> se.Expr | None:
    """Φ with Φx = M and Φy = N; None where M dx + N dy is not exact or an integral is not found."""
    for (P, u), (Q, v) in (((N, y), (M, x)), ((M, x), (N, y))):
        part = integrals.of(P, u)
        if part is None:
            continue
        rest = without(Q - derivative(part, v), u)
        other = None if rest is None else integrals.of(rest, v)
        if other is not None:
            return part + other
    return None


__all__ = ["by_factor", "first_integral"]
