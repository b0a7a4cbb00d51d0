"""Derivations within bounds: one of the process's own warm workers does the work."""

from ansatz.errors import ResourceError
from ansatz.expr.tree import Tree
from ansatz.solve.portfolio import lend
from ansatz.solve.rival import Rival
from ansatz.solve.steps.derivation import Steps

SECONDS = 10.0  # wall-clock time, of which a fraction goes into most derivations
_NAME = "own"  # the worker that has just searched, and is warm


def derived(integrand: Tree, variable: str, answer: Tree) -> Steps:
    """The steps from the integrand to the answer; none where a bound is reached."""
    return _called("ansatz.solve.steps.derivation:integral_steps", integrand, variable, answer)


def derived_equation(asked: object) -> Steps:
    """The same for an equation (`ansatz.solve.steps.equations.Asked`)."""
    return _called("ansatz.solve.steps.equations:ode_steps", asked)


def _called(task: str, *arguments: object) -> Steps:
    try:
        with lend(SECONDS) as portfolio:
            return portfolio.call(Rival(_NAME, task, arguments, "steps"), SECONDS) or Steps()
    except ResourceError:
        return Steps()


__all__ = ["SECONDS", "derived", "derived_equation"]
