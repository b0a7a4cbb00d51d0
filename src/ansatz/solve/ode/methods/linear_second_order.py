"""Linear equations of second order as methods: a basis of the homogeneous equation, and a particular solution."""

from collections.abc import Iterator

from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.homogeneous_solutions import HOMOGENEOUS
from ansatz.solve.ode.methods.linear_equation import HomogeneousMethod, general_solution, linear_form


def _linear(method: HomogeneousMethod) -> Method:
    """A method for homogeneous linear equations as one for all equations."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        linear = linear_form(equation)
        if linear is not None:
            for basis in method(linear, integrals):
                yield from general_solution(linear, basis, integrals)

    return claims


LINEAR: tuple[Method, ...] = (*map(_linear, HOMOGENEOUS),)

__all__ = ["LINEAR"]
