"""Second-order equations with their general solution (Lample & Charton 2020, section 3.5).

    problem = SecondOrder().generate(random.Random(0))
    problem.statement, problem.answer  ->  (a left side in x, Y, Y', Y'',), (y(x, c1, c2),)

y = f(x, c1, c2) is solved for one constant, and its derivative, freed of it, for the other: G(x, y, y') = c1.
That c1 and c2 are functions of x, y and y' also proves that the rank of ∂(y, y')/∂(c1, c2) is 2.
"""

from dataclasses import dataclass, replace
from typing import final

import symengine as se

from ansatz.expr.canonical import derivative, symbol
from ansatz.problems.ode.equation import EquationGenerator, total_derivative
from ansatz.problems.ode.family import OdeConfig
from ansatz.problems.ode.inversion import Inversion, invert
from ansatz.problems.ode.normal_form import Factor, normal_form
from ansatz.problems.ode.numeric_check import UNKNOWNS
from ansatz.problems.problem import Rejection

Y, Y1, _ = UNKNOWNS
CONSTANTS = (symbol("c1"), symbol("c2"))


@dataclass(frozen=True)
class SecondOrderConfig(OdeConfig):
    """The same parameters; trees are smaller, since equations of second order are longer."""

    min_operators: int = 4
    max_operators: int = 12


@final
class SecondOrder(EquationGenerator):
    """Problems F(x, Y, Y', Y'') = 0 with the answer y(x, c1, c2)."""

    name = "ode2"
    order = 2

    def __init__(self, config: OdeConfig = SecondOrderConfig()) -> None:
        super().__init__(config)

    def solved(self, y: se.Expr, x: se.Symbol) -> Inversion | Rejection:
        return invert_twice(y, x)


def invert_twice(y: se.Expr, x: se.Symbol) -> Inversion | Rejection:
    """A constant as a function G(x, Y, Y'): the constants are eliminated in the order that succeeds."""
    rejection = Rejection("does not invert")
    for last, first in (CONSTANTS, CONSTANTS[::-1]):
        outer = invert(y, Y, first)
        if outer is None:
            continue
        for factor in normal_form(total_derivative(outer.value, x, 1), Y1):
            inner = _solve(factor, last)
            if isinstance(inner, Rejection):
                rejection = inner
                continue
            along = {Y: y, Y1: derivative(y, x)}
            chosen = [replace(b, needed=last in b.inverse.free_symbols) for b in outer.branches]
            chosen += [
                replace(b, range=b.range and b.range.subs(along), sign=b.sign and b.sign.subs(along))
                for b in inner.branches
            ]
            return Inversion(inner.value, tuple(chosen))
    return rejection


def _solve(factor: Factor, constant: se.Symbol) -> Inversion | Rejection:
    """The equation P = A + B·gⁿ = 0 solved for a constant that occurs in the kernel g alone."""
    holding = [(k, kernel) for k, kernel in factor.kernels().items() if constant in kernel.free_symbols]
    if not holding:
        return Rejection("fewer than two constants")
    if len(holding) > 1:
        return Rejection("the second constant occurs twice")
    variable, kernel = holding[0]
    parts = factor.parts(variable)
    n = max(parts)
    if parts.keys() != {0, n}:
        return Rejection("the second constant occurs twice")
    target = -factor.normaliser.factored(parts[0]) / factor.normaliser.factored(parts[n])
    return invert(kernel**n, target, constant) or Rejection("does not invert")


__all__ = ["SecondOrder", "SecondOrderConfig", "invert_twice"]
