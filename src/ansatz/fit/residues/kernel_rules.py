"""What the fit knows about functions: derivatives of independent kernels, definitions of the others.

To add a kernel: a derivative in `RATE`, or a definition by other kernels in `DEFINITION`.
"""

from collections.abc import Callable
from typing import Any

import symengine as se

from ansatz.expr.canonical import FUNCTION_NAME

HALF = se.Rational(1, 2)

RATE: dict[str, Callable[[Any], Any]] = {
    "ln": lambda u: 1 / u,
    "atan": lambda u: 1 / (1 + u**2),
    "asin": lambda u: (1 - u**2) ** -HALF,
    "asinh": lambda u: (1 + u**2) ** -HALF,
    "acosh": lambda u: (u**2 - 1) ** -HALF,
    "erf": lambda u: 2 * se.pi**-HALF * se.exp(-(u**2)),
    "Ei": lambda u: se.exp(u) / u,
    "Si": lambda u: se.sin(u) / u,
    "Ci": lambda u: se.cos(u) / u,
    "li": lambda u: 1 / se.log(u),
    "dilog": lambda u: -se.log(se.expand(1 - u)) / u,  # 1 - (1 - x) is x
}

# acosh' on the plane: √(u² - 1) is not √(u - 1)·√(u + 1) left of the imaginary axis
PLANE_RATE = RATE | {"acosh": lambda u: (u - 1) ** -HALF * (u + 1) ** -HALF}

DEFINITION: dict[str, Callable[[Any], Any]] = {
    "acos": lambda u: se.pi / 2 - se.asin(u),
    "acot": lambda u: se.atan(1 / u),
    "asec": lambda u: se.pi / 2 - se.asin(1 / u),
    "acsc": lambda u: se.asin(1 / u),
    "atanh": lambda u: (se.log(1 + u) - se.log(1 - u)) / 2,
    "acoth": lambda u: (se.log(1 + 1 / u) - se.log(1 - 1 / u)) / 2,
    "asech": lambda u: se.acosh(1 / u),
    "acsch": lambda u: se.asinh(1 / u),
}

# (cos, sin) of inverse circular functions, exp of inverse hyperbolic ones
POINT: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "asin": lambda u: ((1 - u**2) ** HALF, u),
    "acos": lambda u: (u, (1 - u**2) ** HALF),
    "atan": lambda u: ((1 + u**2) ** -HALF, u * (1 + u**2) ** -HALF),
}
EXPONENTIAL: dict[str, Callable[[Any], Any]] = {
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

CIRCULAR = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
HYPERBOLIC = frozenset(("sinh", "cosh", "tanh", "coth", "sech", "csch"))


def inverse_function(e: Any) -> tuple[str | None, Any]:
    """(name, argument) of an inverse function, those of the reciprocal rewritten: acot(u) is atan(1/u)."""
    name = function_name(e)
    if name in _OF_RECIPROCAL:
        return _OF_RECIPROCAL[name], 1 / e.args[0]
    return name, e.args[0] if name is not None else None


def function_name(e: Any) -> str | None:
    """The operator-table name of a function's head; None for sums, products, powers, symbols and numbers."""
    if e.__class__ is se.FunctionSymbol:
        return e.get_name()
    return FUNCTION_NAME.get(e.__class__)
