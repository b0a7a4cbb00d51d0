"""Definite integrals whose integrand or bounds contain parameters.

    definite_with_parameters(F, f, x, a, b) -> ParametricResult

The value is F(b) - F(a), in limits, as an expression in the parameters. It is accepted where the integral with
numbers in their place (`ansatz.proof.integral.definite`) has that value for every sample of parameters that satisfy the
conditions; conditions are lower bounds by integers, as n > -1 for ∫₀¹ xⁿ dx, found by trying values.
"""

import random
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.algebra.balls import evaluate
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.integral.definite import DefiniteResult, definite, position
from ansatz.proof.real_line.one_sided_limits import Approach, one_sided
from ansatz.proof.verdict import Verdict

_SAMPLES = 3  # choices of all parameters that must agree
_CELLS = ((-3, -2), (-2, -1), (-1, 0), (0, 1), (1, 2), (2, 3), (3, 6))  # where a parameter is tried
_BITS = 128  # of values, and of comparisons of places
_Sample: TypeAlias = dict[se.Symbol, se.Expr]


@dataclass(frozen=True, slots=True)
class ParametricResult:
    """result: as for numbers (its enclosure is None); conditions: what suffices, as a > 0."""

    result: DefiniteResult
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class _Problem:
    F: se.Expr
    f: se.Expr
    x: se.Symbol
    a: se.Expr
    b: se.Expr
    seconds: float

    def at(self, sample: _Sample) -> DefiniteResult:
        """The integral with numbers for parameters."""
        F, f, a, b = (e.subs(sample) for e in (self.F, self.f, self.a, self.b))
        return definite(F, f, self.x, a, b, seconds=self.seconds)

    def total(self, sample: _Sample) -> se.Expr | None:
        """F(b) - F(a) in the parameters, its signs decided as they are at the sample."""
        values = {symbol: evaluate(value, {}, _BITS) for symbol, value in sample.items()}
        upward = 1 if position(self.a, values) <= position(self.b, values) else -1
        high = one_sided(self.F, Approach(self.x, self.b, -upward, values))
        low = one_sided(self.F, Approach(self.x, self.a, upward, values))
        if high is None or low is None or {high, low} & {se.oo, -se.oo}:
            return None
        return se.expand(high - low)

    def agrees(self, total: se.Expr, sample: _Sample) -> bool:
        """Whether the value in the parameters is that of the integral with numbers."""
        try:
            found = self.at(sample)
            if not found.verdict.holds or found.value is None:
                return False
            return bool((evaluate(total.subs(sample), {}, _BITS) - evaluate(found.value, {}, _BITS)).contains(0))
        except ALGEBRA_FAILURES:
            return False


def definite_with_parameters(
    F: se.Expr, f: se.Expr, x: se.Symbol, a: se.Expr | int, b: se.Expr | int, *, seconds: float = 5.0
) -> ParametricResult:
    """∫ f dx from a to b by the antiderivative F; every symbol but x is a real parameter."""
    a, b = se.sympify(a), se.sympify(b)
    parameters = sorted(set().union(*(e.free_symbols for e in (F, f, a, b))) - {x}, key=str)
    # Fixed numbers, so that one question has one answer.
    rng = random.Random(0)
    problem = _Problem(F, f, x, a, b, seconds / _SAMPLES)
    sample = {p: _between(rng, 1, 4) for p in parameters}
    found = problem.at(sample)
    if found.diverges:
        return _divergence(problem, found, [{p: _between(rng, 0, 6) for p in parameters} for _ in range(_SAMPLES)])
    if found.value is None:
        tried = ", ".join(f"{p} = {value}" for p, value in sample.items())
        return _unknown(f"{found.reason.rstrip('.')}, for {tried}")
    total = problem.total(sample)
    if total is None or not problem.agrees(total, sample):
        return _unknown("the value could not be expressed in the parameters")
    least = {p: _least(problem, total, sample, p, rng) for p in parameters}
    for _ in range(_SAMPLES):
        other = {p: _between(rng, _CELLS[0][0] if low is None else low, _CELLS[-1][1]) for p, low in least.items()}
        if not problem.agrees(total, other):
            return _unknown("it depends on how the parameters compare; give them values")
    conditions = tuple(Condition.on(p - low, Relation.POSITIVE) for p, low in least.items() if low is not None)
    reason = "F(b) - F(a), confirmed by quadrature for several choices of the parameters"
    return ParametricResult(DefiniteResult(total, None, Verdict.CHECKED, reason=reason), conditions)


def _between(rng: random.Random, low: int, high: int) -> se.Expr:
    return low + (high - low) * se.Rational(rng.randint(9, 55), 64)


def _least(problem: _Problem, total: se.Expr, sample: _Sample, parameter: se.Symbol, rng: random.Random) -> int | None:
    """The integer above which the value holds for a parameter, as far as tried; None where it holds for all."""
    for low, high in reversed(_CELLS):
        if not problem.agrees(total, {**sample, parameter: _between(rng, low, high)}):
            return high
    return None


def _divergence(problem: _Problem, found: DefiniteResult, others: list[_Sample]) -> ParametricResult:
    if all(problem.at(other).diverges for other in others):
        return ParametricResult(found, tuple(Condition.on(p, Relation.POSITIVE) for p in others[0]))
    return _unknown("whether the integral converges depends on the parameters; give them values")


def _unknown(reason: str) -> ParametricResult:
    return ParametricResult(DefiniteResult(None, None, Verdict.UNKNOWN, reason=reason))


__all__ = ["ParametricResult", "definite_with_parameters"]
