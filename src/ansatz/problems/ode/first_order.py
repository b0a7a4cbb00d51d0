"""First-order equations with their general solution (Lample & Charton 2020, section 3.4).

    problem = FirstOrder(OdeConfig()).generate(random.Random(0))
    problem.statement, problem.answer  ->  (a left side in x, Y, Y',), (y(x, c1),)

y = f(x, c1) is solved for c1 = F(x, y); F does not change along a solution, so F_x + y'·F_y = 0.
"""

from typing import final

import symengine as se

from ansatz.expr.canonical import symbol
from ansatz.problems.ode.equation import EquationGenerator
from ansatz.problems.ode.family import OdeConfig
from ansatz.problems.ode.inversion import Inversion, invert
from ansatz.problems.ode.numeric_check import UNKNOWNS
from ansatz.problems.problem import Rejection

C1 = symbol("c1")


@final
class FirstOrder(EquationGenerator):
    """Problems F(x, Y, Y') = 0 with the answer y(x, c1)."""

    name = "ode1"
    order = 1

    def __init__(self, config: OdeConfig = OdeConfig()) -> None:
        super().__init__(config)

    def solved(self, y: se.Expr, x: se.Symbol) -> Inversion | Rejection:
        return invert(y, UNKNOWNS[0], C1) or Rejection("does not invert")


__all__ = ["FirstOrder", "OdeConfig"]
