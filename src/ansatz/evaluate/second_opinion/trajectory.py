"""Is an accepted solution one? The equation is integrated numerically from a place on it: SciPy's `solve_ivp`.

    along(y, None, equation, 1, branch, rng)         of y(x, c1): y'' and y are carried along x, and compared at the end
    along(G, relation=True, …)                       of G(x, Y, c1) = 0: H(x, Y) = const must stay as it is

The equation is solved for its highest derivative by Newton's method, begun at the solution's own; where it has several
roots that meet, the numbers may leave the solution, which is no disagreement as long as the solution's own derivatives
satisfy the equation.
"""

import math
import random
from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
import symengine as se
from scipy.integrate import solve_ivp

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.expr.canonical import derivative, from_symengine
from ansatz.proof.ode.implicit import first_integral
from ansatz.proof.ode.verifier import CONSTANTS, UNKNOWNS

Function = Callable[..., float]
_TRIES, _WANTED = 60, 2
_SPANS = (0.3, 0.05, 0.01)  # of x, relative to 1 + |x|
_LARGEST = 1e4
_CLOSE, _SATISFIED = 1e-5, 1e-6
_STEPS = 5
_DIGITS = 2000


class Outcome(StrEnum):
    """What numbers say."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOTHING = "no place found"


def function(e: se.Expr, arguments: Sequence[se.Expr]) -> Function:
    """e in real doubles; raises `ArithmeticError` where it has no value."""
    names = [str(a) for a in arguments]
    try:
        compiled = se.Lambdify(arguments, [e])
        compiled(np.full(len(arguments), 0.7))
    except (RuntimeError, ValueError, TypeError, NotImplementedError):
        formulas = Formulas(from_symengine(e))

        def by_formulas(*values: float) -> float:
            import mpmath

            value = complex(formulas.value(dict(zip(names, map(mpmath.mpf, values), strict=True))))
            if abs(value.imag) > 1e-9 * (1 + abs(value.real)):
                raise FloatingPointError
            return value.real

        return by_formulas

    def by_symengine(*values: float) -> float:
        value = float(compiled(np.array(values, dtype=float)).ravel()[0])
        if not math.isfinite(value):
            raise FloatingPointError
        return value

    return by_symengine


class _Problem:
    """The claim and the equation as functions of (x, constants and parameters)."""

    def __init__(
        self, claim: se.Expr, equation: se.Expr, order: int, branch: Sequence[se.Expr], x: se.Symbol, relation: bool
    ) -> None:
        self.order, self.relation = order, relation
        occurring = set().union(claim.free_symbols, equation.free_symbols, *(u.free_symbols for u in branch))
        self.free = sorted(occurring - {x, *UNKNOWNS}, key=str)
        unknowns = UNKNOWNS[: order + 1]
        self.terms = [function(term, [x, *unknowns, *self.free]) for term in se.Add.make_args(se.expand(equation))]
        top = unknowns[-1]
        self.left = function(equation, [x, *unknowns, *self.free])
        self.slope = function(derivative(equation, top), [x, *unknowns, *self.free])
        if relation:
            found = first_integral(claim)
            if found is None:
                raise FloatingPointError
            Y = UNKNOWNS[0]
            first = -derivative(found.H, x) / derivative(found.H, Y)
            rates = [Y, first]
            if order == 2:
                rates.append(derivative(first, x) + first * derivative(first, Y))
            self.rates = [function(rate, [x, Y, *self.free]) for rate in rates]
            self.constant = function(found.H, [x, Y, *self.free])
        else:
            rates = [claim]
            for _ in range(order):
                rates.append(derivative(rates[-1], x))
            self.rates = [function(rate, [x, *self.free]) for rate in rates]
        self.branch = [function(u, [x, *self.free]) for u in branch]
        self._names = [str(s) for s in ([x, UNKNOWNS[0]] if relation else [x]) + self.free]
        self._expressions = rates

    def precise(self, arguments: Sequence[float]) -> list[float]:
        """The solution's derivatives by `_DIGITS` digits, where terms of the size of exp(1000) may cancel."""
        import mpmath

        with mpmath.workdps(_DIGITS):
            point = dict(zip(self._names, map(mpmath.mpf, arguments), strict=True))
            values = [complex(Formulas(from_symengine(e)).value(point)) for e in self._expressions]
        if any(abs(value.imag) > 1e-9 * (1 + abs(value.real)) for value in values):
            raise FloatingPointError
        return [value.real for value in values]

    def satisfied(self, x: float, rates: Sequence[float], free: Sequence[float]) -> bool:
        """Whether derivatives make the left side small beside its terms, and beside a change of the last one."""
        terms = [term(x, *rates, *free) for term in self.terms]
        scale = sum(map(abs, terms)) + abs(self.slope(x, *rates, *free)) * (1 + abs(rates[-1]))
        return abs(sum(terms)) <= _SATISFIED * scale

    def top(self, x: float, lower: Sequence[float] | np.ndarray, start: float, free: Sequence[float]) -> float:
        """The root of the equation near the start."""
        value = start
        for _ in range(30):
            step = self.left(x, *lower, value, *free) / self.slope(x, *lower, value, *free)
            value -= step
            if abs(step) <= 1e-12 * (1 + abs(value)):
                return value
        raise FloatingPointError


