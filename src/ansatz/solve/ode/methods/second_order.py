"""Equations of second order: the methods in their order, cheapest first.

candidates(equation, integrals, deadline)      claims, none of them verified
"""

from collections.abc import Iterator
from time import thread_time

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.homogeneous_solutions import HOMOGENEOUS
from ansatz.solve.ode.methods.linear_equation import HomogeneousMethod, general_solution, linear_form
from ansatz.solve.ode.methods.point_linearisation import point_linearisation


def _linear(method: HomogeneousMethod) -> Method:
    """A method for homogeneous linear equations as one for all equations."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        linear = linear_form(equation)
        if linear is not None:
            for basis in method(linear, integrals):
                yield from general_solution(linear, basis, integrals)

    return claims


SECOND_ORDER: tuple[Method, ...] = (*map(_linear, HOMOGENEOUS), point_linearisation)


def candidates(equation: Equation, integrals: Integrals, deadline: float) -> Iterator[Claim]:
    """Claims of all methods, each once; stops at the deadline (`time.thread_time`)."""
    seen: set[Claim] = set()
    for method in SECOND_ORDER:
        try:
            for claim in method(equation, integrals):
                if claim not in seen:
                    seen.add(claim)
                    yield claim
                if thread_time() > deadline:
                    return
        except ALGEBRA_FAILURES:  # what lies outside one method's language is no error of the whole
            continue
        if thread_time() > deadline:
            return


__all__ = ["SECOND_ORDER", "candidates"]
