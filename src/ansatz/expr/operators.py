"""The operator table: the one place that knows what an operator is.

An operator's `name` is its token, its spelling in prefix and postfix notation and the first entry of
its tree node. To add an operator: add a row here, name it in `vocabulary.ADDED_OPERATORS`, and give it
a derivative in SymEngine (or a rule in `canonical.derivative`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import symengine as se


@dataclass(frozen=True, slots=True)
class Operator:
    """One row of the table.

    name: token and tree label. arity: 1 or 2. weight: how often random trees use it, relative to
    operators of the same arity (0: never; Lample & Charton 2020, appendix C, and their README).
    symengine: builds the expression. sympy: name in the `sympy` module, or None where it is arithmetic.
    lample_charton: its word in the Lample–Charton format, or None.
    """

    name: str
    arity: int
    weight: float
    symengine: Callable[..., Any]
    sympy: str | None = None
    lample_charton: str | None = None
    elementary: bool = True


HALF = se.Rational(1, 2)
THIRD = se.Rational(1, 3)


def power(base: Any, exponent: Any) -> Any:
    """base^exponent with the identity (b^p)^q = b^(pq), true on principal branches for -1 < p <= 1."""
    if base.__class__ is se.Pow and isinstance(exponent, se.Rational | se.Integer):
        inner_base, inner = base.args
        if isinstance(inner, se.Rational) and not isinstance(inner, se.Integer):
            fraction = Fraction(int(inner.p), int(inner.q))
            if -1 < fraction <= 1:
                return inner_base ** (inner * exponent)
    return base**exponent


def negate(u: Any) -> Any:
    """-u, distributed over a sum, so that -(a + b) and -a - b are one expression."""
    return se.Add(*(-term for term in u.args)) if u.__class__ is se.Add else -u


_MINUS_ONE = type(se.Integer(-1))


def multiply(u: Any, v: Any) -> Any:
    """u·v, where a factor -1 is distributed as `negate` does."""
    if u.__class__ is _MINUS_ONE:
        return negate(v)
    if v.__class__ is _MINUS_ONE:
        return negate(u)
    return u * v


def sign(u: Any) -> Any:
    """sign(u); as u/|u| where SymEngine (0.15) would recurse without end, which it does for sign((-v)^p)."""
    base = u
    while base.__class__ is se.Pow:
        base = base.args[0]
    if base is not u and base.__class__ is se.Mul:
        return u / abs(u)
    return se.sign(u)


def _real_cube_root(u: Any) -> Any:
    if isinstance(u, se.Integer | se.Rational):
        return u**THIRD if u >= 0 else -((-u) ** THIRD)
    return sign(u) * abs(u) ** THIRD


def _integer_power(n: int) -> Callable[[Any], Any]:
    return lambda u: power(u, se.Integer(n))


ARITHMETIC = (
    Operator("+", 2, 10, lambda u, v: u + v, None, "add"),
    Operator("-", 2, 3, lambda u, v: u + negate(v), None, "sub"),
    Operator("*", 2, 10, multiply, None, "mul"),
    Operator("/", 2, 5, lambda u, v: u / v, None, "div"),
    Operator("^", 2, 0, power, None, "pow"),
    Operator("neg", 1, 0, negate),
    Operator("inv", 1, 0, lambda u: power(u, se.Integer(-1)), None, "inv"),
    Operator("sqrt", 1, 4, lambda u: power(u, HALF), "sqrt", "sqrt"),
    Operator("cbrt", 1, 0, _real_cube_root),
    Operator("pow2", 1, 4, _integer_power(2), None, "pow2"),
    Operator("pow3", 1, 2, _integer_power(3), None, "pow3"),
    Operator("pow4", 1, 1, _integer_power(4), None, "pow4"),
    Operator("pow5", 1, 1, _integer_power(5), None, "pow5"),
    Operator("abs", 1, 0, lambda u: abs(u), "Abs", "abs"),
    Operator("sign", 1, 0, sign, "sign", "sign"),
)

FUNCTIONS = (
    Operator("exp", 1, 4, se.exp, "exp", "exp"),
    Operator("ln", 1, 4, se.log, "log", "ln"),
    Operator("sin", 1, 4, se.sin, "sin", "sin"),
    Operator("cos", 1, 4, se.cos, "cos", "cos"),
    Operator("tan", 1, 4, se.tan, "tan", "tan"),
    Operator("cot", 1, 0.5, se.cot, "cot", "cot"),
    Operator("sec", 1, 0.5, se.sec, "sec", "sec"),
    Operator("csc", 1, 0.5, se.csc, "csc", "csc"),
    Operator("asin", 1, 1, se.asin, "asin", "asin"),
    Operator("acos", 1, 1, se.acos, "acos", "acos"),
    Operator("atan", 1, 1, se.atan, "atan", "atan"),
    Operator("acot", 1, 0.1, se.acot, "acot", "acot"),
    Operator("asec", 1, 0.1, se.asec, "asec", "asec"),
    Operator("acsc", 1, 0.1, se.acsc, "acsc", "acsc"),
    Operator("sinh", 1, 1, se.sinh, "sinh", "sinh"),
    Operator("cosh", 1, 1, se.cosh, "cosh", "cosh"),
    Operator("tanh", 1, 1, se.tanh, "tanh", "tanh"),
    Operator("coth", 1, 0.2, se.coth, "coth", "coth"),
    Operator("sech", 1, 0.2, se.sech, "sech", "sech"),
    Operator("csch", 1, 0.2, se.csch, "csch", "csch"),
    Operator("asinh", 1, 1, se.asinh, "asinh", "asinh"),
    Operator("acosh", 1, 1, se.acosh, "acosh", "acosh"),
    Operator("atanh", 1, 1, se.atanh, "atanh", "atanh"),
    Operator("acoth", 1, 0.1, se.acoth, "acoth", "acoth"),
    Operator("asech", 1, 0.1, se.asech, "asech", "asech"),
    Operator("acsch", 1, 0.1, se.acsch, "acsch", "acsch"),
)


def _special(name: str, at_zero: int | None = None) -> Callable[[Any], Any]:
    """The function by name; at_zero: its value at 0 where it has one."""
    function = se.Function(name)
    return lambda u: se.Integer(at_zero) if at_zero is not None and u == 0 else function(u)


# Not elementary: the network does not know them, and answers with them are flagged.
# `dilog(u)` is Li₂(u) = -∫₀ᵘ ln(1-t)/t dt (SymPy's polylog(2, u)).
SPECIAL = (
    Operator("erf", 1, 0, se.erf, "erf", None, elementary=False),
    Operator("Ei", 1, 0, _special("Ei"), "Ei", None, elementary=False),
    Operator("Si", 1, 0, _special("Si", 0), "Si", None, elementary=False),
    Operator("Ci", 1, 0, _special("Ci"), "Ci", None, elementary=False),
    Operator("li", 1, 0, _special("li", 0), "li", None, elementary=False),
    Operator("dilog", 1, 0, _special("dilog", 0), "polylog", None, elementary=False),
)

OPERATORS: dict[str, Operator] = {op.name: op for op in (*ARITHMETIC, *FUNCTIONS, *SPECIAL)}

CONSTANTS: dict[str, Any] = {"e": se.E, "pi": se.pi, "i": se.I}
