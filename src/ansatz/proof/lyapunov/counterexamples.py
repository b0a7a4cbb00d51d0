"""Where is a function negative, and does it grow? Searches in floating point; what they find is then decided exactly.

    negative_point(p, rng)             a rational point where the polynomial p is negative, or None
    negative_point_anywhere(p, rng)    the same, by a longer search
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


def lowest(
    evaluate: Evaluator, n: int, rng: random.Random, magnitudes: float = 2.5, first: Points | None = None
) -> list[tuple[fmpq, ...]]:
    """A few points, rational, where the value beside its size is lowest.

    magnitudes: coordinates of the first points are up to 10^±magnitudes, a third of them up to 3. first: more points
    to begin with.
    """
    random_state = np.random.default_rng(rng.getrandbits(64))

    def relative(points: Points) -> np.ndarray:
        value, size = evaluate(points)
        with np.errstate(invalid="ignore", divide="ignore"):
            return value / size

    start = scattered(n, _START, -magnitudes, magnitudes, random_state)
    start[: _START // 3] = random_state.uniform(-3, 3, (_START // 3, n))
    if first is not None:
        start = np.concatenate([start, first])
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


def negative_point_anywhere(p: fmpq_mpoly, rng: random.Random, *, or_zero: bool = False) -> tuple[fmpq, ...] | None:
    """The same by a longer search: at all magnitudes, and from where p is least along lines and coordinate axes."""
    n, scaled = p.context().nvars(), _unit(p)
    evaluate = of_polynomial(scaled)
    random_state = np.random.default_rng(rng.getrandbits(64))
    points = np.concatenate([_null_directions(scaled), scattered(n, 24, -4, 1, random_state)])
    first = np.concatenate([_least_on_lines(scaled, points, direction) for direction in (None, *np.eye(n))])
    for magnitudes in (5.0, 10.0):
        for point in lowest(evaluate, n, rng, magnitudes, first):
            value = p(*point)
            if any(point) and (value < 0 or (or_zero and value == 0)):
                return point
    return None


def _null_directions(p: fmpq_mpoly) -> Points:
    """At several distances, the eigenvectors of p's quadratic part: where it is least, higher terms decide."""
    n = p.context().nvars()
    matrix = np.zeros((n, n))
    for exponents, coefficient in terms(p).items():
        if sum(exponents) == 2:
            i, j = (k for k, e in enumerate(exponents) for _ in range(e))
            matrix[i, j] += as_float(coefficient) / 2
            matrix[j, i] += as_float(coefficient) / 2
    vectors = np.linalg.eigh(matrix)[1].T
    return np.concatenate([sign * 10.0**k * vectors for sign in (-1, 1) for k in range(-8, 3)])


def _least_on_lines(p: fmpq_mpoly, points: Points, direction: Points | None) -> Points:
    """Where p is stationary on the lines through the points: towards 0, or in a direction."""
    exponents = np.array(list(terms(p)), dtype=int).reshape(len(p), p.context().nvars())
    coefficients = np.array([as_float(c) for c in p.coeffs()])
    found = [points]
    for point in points:
        if direction is None:
            line = np.bincount(exponents.sum(axis=1), weights=coefficients * np.prod(point**exponents, axis=1))
        else:
            i = int(direction.argmax())
            others = np.delete(exponents, i, axis=1)
            line = np.bincount(exponents[:, i], weights=coefficients * np.prod(np.delete(point, i) ** others, axis=1))
        slope = np.polynomial.Polynomial(line / max(np.abs(line).max(), 1e-300)).deriv().trim()
        if slope.degree() < 1 or not np.isfinite(slope.coef).all():
            continue
        roots = slope.roots()
        at = roots.real[np.abs(roots.imag) <= 1e-6 * (1e-300 + np.abs(roots))]
        moved = np.repeat(point[None], len(at), axis=0)
        if direction is None:
            moved *= at[:, None]
        else:
            moved[:, i] = at
        found.append(moved)
    return np.concatenate(found)


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
    "negative_point_anywhere",
    "of_polynomial",
    "of_sum",
    "scattered",
]
