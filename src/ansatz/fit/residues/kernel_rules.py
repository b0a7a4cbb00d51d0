"""What the fit knows about functions: derivatives of independent kernels, definitions of the others.

An operator of the table is a kernel by its derivative, unless `DEFINITION` defines it by other kernels.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import symengine as se

from ansatz.expr.differentiation import rate_at
from ansatz.expr.operators import FUNCTIONS, SPECIAL
from ansatz.expr.spelling import operator_name as function_name

HALF = se.Rational(1, 2)
_Rule: TypeAlias = Callable[[se.Expr], se.Expr]

DEFINITION: dict[str, _Rule] = {
    "acos": lambda u: se.pi / 2 - se.asin(u),
    "acot": lambda u: se.atan(1 / u),
    "asec": lambda u: se.pi / 2 - se.asin(1 / u),
    "acsc": lambda u: se.asin(1 / u),
    "atanh": lambda u: (se.log(1 + u) - se.log(1 - u)) / 2,
    "acoth": lambda u: (se.log(1 + 1 / u) - se.log(1 - 1 / u)) / 2,
    "asech": lambda u: se.acosh(1 / u),
    "acsch": lambda u: se.asinh(1 / u),
}

CIRCULAR = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
HYPERBOLIC = frozenset(("sinh", "cosh", "tanh", "coth", "sech", "csch"))

# derivatives of the functions that stand for themselves
PLANE_RATE: dict[str, _Rule] = {
    operator.name: partial(rate_at, operator.name)
    for operator in (*FUNCTIONS, *SPECIAL)
    if operator.name != "exp" and operator.name not in CIRCULAR | HYPERBOLIC | DEFINITION.keys()
}
# on the line √(u - 1)·√(u + 1) is one root
RATE = PLANE_RATE | {"acosh": lambda u: (u**2 - 1) ** -HALF}

# (cos, sin) of inverse circular functions, exp of inverse hyperbolic ones
POINT: dict[str, Callable[[se.Expr], tuple[se.Expr, se.Expr]]] = {
    "asin": lambda u: ((1 - u**2) ** HALF, u),
    "acos": lambda u: (u, (1 - u**2) ** HALF),
    "atan": lambda u: ((1 + u**2) ** -HALF, u * (1 + u**2) ** -HALF),
}
EXPONENTIAL: dict[str, _Rule] = {
    "asinh": lambda u: u + (1 + u**2) ** HALF,
    "acosh": lambda u: u + (u**2 - 1) ** HALF,
    "atanh": lambda u: ((1 + u) / (1 - u)) ** HALF,
}
PLANE_EXPONENTIAL = EXPONENTIAL | {
    "acosh": lambda u: u + (u - 1) ** HALF * (u + 1) ** HALF,
    "atanh": lambda u: (1 + u) ** HALF * (1 - u) ** -HALF,
}
# functions that are others of the reciprocal
_OF_RECIPROCAL = {"acot": "atan", "asec": "acos", "acsc": "asin", "acoth": "atanh", "asech": "acosh", "acsch": "asinh"}


def inverse_function(e: se.Expr) -> tuple[str | None, se.Expr]:
    """(name, argument) of an inverse function, those of a reciprocal rewritten: acot(u) is atan(1/u); or (None, e)."""
    name = function_name(e)
    if name in _OF_RECIPROCAL:
        return _OF_RECIPROCAL[name], 1 / e.args[0]
    return (None, e) if name is None else (name, e.args[0])