def along(
    claim: se.Expr,
    equation: se.Expr,
    order: int,
    branch: Sequence[se.Expr],
    x: se.Symbol,
    rng: random.Random,
    *,
    relation: bool = False,
) -> Outcome:
    """Whether the numerical solution follows the claim from random places on it; at two places where it can."""
    agreed = differed = 0
    try:
        problem = _Problem(claim, equation, order, branch, x, relation)
    except (ArithmeticError, *ALGEBRA_FAILURES):
        return Outcome.NOTHING
    for _ in range(_TRIES):
        try:
            found = _once(problem, rng)
        except (ArithmeticError, ValueError, *ALGEBRA_FAILURES):
            continue
        agreed, differed = agreed + found, differed + (not found)
        if differed or agreed == _WANTED:
            break
    return Outcome.DISAGREES if differed else Outcome.AGREES if agreed else Outcome.NOTHING


def _once(problem: _Problem, rng: random.Random) -> bool:
    """One place; raises where nothing can be compared there."""
    free = [
        rng.choice((-1, 1)) * rng.uniform(0.2, 3) if s in CONSTANTS else rng.uniform(0.4, 2.6) for s in problem.free
    ]
    place = rng.choice((rng.uniform(-3, 3), rng.uniform(0, 1), rng.uniform(1, 10)))
    own = [place, rng.uniform(-3, 3), *free] if problem.relation else [place, *free]
    rates = [rate(*own) for rate in problem.rates]
    if max(map(abs, rates)) > _LARGEST or any(u(place, *free) <= 0 for u in problem.branch):
        raise FloatingPointError
    if abs(problem.slope(place, *rates, *free)) < 1e-6:
        raise FloatingPointError
    if not problem.satisfied(place, rates, free):
        if problem.satisfied(place, problem.precise(own), free):
            raise FloatingPointError  # what doubles lose
        return False
    for span in _SPANS:
        end = place + span * (1 + abs(place))
        try:
            return _follows(problem, place, end, rates, free)
        except (ArithmeticError, ValueError):
            continue
    raise FloatingPointError


def _follows(problem: _Problem, place: float, end: float, rates: Sequence[float], free: Sequence[float]) -> bool:
    lower, last = list(rates[:-1]), [rates[-1]]

    def slope(at: float, state: np.ndarray) -> list[float]:
        last[0] = problem.top(at, state, last[0], free)
        return [*state[1:], last[0]]

    found = solve_ivp(slope, (place, end), lower, rtol=1e-9, atol=1e-10, max_step=(end - place) / _STEPS)
    if not found.success:
        raise FloatingPointError
    reached = found.y[:, -1]
    if problem.relation:
        before, after = problem.constant(place, lower[0], *free), problem.constant(end, reached[0], *free)
        close = abs(after - before) <= _CLOSE * (1 + abs(before) + abs(after))
        own = [rate(end, reached[0], *free) for rate in problem.rates]
    else:
        own = [rate(end, *free) for rate in problem.rates]
        close = abs(own[0] - reached[0]) <= _CLOSE * (1 + abs(own[0]) + abs(lower[0]))
        middle = (place + end) / 2
        if max(abs(rate(middle, *free)) for rate in problem.rates) > _LARGEST:
            raise FloatingPointError
    if close:
        return True
    if max(map(abs, own)) < _LARGEST and not problem.satisfied(end, own, free):
        return False
    raise FloatingPointError  # the numbers went another way, the solution's own derivatives are right


__all__ = ["Outcome", "along"]
