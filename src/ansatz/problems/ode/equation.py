"""From a constant that is a function of x, y, y', … to the equation of its family: what both orders share.

C(x, y, …) = c does not change along a solution, so its total derivative vanishes there. Of the factors of this
equation the one is kept that vanishes along the family, at points drawn at random.
"""

import random
from abc import ABC, abstractmethod

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative
from ansatz.problems.ode.branches import settled
from ansatz.problems.ode.family import FamilySampler, OdeConfig
from ansatz.problems.ode.inversion import Branch, Inversion
from ansatz.problems.ode.normal_form import Factor, normal_form
from ansatz.problems.ode.numeric_check import UNKNOWNS, Solution
from ansatz.problems.problem import Problem, Rejection


class EquationGenerator(ABC):
    """Problems F(x, Y, Y', …) = 0 with the answer y(x, c1, …)."""

    name: str
    order: int

    def __init__(self, config: OdeConfig) -> None:
        self.config = config
        self._families = FamilySampler(config, tuple(f"c{k + 1}" for k in range(self.order)))

    @abstractmethod
    def solved(self, y: se.Expr, x: se.Symbol) -> Inversion | Rejection:
        """A constant of the family as a function of x, Y, … that holds no other constant."""

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem that holds at sampled points; rejected with the step that failed."""
        y = self._families.draw(rng)
        if isinstance(y, Rejection):
            return y
        x = self._families.x
        try:
            inversion = self.solved(y, x)
            if isinstance(inversion, Rejection):
                return inversion
            solution = Solution(y, x, self.order, rng)
            if not solution.is_real:
                return Rejection("too few real points")
            factors = normal_form(total_derivative(inversion.value, x, self.order), UNKNOWNS[self.order])
            found = self._chosen(factors, inversion.branches, solution)
        except ALGEBRA_FAILURES:
            return Rejection("too large or undefined")
        if isinstance(found, Rejection):
            return found
        factor, branch = found
        collected = rng.random() < self.config.collected_share
        statement, form = (factor.collected, "collected") if collected else (factor.expression, "expanded")
        return Problem(f"<{self.name}>", (statement,), (y,), form, branch)

    def _chosen(
        self, factors: list[Factor], branches: tuple[Branch, ...], solution: Solution
    ) -> tuple[Factor, tuple[se.Expr, ...]] | Rejection:
        """The factor that vanishes along the solution, and where."""
        reason = "trivial"
        for factor in factors:
            for equation, branch in settled(factor, branches, self.config):
                if branch and not self.config.keep_branches:
                    reason = "on a branch only"
                elif len(equation.polynomial) > self.config.max_terms:
                    reason = "too many terms"
                else:
                    fault = solution.fault(equation.expression, branch)
                    if fault is None:
                        return equation, branch
                    reason = fault
        return Rejection(reason)


def total_derivative(F: se.Expr, x: se.Symbol, order: int) -> se.Expr:
    """dF/dx for F(x, Y, Y', …) along a curve, up to the derivative of this order."""
    return derivative(F, x) + sum(UNKNOWNS[k + 1] * derivative(F, UNKNOWNS[k]) for k in range(order))


__all__ = ["EquationGenerator", "total_derivative"]
