"""Equations that a change of the unknown makes linear: u = f(x, y).

y'' + a(x, y)·y'² + b(x, y)·y' + c(x, y) = 0 is linear in u where f_yy = a·f_y, which determines f up to what does not
matter, b - 2·f_xy/f_y = P(x), and c·f_y - f_xx - P·f_x = q(x)·f - r(x); then u'' + P·u' + q·u = r (Lie 1883, for
transformations that leave x alone).
"""

from collections.abc import Iterator
from dataclasses import replace

import symengine as se

from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative
from ansatz.solve.ode.claim import UNKNOWNS, Claim, Equation, Integrals
from ansatz.solve.ode.methods.homogeneous_solutions import HOMOGENEOUS
from ansatz.solve.ode.methods.linear_equation import Linear, exponential_of_integral, general_solution, tidy
from ansatz.solve.ode.methods.linear_relations import is_zero
from ansatz.solve.ode.methods.order_reduction import solved_for_y

_Y, _Y1, _Y2 = UNKNOWNS[:3]
_VALUES = (1, 2, se.Rational(1, 2), 3)  # of y, to read off what does not depend on it
_NAME = "linearisation"


def point_linearisation(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """Claims by the linear equation for u, where there is one."""
    x = equation.x
    form = quadratic_form(equation)
    if form is None:
        return
    a, b, c = form
    slope = exponential_of_integral(a, _Y, integrals)
    f = None if slope is None else integrals.of(slope, _Y)
    if slope is None or f is None:
        return
    linear = _linear_equation(f, slope, b, c, x)
    if linear is None:
        return
    for method in HOMOGENEOUS:
        solved = False
        for basis in method(linear, integrals):
            for claim in general_solution(linear, basis, integrals):
                solved |= basis.second is not None
                yield from solved_for_y(f, replace(claim, method=f"{_NAME}, {claim.method}"))
        if solved:
            return


def quadratic_form(equation: Equation) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(a, b, c) of y'' + a·y'² + b·y' + c = 0; None where the equation is of another form or linear in y."""
    left = se.expand(equation.left)
    top = derivative(left, _Y2)
    rest = left.subs({_Y2: se.Integer(0)})
    second = derivative(derivative(rest, _Y1), _Y1)
    if top == 0 or {_Y1, _Y2} & (top.free_symbols | se.expand(second).free_symbols):
        return None
    first, c = (e.subs({_Y1: se.Integer(0)}) for e in (derivative(rest, _Y1), rest))
    if _Y not in (second / top).free_symbols | (first / top).free_symbols and second == 0 and is_linear(c / top):
        return None
    a, b, c = (together(e / top) for e in (second / 2, first, c))
    return a, b, c


def is_linear(c: se.Expr) -> bool:
    """Whether a polynomial form of c is at most linear in y."""
    return _Y not in se.expand(derivative(se.expand(c), _Y)).free_symbols


def _linear_equation(f: se.Expr, slope: se.Expr, b: se.Expr, c: se.Expr, x: se.Symbol) -> Linear | None:
    P = _without_y(b - 2 * derivative(slope, x) / slope)
    if P is None:
        return None
    fx = derivative(f, x)
    rest = c * slope - derivative(fx, x) - P * fx
    q = _without_y(derivative(rest, _Y) / slope)
    if q is None:
        return None
    r = _without_y(q * f - rest)
    return None if r is None else Linear(tidy(P), tidy(q), tidy(r), x)


def _without_y(e: se.Expr) -> se.Expr | None:
    """A function of x and y that is one of x alone, by its value at some y; None where it depends on y."""
    e = together(e)
    if _Y not in e.free_symbols:
        return e
    for value in _VALUES:
        try:
            at = e.subs({_Y: se.Integer(value) if isinstance(value, int) else value})
        except ALGEBRA_FAILURES:
            continue
        if at.has(se.zoo) or at.has(se.nan) or at.has(se.oo):
            continue
        return at if is_zero(e - at, _Y) else None
    return None


__all__ = ["is_linear", "point_linearisation", "quadratic_form"]
