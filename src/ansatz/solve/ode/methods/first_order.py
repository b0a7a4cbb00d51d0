"""The methods for equations of first order, cheapest first."""

import time
from collections.abc import Iterator

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.abel_exchange import abel_exchange
from ansatz.solve.ode.methods.bernoulli import bernoulli, bernoulli_in_x
from ansatz.solve.ode.methods.change_of_y import change_of_y
from ansatz.solve.ode.methods.chini import abel, chini
from ansatz.solve.ode.methods.darboux import darboux
from ansatz.solve.ode.methods.exact import exact
from ansatz.solve.ode.methods.homogeneous import isobaric, linear_argument, shifted
from ansatz.solve.ode.methods.linear import linear, linear_in_x
from ansatz.solve.ode.methods.riccati import riccati, riccati_in_x
from ansatz.solve.ode.methods.separable import separable
from ansatz.solve.ode.methods.solvable import clairaut, lagrange, solvable_for_x, solvable_for_y
from ansatz.solve.ode.methods.symmetries import symmetries

FIRST_ORDER: tuple[Method, ...] = (
    clairaut,
    separable,
    linear,
    bernoulli,
    isobaric,
    linear_argument,
    riccati,
    lagrange,
    linear_in_x,
    bernoulli_in_x,
    exact,
    shifted,
    darboux,
    chini,
    abel,
    symmetries,
    change_of_y,
    abel_exchange,
    solvable_for_y,
    solvable_for_x,
    riccati_in_x,
)


def candidates(equation: Equation, integrals: Integrals, deadline: float) -> Iterator[Claim]:
    """All claims of all methods, each once, until the deadline (a moment of `time.thread_time`)."""
    seen: set[Claim] = set()
    for method in FIRST_ORDER:
        try:
            for claim in method(equation, integrals):
                if claim not in seen:
                    seen.add(claim)
                    yield claim
                if time.thread_time() > deadline:
                    return
        except ALGEBRA_FAILURES:  # an equation beyond this method is none beyond the others
            continue


__all__ = ["FIRST_ORDER", "candidates"]
