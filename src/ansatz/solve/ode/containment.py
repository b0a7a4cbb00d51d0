"""Is a special solution one of the general solution's? Seen where its constants enter linearly, or there is only one.

contains(c1*exp(x), 0, x)     True: c1 = 0
"""

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.ode.initial_values import vanishes
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.solve.ode.linear_constants import linear_solution
from ansatz.solve.ode.methods.roots import roots

_PLACES = tuple(se.Rational(p, q) for p, q in ((7, 5), (3, 4), (8, 3), (1, 2), (9, 5), (2, 7)))


def contains(general: se.Expr, special: se.Expr, x: se.Symbol) -> bool:
    """Whether values of the constants certainly make the general solution the special one, which may have its own."""
    special = special.subs({c: se.Symbol(f"{c}_") for c in CONSTANTS})
    constants = [c for c in CONSTANTS if c in general.free_symbols]
    try:
        gap = general - special
        conditions = [gap.subs({x: place}) for place in _PLACES[: len(constants)]]
        if any(map(has_no_value, conditions)):
            return False
        values = linear_solution(conditions, constants)
        if values is not None:
            return vanishes(gap.subs(values))
        found = roots(conditions[0], constants[0]) if len(constants) == 1 else ()
        return any(vanishes(gap.subs({constants[0]: root.value})) for root in found)
    except ALGEBRA_FAILURES:
        return False


__all__ = ["contains"]
