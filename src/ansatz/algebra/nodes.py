"""Classes of functions, and the application of a rule to every node of an expression.

SymEngine's functions are their own classes: `e.__class__ is se.sin`.
"""

from collections.abc import Callable, Iterable, Iterator

import symengine as se

TRIGONOMETRIC = (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc)
HYPERBOLIC = (se.sinh, se.cosh, se.tanh, se.coth, se.sech, se.csch)
INVERSE_TRIGONOMETRIC = (se.asin, se.acos, se.atan, se.acot, se.asec, se.acsc)
INVERSE_HYPERBOLIC = (se.asinh, se.acosh, se.atanh, se.acoth, se.asech, se.acsch)
INVERSE = (*INVERSE_TRIGONOMETRIC, *INVERSE_HYPERBOLIC)
TRANSCENDENTAL = (se.pi, se.EulerGamma, se.Catalan)  # constants that algebra takes for indeterminates
NAMED = se.FunctionSymbol  # Ei, Si, Ci, li, dilog, erfi and Fresnel's integrals share one class
ENTIRE_ODD = ("Si", "erfi", "fresnels", "fresnelc")  # of these: analytic everywhere, and odd
FUNCTIONS = (*TRIGONOMETRIC, *HYPERBOLIC, *INVERSE, se.log, se.Abs, se.sign, se.erf, se.erfc, NAMED)


def name_of(e: se.Expr) -> str:
    """The name of an applied function that has no class of its own, "" for anything else."""
    return e.get_name() if e.__class__ is NAMED else ""


def base_and_exponent(factor: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(u, n) for u^n, (u, 1) for any other u."""
    return (factor.args[0], factor.args[1]) if factor.__class__ is se.Pow else (factor, se.Integer(1))


def variable_nodes(expressions: Iterable[se.Expr]) -> Iterator[se.Expr]:
    """Every distinct node of the expressions with a symbol in it, once, from the roots down."""
    seen: set[se.Expr] = set()
    stack = list(expressions)
    while stack:
        node = stack.pop()
        if node not in seen and node.free_symbols:
            seen.add(node)
            stack.extend(node.args)
            yield node


def transform(expression: se.Expr, rule: Callable[[se.Expr], se.Expr | None]) -> se.Expr:
    """The expression with `rule` applied to every node from the leaves up; None keeps a node."""
    memo: dict[se.Expr, se.Expr] = {}

    def visit(e: se.Expr) -> se.Expr:
        if not e.args or isinstance(e, se.Number):  # infinities have arguments
            return e
        known = memo.get(e)
        if known is None:
            arguments = [visit(a) for a in e.args]
            kind = e.__class__
            if kind is se.Add:
                new = se.Add(*arguments)
            elif kind is se.Mul:
                new = se.Mul(*arguments)
            elif kind is se.Pow:
                new = arguments[0] ** arguments[1]
            else:
                new = e.func(*arguments)
            known = rule(new)
            known = memo[e] = new if known is None else known
        return known

    return visit(expression)
