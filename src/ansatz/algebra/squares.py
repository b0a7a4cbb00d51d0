"""Squares in rational expressions: split_square(1/(2s²)) is (1/s, 1/2)."""

import symengine as se

from ansatz.algebra.numbers import is_rational
from ansatz.algebra.together import expression, fraction
from ansatz.errors import TooLargeError


def split_square(u: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(v, w) with u = v²·w, where w has no square of a sum or of a symbol as a factor; (1, u) where u is too large."""
    if is_rational(u):
        return se.Integer(1), u
    try:
        above, below, kernels = fraction(u)
    except (TooLargeError, ZeroDivisionError):
        return se.Integer(1), u
    v, w = se.Integer(1), se.Integer(1)
    for polynomial, sign in ((above, 1), (below, -1)):
        number, factors = polynomial.factor()
        w *= se.Integer(int(number)) ** sign
        for p, k in factors:
            base = expression(p, kernels)
            v *= base ** (sign * (int(k) // 2))
            w *= base ** (sign * (int(k) % 2))
    return v, w


__all__ = ["split_square"]
