"""y' = A(x)·y + B(x): y = μ·(∫ B/μ dx + c1), μ = exp(∫ A dx). And what is linear in x, with x and y exchanged."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.together import together
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.methods.answers import C1, explicit, named
from ansatz.solve.ode.methods.roots import exponential_of
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.numeric import without


def linear(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """The family where both integrals are known."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        family = linear_family(f, x, y, integrals)
        if family is not None:
            yield from named(family, equation, "linear")


def linear_in_x(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """dx/dy = A(y)·x + B(y)."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        family = None if f == 0 else linear_family(together(1 / f), y, x, integrals)
        if family is not None and C1 in family.free_symbols:
            # for c1, so that it stands alone
            scale = family.diff(C1)
            yield from explicit(together((x - family.subs({C1: 0})) / scale) - C1, equation, "linear in x")


def linear_family(f: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals) -> se.Expr | None:
    """y(x, c1) of y' = f = A(x)·y + B(x); None where f is not linear or an integral is not found."""
    A = without(f.diff(y), y)
    if A is None:
        return None
    B = without(together(f - A * y), y)
    if B is None:
        return None
    exponent = integrals.of(A, x)
    if exponent is None:
        return None
    mu = exponential_of(exponent)
    rest = integrals.of(together(B / mu), x)
    if rest is None:
        rest = integrals.of(se.expand(B / mu), x)
    return None if rest is None else C1 * mu + together(mu * rest)


__all__ = ["linear", "linear_family", "linear_in_x"]
