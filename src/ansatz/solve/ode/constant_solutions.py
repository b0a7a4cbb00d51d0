"""Solutions that are constant: y = k where the equation holds with k for y and 0 for its derivatives."""

from collections.abc import Iterator
from itertools import islice

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.ode.verifier import CONSTANTS, UNKNOWNS
from ansatz.proof.real_line.zeros import zeros
from ansatz.solve.ode.claim import Claim, Equation, Kind

_PLACE = se.Rational(7, 5)
_MOST = 6


def constant_solutions(equation: Equation) -> Iterator[Claim]:
    """Claims y = k, of which every one may do; else those that a place x without meaning shows, where x and y are the
    only symbols.
    """
    Y, x = UNKNOWNS[0], equation.x
    try:
        still = expanded(equation.left.subs(dict.fromkeys(UNKNOWNS[1:], se.Integer(0))))
        if still == 0 and equation.order == 2:
            yield Claim(CONSTANTS[0], "constant", Kind.PARTICULAR)
        if has_no_value(still) or Y not in still.free_symbols or not still.free_symbols <= {x, Y}:
            return
        here = expanded(still.subs({x: _PLACE}))
        names = [family.first.name for family in zeros(here, Y)] if Y in here.free_symbols else []
    except ALGEBRA_FAILURES:
        return
    for k in islice((k for k in names if k is not None), _MOST):
        if expanded(still.subs({Y: k})) == 0:
            yield Claim(k, "constant", Kind.PARTICULAR)


__all__ = ["constant_solutions"]
