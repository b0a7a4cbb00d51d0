"""Is an expression nowhere negative? By the signs of its parts, or as a sum of squares in its kernels: certain.

is_nonnegative(e, squares) -> bool
"""

from collections.abc import Callable
from typing import TypeAlias

import symengine as se
from flint import fmpq_mpoly

from ansatz.algebra.fold import kernels
from ansatz.algebra.polynomials import ring, to_polynomial
from ansatz.algebra.real_domain import RealDomain
from ansatz.expr.canonical import symbol
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, natural

Squares: TypeAlias = Callable[[fmpq_mpoly], SumOfSquares | None]  # what it finds need not be right

_MAX_TERMS = 120  # of a polynomial in the kernels


def is_nonnegative(e: se.Expr, squares: Squares | None = None) -> bool:
    """Whether e ≥ 0 is certain wherever e has a real value."""
    forms = (e, se.expand(e))
    return any(RealDomain(e).is_nonnegative(u) for u in forms) or _is_sum_of_squares(forms[1], squares)


def _is_sum_of_squares(e: se.Expr, squares: Squares | None) -> bool:
    """As a polynomial in its kernels, each of which may have any real value."""
    names = {kernel: symbol(f"k{i}") for i, kernel in enumerate(kernels(e))}  # of all symbols too, at once
    p = to_polynomial(e.xreplace(names), ring(names.values()))
    if p is None or p.is_zero() or len(p) > _MAX_TERMS:
        return e == 0
    candidates = (find(p) for find in (natural, squares) if find is not None)
    return any(found is not None and found.proves(p) for found in candidates)


__all__ = ["Squares", "is_nonnegative"]
