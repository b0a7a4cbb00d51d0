"""Where is a function negative, and does it grow? Searches in floating point; what they find is then decided exactly.

    negative_point(p, rng)             a rational point where the polynomial p is negative, or None
    is_negative_at(p, points)          whether floating point shows p < 0 at one of these
    lowest(evaluate, n, rng)           points where the value is small (or negative) beside the sizes of its terms
    lowest_on_shell(evaluate, n, R)    the least value found where the greatest |x_i| is R

The points lie at all scales, each coordinate at its own, so that every face of a Newton polytope has points
where it decides; the lowest ones are then moved a little, again and again, and the best are kept.
"""

import random
from collections.abc import Callable, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
import symengine as se
from flint import fmpq, fmpq_mpoly

from ansatz.algebra.polynomials import as_float, terms

_START, _KEPT, _ROUNDS, _MOVES = 1_500, 40, 14, 12  # points at first, those kept; rounds, moves of each point
Points: TypeAlias = np.ndarray  # (points, variables)
Evaluator: TypeAlias = Callable[[Points], tuple[np.ndarray, np.ndarray]]  # value, and sum of its terms' sizes


def of_polynomial(p: fmpq_mpoly) -> Evaluator:
    """The evaluator of a polynomial."""
    coefficients = terms(p)
    exponents = np.array(list(coefficients), dtype=float).reshape(len(coefficients), p.context().nvars())
    values = np.array([as_float(c) for c in coefficients.values()])

    def evaluate(points: Points) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
            summands = np.prod(points[:, None, :] ** exponents[None], axis=2) * values
            return summands.sum(axis=1), np.abs(summands).sum(axis=1)

    return evaluate


def is_negative_at(p: fmpq_mpoly, points: Points) -> bool:
    """Whether p < 0 at one of the points, beyond doubt about rounding; a quick look, no proof."""
    value, size = of_polynomial(_unit(p))(points)
    with np.errstate(invalid="ignore"):
        return bool((value < -1e-9 * size).any())


def of_sum(summands: Sequence[se.Expr], variables: Sequence[se.Symbol]) -> Evaluator:
    """The evaluator of a sum of SymEngine expressions; NaN where it has no real value."""
    compiled = se.Lambdify(list(variables), list(summands))

    def evaluate(points: Points) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(over="ignore", invalid="ignore"):
            values = np.asarray(compiled(points)).reshape(len(points), len(summands))
            return values.sum(axis=1), np.abs(values).sum(axis=1)

    return evaluate


def scattered(n: int, count: int, low: float, high: float, random_state: np.random.Generator) -> Points:
    """(count, n) points whose coordinates have magnitudes 10^low…10^high of their own."""
    return random_state.choice((-1.0, 1.0), (count, n)) * 10 ** random_state.uniform(low, high, (count, n))


def _search(score: Callable[[Points], np.ndarray], points: Points, random_state: np.random.Generator) -> Points:
    """The points of lowest score, after moves by random factors that shrink from round to round."""
    n = points.shape[1]
    for spread in np.geomspace(0.7, 1e-8, _ROUNDS):
        points = points[np.argsort(score(points))[:_KEPT]]  # NaN comes last
        moves = np.exp(spread * random_state.standard_normal((_MOVES, len(points), n)))
        points = np.concatenate([points, (points[None] * moves).reshape(-1, n)])
    return points[np.argsort(score(points))[:_KEPT]]


def lowest(evaluate: Evaluator, n: int, rng: random.Random) -> list[tuple[fmpq, ...]]:
    """A few points, rational, where the value beside its size is lowest."""
    random_state = np.random.default_rng(rng.getrandbits(64))

    def relative(points: Points) -> np.ndarray:
        value, size = evaluate(points)
        with np.errstate(invalid="ignore", divide="ignore"):
            return value / size

    start = scattered(n, _START, -2.5, 2.5, random_state)
    start[: _START // 3] = random_state.uniform(-3, 3, (_START // 3, n))
    return [tuple(_dyadic(float(c)) for c in point) for point in _search(relative, start, random_state)[:8]]


def corners(n: int) -> list[tuple[fmpq, ...]]:
    """The points other than 0 with coordinates 0, 1, -1 (for up to six variables)."""
    return [tuple(map(fmpq, c)) for c in product((0, 1, -1), repeat=n) if any(c)] if n <= 6 else []


def _unit(p: fmpq_mpoly) -> fmpq_mpoly:
    """p, divided by its largest coefficient, which may be too large for floating point."""
    return p / max(map(abs, p.coeffs()), default=1)


def negative_point(p: fmpq_mpoly, rng: random.Random, *, or_zero: bool = False) -> tuple[fmpq, ...] | None:
    """A point other than 0 where p < 0 exactly (or p ≤ 0, where `or_zero` asks for that); None where none is found."""
    n = p.context().nvars()

    def offends(point: tuple[fmpq, ...]) -> bool:
        value = p(*point)
        return bool(value < 0 or (or_zero and value == 0))

    found = next(filter(offends, corners(n)), None)
    return found or next(filter(offends, lowest(of_polynomial(_unit(p)), n, rng)), None)


def lowest_on_shell(evaluate: Evaluator, n: int, radius: float, rng: random.Random) -> float:
    """The least value found where max |x_i| = radius; -∞ where one cannot be computed."""
    random_state = np.random.default_rng(rng.getrandbits(64))

    def value_on_shell(points: Points) -> np.ndarray:
        values = evaluate(points * (radius / np.abs(points).max(axis=1, keepdims=True)))[0]
        return np.where(np.isnan(values), -np.inf, values)

    start = scattered(n, _START, -3, 0, random_state)
    start[: 2 * n] = np.concatenate([np.eye(n), -np.eye(n)]) + 1e-9
    return float(value_on_shell(_search(value_on_shell, start, random_state)).min())


def _dyadic(value: float) -> fmpq:
    """The value, to 48 significant bits."""
    mantissa, exponent = np.frexp(value)
    power = int(exponent) - 48
    whole = fmpq(round(float(mantissa) * 2**48))
    return whole * fmpq(2) ** power if power >= 0 else whole / fmpq(2**-power)


__all__ = [
    "corners",
    "is_negative_at",
    "lowest",
    "lowest_on_shell",
    "negative_point",
    "of_polynomial",
    "of_sum",
    "scattered",
]
