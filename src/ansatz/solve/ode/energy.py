"""Initial value problems y'' = f(y), whose general solution may be out of reach, by their energy.

y'² - 2·∫f dy is constant, and the values say which constant: what remains is y' = ±√(…), an equation of first order
with an initial value. Escape velocity, separatrices and the like are elementary for their own energy alone.

    first_order_problem(equation of y'' = -1/y², 0, (1, √2))       y' = √2/√y
"""

from collections.abc import Sequence

import symengine as se

from ansatz.algebra.together import together
from ansatz.proof.ode.initial_values import is_positive
from ansatz.solve.ode.claim import UNKNOWNS, Equation, Integrals
from ansatz.solve.ode.methods.squares import square_root


def first_order_problem(equation: Equation, values: Sequence[se.Expr], integrals: Integrals) -> se.Expr | None:
    """p(Y), where the solution with these values satisfies y' = p(y); None where there is no such energy."""
    Y, Y1, Y2 = UNKNOWNS[:3]
    slope = equation.left.diff(Y2)
    if slope == 0 or Y2 in slope.free_symbols:
        return None
    force = together(-equation.left.subs({Y2: se.Integer(0)}) / slope)
    if {equation.x, Y1} & force.free_symbols:
        return None
    start, rate = values
    work = integrals.of(force, Y)
    if work is None:
        return None
    square = se.expand(rate**2 + 2 * (work - work.subs({Y: start})))
    root = _root(square, Y)
    for p in (root, -root):
        there = p.subs({Y: start})
        same_side = (is_positive(rate) and is_positive(there)) or (is_positive(-rate) and is_positive(-there))
        if same_side or (rate == 0 and is_positive(force.subs({Y: start})) == (p == root)):
            return p
    return None


def _root(square: se.Expr, y: se.Symbol) -> se.Expr:
    """√square, with a + a·cos(u) = 2a·cos(u/2)² and a - a·cos(u) = 2a·sin(u/2)²."""
    for cosine in square.atoms(se.cos):
        a = se.expand(square.xreplace({cosine: se.Integer(0)}))
        for sign, function in ((1, se.cos), (-1, se.sin)):
            if y not in a.free_symbols and se.expand(square - a * (1 + sign * cosine)) == 0:
                return square_root(2 * a) * function(cosine.args[0] / 2)
    return square_root(square)


__all__ = ["first_order_problem"]
