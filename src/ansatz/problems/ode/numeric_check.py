"""Substitution in floating point: does y satisfy the equation at random real points, for random constants?

This keeps wrong pairs out at the rate of generation. `ansatz.proof.ode.verifier` proves the same of one pair.
"""

import random

import numpy as np
import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.expr.canonical import derivative, symbol

UNKNOWNS = tuple(map(symbol, ("Y", "Y'", "Y''")))
_INTERVALS = ((-3, 3), (0, 1), (1, 4), (-10, 10), (-1, 0), (0, 3))
_POINTS = 24  # drawn, from the intervals in turn
_ENOUGH = 5  # must be real
_TOLERANCE = 1e-9  # of a residual for the size of its terms: double precision less what roundings add up to
_LARGEST = 1e8  # of y and its derivatives: beyond, too few digits are left
_BITS = 256  # where double precision does not suffice


class Solution:
    """y and its derivatives, sampled where they are real.

    y, x: SymEngine. order: of the highest derivative. rng: of the points and of the constants.
    """

    def __init__(self, y: se.Expr, x: se.Symbol, order: int, rng: random.Random) -> None:
        self.x = x
        self.rates = [y]
        for _ in range(order):
            self.rates.append(derivative(self.rates[-1], x))
        self.symbols = [x, *sorted(y.free_symbols - {x}, key=str)]
        self.points = np.array([self._draw(rng, _INTERVALS[k % len(_INTERVALS)]) for k in range(_POINTS)])
        self.values = _evaluate(self.symbols, self.rates, self.points)
        # All kernels are real where a program over the real numbers has a value.
        usable = np.all(np.abs(self.values) < _LARGEST, axis=1)
        self.points, self.values = self.points[usable], self.values[usable]

    def _draw(self, rng: random.Random, interval: tuple[int, int]) -> list[float]:
        low, high = interval
        constants = (-3 if s.name in ("c1", "c2") and rng.random() < 0.5 else 3 for s in self.symbols[1:])
        return [low + (high - low) * rng.random(), *(bound * rng.random() for bound in constants)]

    @property
    def is_real(self) -> bool:
        """Whether there are points enough at which y is real."""
        return len(self.points) >= _ENOUGH

    def fault(self, equation: se.Expr, branch: tuple[se.Expr, ...]) -> str | None:
        """Why the equation is not kept; None where y satisfies it wherever the branch's expressions are positive."""
        points, values = self.points, self.values
        if branch:
            positive = np.all(_evaluate(self.symbols, list(branch), points) > 0, axis=1)
            points, values = points[positive], values[positive]
        if len(points) < _ENOUGH:
            return "too few real points"
        if np.all(np.abs(values[:, 1]) <= _TOLERANCE * np.abs(values[:, 0])):
            return "locally constant"
        terms = list(se.Add.make_args(equation))
        unknowns = UNKNOWNS[: len(self.rates)]
        columns = np.hstack((values, points))
        each = _evaluate([*unknowns, *self.symbols], terms, columns)
        with np.errstate(invalid="ignore"):
            wrong = ~(np.abs(each.sum(axis=1)) <= _TOLERANCE * np.abs(each).sum(axis=1))
        doubtful = np.flatnonzero(wrong)
        if len(doubtful) > len(points) // 2:
            return "fails the check"
        if len(doubtful) and not self._vanishes(terms, points[doubtful]):
            return "fails the check"
        return None

    def _vanishes(self, terms: list[se.Expr], points: np.ndarray) -> bool:
        """The same at points where double precision does not suffice, by balls."""
        program = Program()
        rates = [program.add(rate) for rate in self.rates]
        equation = Program()
        slots = [equation.add(term) for term in terms]
        for point in points:
            place = {s: acb(arb(float(v))) for s, v in zip(self.symbols, point, strict=True)}
            values = program.run(place, _BITS)
            place |= {u: values[slot] for u, slot in zip(UNKNOWNS, rates, strict=False)}
            each = equation.run(place, _BITS)
            total = sum((each[slot] for slot in slots), acb(0))
            scale = sum((each[slot].abs_upper() for slot in slots), arb(0))
            if not total.abs_upper() <= _TOLERANCE * scale:
                return False
        return True


def _evaluate(symbols: list[se.Symbol], expressions: list[se.Expr], points: np.ndarray) -> np.ndarray:
    """Values (points, expressions) over the real numbers; NaN where there are none."""
    if not len(points):
        return np.empty((0, len(expressions)))
    function = se.Lambdify(symbols, expressions, real=True, backend="lambda")
    return np.asarray(function(points)).reshape(len(points), len(expressions))


__all__ = ["UNKNOWNS", "Solution"]
