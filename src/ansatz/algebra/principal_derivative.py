"""The derivative on principal branches, also where a function of a real variable is complex."""

import symengine as se

from ansatz.expr.canonical import derivative


def principal_derivative(function: se.Expr, x: se.Expr) -> se.Expr:
    """F', true for principal branches wherever F is real or complex.

    SymEngine's acosh'(u) = 1/√(u²−1) has the wrong sign left of the imaginary axis, where acosh is
    complex; the operator table's holds everywhere.
    """
    return derivative(function, x, by_table=(se.acosh, se.asech))


def principal_derivatives(function: se.Expr, x: se.Expr, order: int) -> list[se.Expr]:
    """[F, F', F'', …] up to the derivative of this order, each as `principal_derivative` says it."""
    found = [function]
    for _ in range(order):
        found.append(principal_derivative(found[-1], x))
    return found


__all__ = ["principal_derivative", "principal_derivatives"]
