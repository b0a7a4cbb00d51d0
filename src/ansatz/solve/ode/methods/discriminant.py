"""Equations of first order that are polynomials in y': their singular solutions, and their factors.

    discriminant(y = 2·x·y' - x·y'²)      y = x, beside the general solution
    factors_of(y'² = x²·y²)               y' = x·y and y' = -x·y

With F(x, y, y') a polynomial in y', an envelope of its solutions satisfies F = 0 and ∂F/∂y' = 0, so that y is a root of
the discriminant; which of the roots are solutions the verifier says.
"""

from collections.abc import Iterator

from ansatz.algebra.together import expanded, expression, fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.claim import UNKNOWNS, Claim, Equation, Kind
from ansatz.solve.ode.methods.roots import roots

_NAME = "envelope"


def discriminant(equation: Equation) -> Iterator[Claim]:
    """Claims y(x) without constants."""
    Y, rate = UNKNOWNS[:2]
    if equation.order != 1 or rate not in equation.left.diff(rate).free_symbols:
        return
    try:
        numerator, _, kernels = fraction(equation.left, rate, Y)
        if numerator.degrees()[0] < 2 or any(rate in kernel.free_symbols for kernel in kernels[1:]):
            return
        shared = expression(numerator.discriminant(0), kernels)
        for root in roots(shared, Y):
            yield Claim(root.value, _NAME, Kind.SINGULAR, branch=root.branch)
    except ALGEBRA_FAILURES:
        return


def factors_of(equation: Equation) -> list[Equation]:
    """The equations whose product this one is, each once; none for one of another order, or that is no product."""
    rate = UNKNOWNS[1]
    if equation.order != 1 or rate not in equation.left.diff(rate).free_symbols:
        return []
    try:
        numerator, _, kernels = fraction(equation.left, rate)
        parts = [expanded(factor, kernels) for factor, _ in numerator.factor()[1]]
    except ALGEBRA_FAILURES:
        return []
    own = [Equation(part, equation.x, 1) for part in parts if rate in part.free_symbols]
    return own if len(own) > 1 else []


__all__ = ["discriminant", "factors_of"]
