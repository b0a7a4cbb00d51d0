"""Equations of second order: the methods in their order, cheapest first.

candidates(equation, integrals, deadline)      claims, none of them verified
"""

from collections.abc import Iterator, Sequence
from time import thread_time

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods import first_order
from ansatz.solve.ode.methods.first_integral import first_integral
from ansatz.solve.ode.methods.in_turn import in_turn
from ansatz.solve.ode.methods.linear_equation import linear_form
from ansatz.solve.ode.methods.linear_second_order import LINEAR
from ansatz.solve.ode.methods.order_reduction import homogeneous_in_y, missing_x, missing_y
from ansatz.solve.ode.methods.point_linearisation import point_linearisation
from ansatz.solve.ode.methods.point_symmetries import point_symmetries
from ansatz.solve.ode.methods.quadratic_rate import quadratic_rate
from ansatz.solve.ode.methods.roots import roots

_SECONDS = 3.0  # for an equation of first order


def _first_order(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """The methods for first order, for those that reduce the order; of what they claim, functions and relations."""
    claims = first_order.candidates(equation, integrals, thread_time() + _SECONDS)
    return (claim for claim in claims if claim.along is None)


def _nonlinear(method: Method) -> Method:
    """The method for equations that are not linear."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        if linear_form(equation) is None:
            yield from method(equation, integrals)

    return claims


def _by_top(methods: Sequence[Method]) -> Method:
    """These methods for each root y'' of an equation that is not linear in y''."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        top = equation.top
        if top not in equation.left.diff(top).free_symbols:
            return
        for root in roots(equation.left, top):
            branch = Equation(top - root.value, equation.x, equation.order)
            for method in methods:
                try:
                    yield from method(branch, integrals)
                except ALGEBRA_FAILURES:
                    continue

    return claims


_REDUCTIONS: tuple[Method, ...] = (
    point_linearisation,
    quadratic_rate,
    missing_y(_first_order),
    missing_x(_first_order),
    homogeneous_in_y(_first_order),
    point_symmetries(_first_order),
    first_integral(_first_order),
)
SECOND_ORDER: tuple[Method, ...] = (
    *LINEAR,
    *map(_nonlinear, _REDUCTIONS),
    _by_top((*LINEAR, *map(_nonlinear, _REDUCTIONS))),
)


def candidates(equation: Equation, integrals: Integrals, deadline: float) -> Iterator[Claim]:
    """Claims of all methods, each once; stops at the deadline (`time.thread_time`)."""
    yield from in_turn(SECOND_ORDER, equation, integrals, deadline)


__all__ = ["SECOND_ORDER", "candidates"]
