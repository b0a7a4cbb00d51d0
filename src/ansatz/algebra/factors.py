"""What the factors of a product say of a symbol: the constant in front, and whether the rest is one power of it."""

import symengine as se

from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational


def split_constant(e: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr]:
    """(c, g) with e = c·g, where c has all factors that are free of x."""
    factors = se.Mul.make_args(e)
    return (
        se.Mul(*(factor for factor in factors if x not in factor.free_symbols)),
        se.Mul(*(factor for factor in factors if x in factor.free_symbols)),
    )


def monomial(e: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(c, n) with e = c·xⁿ, c free of x and n rational; None for anything else."""
    c, n = se.Integer(1), se.Integer(0)
    for factor in se.Mul.make_args(e):
        base, exponent = base_and_exponent(factor)
        if x not in factor.free_symbols:
            c *= factor
        elif base == x and is_rational(exponent):
            n += exponent
        else:
            return None
    return c, n


__all__ = ["monomial", "split_constant"]
