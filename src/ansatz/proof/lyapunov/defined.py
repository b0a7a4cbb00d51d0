"""Have functions real values everywhere, and no jumps? What is certain by the structure of their parts.

    lacking((V, *system), squares)  ->  the first requirement of a part that is not certain, or None

A pole or a branch point may lie farther out than any point that is looked at: 1/(x - 10⁸)² is met by no sample.
"""

from collections.abc import Iterable

import symengine as se

from ansatz.algebra.real_domain import RealDomain
from ansatz.errors import UndecidedError
from ansatz.proof.lyapunov.signs import Squares, is_nonnegative
from ansatz.proof.real_line.requirements import Need, Requirement, requirements
from ansatz.proof.real_line.zeros import zeros
from ansatz.proof.zero.constants import constant_sign

_MARGINS = (1, se.Rational(1, 16), se.Rational(1, 1024))  # by which a sum of squares may be seen to be positive


def lacking(expressions: Iterable[se.Expr], squares: Squares | None = None) -> Requirement | None:
    """What some part needs to be real, finite and continuous, and may lack somewhere.

    Where V jumps, dV/dt says nothing: (x² + y²)(2 + sign(x - 1)) rises whenever x passes 1.
    """
    needs = dict.fromkeys(need for e in expressions for need in requirements(e))
    return next((need for need in needs if not _is_met(need, squares)), None)


def _is_met(need: Requirement, squares: Squares | None) -> bool:
    match need.need:
        case Need.NONNEGATIVE:
            return is_nonnegative(need.u, squares)
        case Need.POSITIVE:
            return _is_positive(need.u, squares)
        case Need.NONZERO | Need.STEP:
            return _is_positive(need.u, squares) or _is_positive(-need.u, squares)


def _is_positive(u: se.Expr, squares: Squares | None) -> bool:
    if RealDomain(u).range(u).low > 0:
        return True
    if len(u.free_symbols) == 1:
        (v,) = u.free_symbols
        try:
            return not zeros(u, v) and constant_sign(u.subs({v: 0})) == 1
        except UndecidedError:
            pass
    return any(is_nonnegative(se.expand(u - margin), squares) for margin in _MARGINS)


__all__ = ["lacking"]
