"""The operator table: the one place that knows what an operator is.

An operator's `name` is its token, its spelling in prefix and postfix notation and the first entry of
its tree node. To add an operator: add a row here and name it in `vocabulary.ADDED_OPERATORS`, or in `WITHOUT_TOKENS`
where no network is to know it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import symengine as se

if TYPE_CHECKING:
    from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Operator:
    """One row of the table.

    name: token and tree label. arity: 1 or 2. weight: how often random trees use it, relative to
    operators of the same arity (0: never; Lample & Charton 2020, appendix C, and their README).
    symengine: builds the expression. derivative: f'(u), a tree in the symbol u that holds on the whole plane; None
    where the rules of arithmetic differentiate, and where it is not in the table (ψ', ζ'). sympy: name in the `sympy`
    module, or None where it is arithmetic.
    lample_charton: its word in the Lample–Charton format, or None.
    """

    name: str
    arity: int
    weight: float
    symengine: Callable[..., se.Expr]
    derivative: "Tree | None" = None
    sympy: str | None = None
    lample_charton: str | None = None
    elementary: bool = True


HALF = se.Rational(1, 2)
THIRD = se.Rational(1, 3)


def power(base: se.Expr, exponent: se.Expr) -> se.Expr:
    """base^exponent with the identity (b^p)^q = b^(pq), true on principal branches for -1 < p <= 1."""
    if base.__class__ is se.Pow and isinstance(exponent, se.Rational):
        inner_base, inner = base.args
        if isinstance(inner, se.Rational) and not isinstance(inner, se.Integer):
            fraction = Fraction(int(inner.p), int(inner.q))
            if -1 < fraction <= 1:
                return inner_base ** (inner * exponent)
    return base**exponent


def negate(u: se.Expr) -> se.Expr:
    """-u, distributed over a sum, so that -(a + b) and -a - b are one expression."""
    return se.Add(*(-term for term in u.args)) if u.__class__ is se.Add else -u


_MINUS_ONE = type(se.Integer(-1))


def multiply(u: se.Expr, v: se.Expr) -> se.Expr:
    """u·v, where a factor -1 is distributed as `negate` does."""
    if u.__class__ is _MINUS_ONE:
        return negate(v)
    if v.__class__ is _MINUS_ONE:
        return negate(u)
    return u * v


def sign(u: se.Expr) -> se.Expr:
    """sign(u); as u/|u| where SymEngine (0.15) would recurse without end, which it does for sign((-v)^p)."""
    base = u
    while base.__class__ is se.Pow:
        base = base.args[0]
    if base is not u and base.__class__ is se.Mul:
        return u / abs(u)
    return se.sign(u)


def _real_cube_root(u: se.Expr) -> se.Expr:
    if isinstance(u, se.Rational):
        return u**THIRD if u >= 0 else -((-u) ** THIRD)
    return sign(u) * abs(u) ** THIRD


def _integer_power(n: int) -> Callable[[se.Expr], se.Expr]:
    return lambda u: power(u, se.Integer(n))


# Derivatives are trees in u.
_U2: "Tree" = ("pow2", "u")
_OVER_U2: "Tree" = ("inv", _U2)
_QUADRATIC_PHASE: "Tree" = ("/", ("*", "pi", _U2), 2)
_LN: "Tree" = ("ln", ("-", 1, "u"))  # dilog is -∫ of it over u
_ROOTS: "Tree" = ("*", ("sqrt", ("-", "u", 1)), ("sqrt", ("+", "u", 1)))  # √(u² - 1) for Re u > 0
_INVERSE_ROOTS: "Tree" = ("*", ("*", _U2, ("sqrt", ("-", ("inv", "u"), 1))), ("sqrt", ("+", ("inv", "u"), 1)))

ARITHMETIC = (
    Operator("+", 2, 10, lambda u, v: u + v, lample_charton="add"),
    Operator("-", 2, 3, lambda u, v: u + negate(v), lample_charton="sub"),
    Operator("*", 2, 10, multiply, lample_charton="mul"),
    Operator("/", 2, 5, lambda u, v: u / v, lample_charton="div"),
    Operator("^", 2, 0, power, lample_charton="pow"),
    Operator("neg", 1, 0, negate),
    Operator("inv", 1, 0, lambda u: power(u, se.Integer(-1)), ("neg", ("inv", _U2)), None, "inv"),
    Operator("sqrt", 1, 4, lambda u: power(u, HALF), ("inv", ("*", 2, ("sqrt", "u"))), "sqrt", "sqrt"),
    Operator("cbrt", 1, 0, _real_cube_root, ("inv", ("*", 3, ("pow2", ("cbrt", "u"))))),
    Operator("pow2", 1, 4, _integer_power(2), ("*", 2, "u"), None, "pow2"),
    Operator("pow3", 1, 2, _integer_power(3), ("*", 3, ("pow2", "u")), None, "pow3"),
    Operator("pow4", 1, 1, _integer_power(4), ("*", 4, ("pow3", "u")), None, "pow4"),
    Operator("pow5", 1, 1, _integer_power(5), ("*", 5, ("pow4", "u")), None, "pow5"),
    Operator("abs", 1, 0, lambda u: abs(u), ("sign", "u"), "Abs", "abs"),
    Operator("sign", 1, 0, sign, 0, "sign", "sign"),
)

# acosh' and asech' hold on the whole plane (DLMF 4.37.ii). SymEngine's own, 1/√(u² - 1) and -1/(u√(1 - u²)), do for
# Re u > 0 only. Integrands of real functions are spelt with them, as trained weights read them, and √(u² - 1) is one
# root to fit where √(u - 1)·√(u + 1) are two: so real functions keep them (`derivative`, and `RATE` of
# `ansatz.fit.residues.kernel_rules`).
FUNCTIONS = (
    Operator("exp", 1, 4, se.exp, ("exp", "u"), "exp", "exp"),
    Operator("ln", 1, 4, se.log, ("inv", "u"), "log", "ln"),
    Operator("sin", 1, 4, se.sin, ("cos", "u"), "sin", "sin"),
    Operator("cos", 1, 4, se.cos, ("neg", ("sin", "u")), "cos", "cos"),
    Operator("tan", 1, 4, se.tan, ("pow2", ("sec", "u")), "tan", "tan"),
    Operator("cot", 1, 0.5, se.cot, ("neg", ("pow2", ("csc", "u"))), "cot", "cot"),
    Operator("sec", 1, 0.5, se.sec, ("*", ("sec", "u"), ("tan", "u")), "sec", "sec"),
    Operator("csc", 1, 0.5, se.csc, ("neg", ("*", ("csc", "u"), ("cot", "u"))), "csc", "csc"),
    Operator("asin", 1, 1, se.asin, ("inv", ("sqrt", ("-", 1, _U2))), "asin", "asin"),
    Operator("acos", 1, 1, se.acos, ("neg", ("inv", ("sqrt", ("-", 1, _U2)))), "acos", "acos"),
    Operator("atan", 1, 1, se.atan, ("inv", ("+", 1, _U2)), "atan", "atan"),
    Operator("acot", 1, 0.1, se.acot, ("neg", ("inv", ("+", 1, _U2))), "acot", "acot"),
    Operator("asec", 1, 0.1, se.asec, ("inv", ("*", _U2, ("sqrt", ("-", 1, _OVER_U2)))), "asec", "asec"),
    Operator("acsc", 1, 0.1, se.acsc, ("neg", ("inv", ("*", _U2, ("sqrt", ("-", 1, _OVER_U2))))), "acsc", "acsc"),
    Operator("sinh", 1, 1, se.sinh, ("cosh", "u"), "sinh", "sinh"),
    Operator("cosh", 1, 1, se.cosh, ("sinh", "u"), "cosh", "cosh"),
    Operator("tanh", 1, 1, se.tanh, ("pow2", ("sech", "u")), "tanh", "tanh"),
    Operator("coth", 1, 0.2, se.coth, ("neg", ("pow2", ("csch", "u"))), "coth", "coth"),
    Operator("sech", 1, 0.2, se.sech, ("neg", ("*", ("sech", "u"), ("tanh", "u"))), "sech", "sech"),
    Operator("csch", 1, 0.2, se.csch, ("neg", ("*", ("csch", "u"), ("coth", "u"))), "csch", "csch"),
    Operator("asinh", 1, 1, se.asinh, ("inv", ("sqrt", ("+", _U2, 1))), "asinh", "asinh"),
    Operator("acosh", 1, 1, se.acosh, ("inv", _ROOTS), "acosh", "acosh"),
    Operator("atanh", 1, 1, se.atanh, ("inv", ("-", 1, _U2)), "atanh", "atanh"),
    Operator("acoth", 1, 0.1, se.acoth, ("inv", ("-", 1, _U2)), "acoth", "acoth"),
    Operator("asech", 1, 0.1, se.asech, ("neg", ("inv", _INVERSE_ROOTS)), "asech", "asech"),
    Operator("acsch", 1, 0.1, se.acsch, ("neg", ("inv", ("*", _U2, ("sqrt", ("+", 1, _OVER_U2))))), "acsch", "acsch"),
)


def _special(name: str, at_zero: int | None = None) -> Callable[[se.Expr], se.Expr]:
    """The function by name; at_zero: its value at 0 where it has one."""
    function = se.Function(name)
    return lambda u: se.Integer(at_zero) if at_zero is not None and u == 0 else function(u)


# Not elementary: the network does not know them, and answers with them are flagged.
# Fresnel's S and C are ∫₀ᵘ sin(πt²/2) dt and ∫₀ᵘ cos(πt²/2) dt (DLMF 7.2), erfi(u) is 2/√π·∫₀ᵘ exp(t²) dt, and
# `dilog(u)` is Li₂(u) = -∫₀ᵘ ln(1-t)/t dt (SymPy's polylog(2, u)).
SPECIAL = (
    Operator("erf", 1, 0, se.erf, ("/", ("*", 2, ("exp", ("neg", _U2))), ("sqrt", "pi")), "erf", elementary=False),
    Operator("Ei", 1, 0, _special("Ei"), ("/", ("exp", "u"), "u"), "Ei", elementary=False),
    Operator("Si", 1, 0, _special("Si", 0), ("/", ("sin", "u"), "u"), "Si", elementary=False),
    Operator("Ci", 1, 0, _special("Ci"), ("/", ("cos", "u"), "u"), "Ci", elementary=False),
    Operator("li", 1, 0, _special("li", 0), ("inv", ("ln", "u")), "li", elementary=False),
    Operator("dilog", 1, 0, _special("dilog", 0), ("neg", ("/", _LN, "u")), "polylog", elementary=False),
    Operator(
        "erfi", 1, 0, _special("erfi", 0), ("/", ("*", 2, ("exp", _U2)), ("sqrt", "pi")), "erfi", elementary=False
    ),
    Operator("fresnels", 1, 0, _special("fresnels", 0), ("sin", _QUADRATIC_PHASE), "fresnels", elementary=False),
    Operator("fresnelc", 1, 0, _special("fresnelc", 0), ("cos", _QUADRATIC_PHASE), "fresnelc", elementary=False),
)


def _of_constants(name: str, closed: Callable[[se.Expr], se.Expr]) -> Callable[[se.Expr], se.Expr]:
    """The function by name; at small numbers its closed value, where SymEngine knows one: Γ(5/2) = 3√π/4."""
    function = se.Function(name)

    def build(u: se.Expr) -> se.Expr:
        value = closed(u) if isinstance(u, se.Rational) and abs(u) <= _LARGEST_CLOSED else None
        return function(u) if value is None or value.atoms(*_UNFOLDED) else value

    return build


_LARGEST_CLOSED = 100
_UNFOLDED = tuple(type(f(se.Symbol("u"))) for f in (se.gamma, se.digamma, se.zeta))
_GAMMA_RATE: "Tree" = ("*", ("tgamma", "u"), ("digamma", "u"))
# Of values of definite integrals: Γ (DLMF 5.2.1), ψ = Γ'/Γ (5.2.2), Riemann's ζ (25.2.1). Integrands may hold them
# where they are constant; networks do not know them, nor the constants below. `gamma` and `zeta` are symbols: hence two
# other names, one of them C's; both are written gamma(1/3), zeta(3).
CONSTANT_FUNCTIONS = (
    Operator("tgamma", 1, 0, _of_constants("tgamma", se.gamma), _GAMMA_RATE, "gamma", elementary=False),
    Operator("digamma", 1, 0, _of_constants("digamma", se.digamma), None, "digamma", elementary=False),
    Operator("riemannzeta", 1, 0, _of_constants("riemannzeta", se.zeta), None, "zeta", elementary=False),
)

OPERATORS: dict[str, Operator] = {op.name: op for op in (*ARITHMETIC, *FUNCTIONS, *SPECIAL, *CONSTANT_FUNCTIONS)}

# Euler's constant (DLMF 5.2.3) and Catalan's (25.11.40).
_NAMED_CONSTANTS = {"EulerGamma": se.EulerGamma, "Catalan": se.Catalan}
CONSTANTS: dict[str, se.Expr] = {"e": se.E, "pi": se.pi, "i": se.I, **_NAMED_CONSTANTS}
WITHOUT_TOKENS = frozenset((*_NAMED_CONSTANTS, *(op.name for op in CONSTANT_FUNCTIONS)))
