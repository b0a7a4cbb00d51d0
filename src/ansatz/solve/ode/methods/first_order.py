"""The methods for equations of first order, cheapest first."""

from collections.abc import Iterator

from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.abel_exchange import abel_exchange
from ansatz.solve.ode.methods.bernoulli import bernoulli, bernoulli_in_x
from ansatz.solve.ode.methods.change_of_y import change_of_y
from ansatz.solve.ode.methods.chini import abel, chini
from ansatz.solve.ode.methods.darboux import darboux
from ansatz.solve.ode.methods.exact import exact
from ansatz.solve.ode.methods.homogeneous import isobaric, linear_argument, shifted
from ansatz.solve.ode.methods.in_turn import in_turn
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
    yield from in_turn(FIRST_ORDER, equation, integrals, deadline)


__all__ = ["FIRST_ORDER", "candidates"]
