"""First-order equations with their general solution (Lample & Charton 2020, section 3.4).

    problem = FirstOrder(OdeConfig()).generate(random.Random(0))
    problem.statement, problem.answer  ->  (a left side in x, Y, Y',), (y(x, c1),)

y = f(x, c1) is solved for c1 = F(x, y); F does not change along a solution, so F_x + y'·F_y = 0.
"""

import random
from typing import Any

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, symbol
from ansatz.problems.ode.branches import settled
from ansatz.problems.ode.family import FamilySampler, OdeConfig
from ansatz.problems.ode.inversion import invert
from ansatz.problems.ode.normal_form import Factor, normal_form
from ansatz.problems.ode.numeric_check import UNKNOWNS, Solution
from ansatz.problems.problem import Problem, Rejection

Y, Y1, _ = UNKNOWNS
C1 = symbol("c1")


class FirstOrder:
    """Problems F(x, Y, Y') = 0 with the answer y(x, c1)."""

    name = "ode1"

    def __init__(self, config: OdeConfig = OdeConfig()) -> None:
        self.config = config
        self._families = FamilySampler(config, ("c1",))

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem that holds at sampled points; rejected with the step that failed."""
        y = self._families.draw(rng)
        if isinstance(y, Rejection):
            return y
        x = self._families.x
        try:
            inversion = invert(y, Y, C1)
            if inversion is None:
                return Rejection("does not invert")
            solution = Solution(y, x, 1, rng)
            if not solution.is_real:
                return Rejection("too few real points")
            factors = normal_form(total_derivative(inversion.value, x, 1), Y1)
            found = choose(factors, inversion.branches, solution, self.config)
        except ALGEBRA_FAILURES:
            return Rejection("too large or undefined")
        if isinstance(found, Rejection):
            return found
        factor, branch = found
        statement, form = spelt(factor, rng, self.config)
        return Problem("<ode1>", (statement,), (y,), form, branch)


def total_derivative(F: Any, x: Any, order: int) -> Any:
    """dF/dx for F(x, Y, Y', …) along a curve, up to the derivative of this order."""
    return derivative(F, x) + sum(UNKNOWNS[k + 1] * derivative(F, UNKNOWNS[k]) for k in range(order))


def choose(
    factors: list[Factor], branches: tuple[Any, ...], solution: Solution, config: OdeConfig
) -> tuple[Factor, tuple[Any, ...]] | Rejection:
    """The factor that vanishes along the solution, and where."""
    reason = "trivial"
    for factor in factors:
        for equation, branch in settled(factor, branches, config):
            if branch and not config.keep_branches:
                reason = "on a branch only"
            elif len(equation.polynomial) > config.max_terms:
                reason = "too many terms"
            else:
                fault = solution.fault(equation.expression, branch)
                if fault is None:
                    return equation, branch
                reason = fault
    return Rejection(reason)


def spelt(factor: Factor, rng: random.Random, config: OdeConfig) -> tuple[Any, str]:
    """(the equation in a random form, the form's name)."""
    if rng.random() < config.collected_share:
        return factor.collected, "collected"
    return factor.expression, "expanded"


__all__ = ["FirstOrder", "OdeConfig", "choose", "spelt", "total_derivative"]
