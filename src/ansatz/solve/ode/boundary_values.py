"""Boundary values: y and its derivatives given at several places.

`boundary_value_solutions` is asked of a worker when general solutions are known. The constants come from them; every
function is put into the equation, compared with the values, and must be a solution on one interval that holds all the
places. For a linear equation whose general solution is known, there are no others.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import islice

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.principal_derivative import principal_derivatives
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.proof.ode.initial_values import OpenInterval, interval, is_entire, vanishes, with_values_at_zero
from ansatz.proof.ode.verifier import CONSTANTS, OdeVerifier
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Equation, Kind
from ansatz.solve.ode.fit import linear_operator
from ansatz.solve.ode.forms_with_values import for_constants, tidied
from ansatz.solve.ode.initial_values import InitialValueSolution
from ansatz.solve.ode.search import equation_of
from ansatz.solve.ode.solving import solve
from ansatz.solve.question import Question

_MOST = 8  # solutions for the constants


def boundary_value_solutions(
    question: Question, known: Sequence[OdeCandidate], orders: Sequence[int], seconds: float
) -> list[InitialValueSolution]:
    """All solutions found, from the best general one that has any. question: its statement is the equation, then place
    and value for each of the orders of derivatives. known: accepted candidates, best first.
    """
    start, equation = time.monotonic(), equation_of(question)
    given = list(map(to_symengine, question.statement[1:]))
    conditions = list(zip(orders, given[::2], given[1::2], strict=True))
    determined = linear_operator(equation) is not None
    for candidate in sorted(known, key=lambda one: one.order()):
        if candidate.implicit or candidate.along is not None or candidate.kind is not Kind.GENERAL:
            continue
        try:
            found = list(_of_family(equation, candidate, conditions, start, seconds, determined))
        except ALGEBRA_FAILURES:
            continue
        if found:
            return found[:1] if found[0].free else found
    return []


def _of_family(
    equation: Equation,
    candidate: OdeCandidate,
    conditions: Sequence[tuple[int, se.Expr, se.Expr]],
    start: float,
    seconds: float,
    determined: bool,
) -> Iterator[InitialValueSolution]:
    x, family = equation.x, for_constants(to_symengine(candidate.tree))
    highest = max(order for order, *_ in conditions)
    rates = principal_derivatives(family, x, highest)
    asked = [rates[order].subs({x: place}) - value for order, place, value in conditions]
    if any(map(has_no_value, asked)):
        return
    for constants in islice(solve(asked, seconds - time.monotonic() + start), _MOST):
        y = tidied(family.subs(constants), x)
        rates = principal_derivatives(y, x, highest)
        values = [rates[order].subs({x: place}) - value for order, place, value in conditions]
        if has_no_value(y) or not all(vanishes(expanded(with_values_at_zero(e))) for e in values):
            continue
        where = _interval(y, equation, [place for _, place, _ in conditions])
        if where is None:
            continue
        verification = OdeVerifier(equation.left, x, order=equation.order, general=False).verify(y)
        if not verification.holds:
            continue
        free = bool(set(CONSTANTS) & y.free_symbols)
        tree, kind = from_symengine(y), Kind.GENERAL if free else Kind.PARTICULAR
        lasted = time.monotonic() - start
        taken = OdeCandidate(tree, candidate.method, candidate.detail, None, verification, lasted, (), kind)
        yield InitialValueSolution(taken, where if y.free_symbols <= {x} else None, free, determined)


def _interval(y: se.Expr, equation: Equation, places: Sequence[se.Expr]) -> OpenInterval | None:
    """One on which y is a solution and that holds all places; None where that is not known."""
    if is_entire(y, equation.left, equation.x):
        return OpenInterval(None, None)
    first, *others = (interval(y, equation.left, equation.x, place) for place in places)
    return first if all(other == first for other in others) else None  # the same nearest singular points


__all__ = ["boundary_value_solutions"]
