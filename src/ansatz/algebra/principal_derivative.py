"""The derivative on principal branches, also where a function of a real variable is complex."""

import symengine as se

from ansatz.expr.canonical import derivative


def principal_derivative(function: se.Expr, x: se.Expr) -> se.Expr:
    """F', true for principal branches wherever F is real or complex.

    SymEngine's acosh'(u) = 1/√(u²−1) has the wrong sign left of the imaginary axis, where acosh is
    complex; the operator table's holds everywhere.
    """
    return derivative(function, x, by_table=(se.acosh, se.asech))


__all__ = ["principal_derivative"]
