"""y' = g(x)·h(y): ∫ dy/h = ∫ g dx + c1, and y = y₀ where h(y₀) = 0."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import has_imaginary
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Kind
from ansatz.solve.ode.methods.answers import C1, explicit
from ansatz.solve.ode.methods.roots import roots
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.numeric import vanishes

_PLACES = tuple(se.Rational(p, q) for p, q in ((0, 1), (1, 1), (2, 1), (1, 2), (-1, 1), (3, 2)))
_NAME = "separable"


def separable(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """Both integrals, solved for y where that can be done."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        parts = separated(f, x, y)
        if parts is None:
            continue
        g, h = parts
        left = integrals.of(together(1 / h), y)
        right = None if left is None else integrals.of(g, x)
        if left is not None and right is not None:
            yield from explicit(left - right - C1, equation, _NAME)
        yield from constants(h, equation)


def constants(h: se.Expr, equation: Equation) -> Iterator[Claim]:
    """The constant solutions, where h(y) = 0."""
    for root in roots(h, equation.y):
        if equation.x not in root.value.free_symbols and not has_imaginary(root.value):
            yield Claim(root.value, "constant", Kind.PARTICULAR)


def separated(f: se.Expr, x: se.Symbol, y: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(g, h) with f = g(x)·h(y), or None."""
    if y not in f.free_symbols:
        return f, se.Integer(1)
    if x not in f.free_symbols:
        return se.Integer(1), f
    g: list[se.Expr] = []
    h: list[se.Expr] = []
    mixed: list[se.Expr] = []
    for factor in se.Mul.make_args(f):
        symbols = factor.free_symbols
        (mixed if {x, y} <= symbols else h if y in symbols else g).append(factor)
    rest = se.Mul(*mixed)
    if mixed:
        parts = _at_a_place(rest, x, y)
        if parts is None:
            return None
        g.append(parts[0])
        h.append(parts[1])
    return se.Mul(*g), se.Mul(*h)


def _at_a_place(f: se.Expr, x: se.Symbol, y: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """f(x, y₀) and f(x₀, y)/f(x₀, y₀), where their product is f."""
    for place in _PLACES:
        for other in _PLACES[:3]:
            try:
                g, h, both = f.subs({y: place}), f.subs({x: other}), f.subs({x: other, y: place})
                if has_no_value(g) or has_no_value(h) or both == 0 or has_no_value(both):
                    continue
                return (g, together(h / both)) if vanishes(f * both - g * h) else None
            except ALGEBRA_FAILURES:
                continue
    return None


__all__ = ["constants", "separable", "separated"]
