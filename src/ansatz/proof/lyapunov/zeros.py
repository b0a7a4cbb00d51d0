"""Points where several functions of as many variables vanish: guessed by Newton's method, enclosed by Krawczyk's.

zeros(Equations(expressions, variables), rng)  ->  boxes, each with exactly one common zero inside

Krawczyk's operator m - Y F(m) + (I - Y F'(X)) (X - m), in ball arithmetic, maps a box X into its own inside only where
F has exactly one zero in X (Krawczyk 1969; Moore 1977).
"""

import random
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import symengine as se
from flint import acb, arb, arb_mat, ctx

from ansatz.algebra.balls import Program
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative

Box: TypeAlias = tuple[arb, ...]

_STARTS, _STEPS, _MOST = 40, 25, 8  # of Newton's method; points that are enclosed
_BITS = 128
_RADII = (1e-12, 1e-9, 1e-6)


class Equations:
    """F(x) = 0, as many as variables; evaluated in floating point and in balls."""

    def __init__(self, expressions: Sequence[se.Expr], variables: Sequence[se.Symbol]) -> None:
        self.variables = list(variables)
        slopes = [derivative(e, v) for e in expressions for v in variables]
        self.size = len(self.variables)
        self._compiled = se.Lambdify(self.variables, [*expressions, *slopes])
        self._program = Program()
        self._slots = [self._program.add(e) for e in (*expressions, *slopes)]

    def floats(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(points, n) values and (points, n, n) Jacobian matrices."""
        with np.errstate(all="ignore"):
            values = np.asarray(self._compiled(points), dtype=float).reshape(len(points), -1)
        return values[:, : self.size], values[:, self.size :].reshape(len(points), self.size, self.size)

    def balls(self, box: Sequence[arb]) -> tuple[list[arb], list[arb]]:
        """Values and the Jacobian matrix's entries over a box; not finite where one has no real value."""
        point = {v: acb(b) for v, b in zip(self.variables, box, strict=True)}
        values = self._program.run(point, _BITS)
        real = [values[slot].real if values[slot].imag.is_zero() else arb.nan() for slot in self._slots]
        return real[: self.size], real[self.size :]


def zeros(equations: Equations, rng: random.Random, starts: np.ndarray | None = None) -> Iterator[Box]:
    """Boxes with one zero each, the nearest to 0 first; those where F' is singular are not found."""
    found: list[np.ndarray] = []
    for point in guesses(equations, rng, starts):
        if any(np.allclose(point, other, rtol=1e-6, atol=1e-9) for other in found):
            continue
        found.append(point)
        if len(found) > _MOST:
            return
        if (box := enclosed(equations, point)) is not None:
            yield box


def guesses(equations: Equations, rng: random.Random, starts: np.ndarray | None = None) -> list[np.ndarray]:
    """Where Newton's method leads, from points of several scales; nearest to 0 first."""
    random_state = np.random.default_rng(rng.getrandbits(64))
    n = equations.size
    points = random_state.standard_normal((_STARTS, n)) * 10 ** random_state.uniform(-1, 1, (_STARTS, 1))
    if starts is not None:
        points = np.concatenate([starts, points])
    for _ in range(_STEPS):
        values, slopes = equations.floats(points)
        good = np.isfinite(values).all(axis=1) & np.isfinite(slopes).all(axis=(1, 2))
        points, values, slopes = points[good], values[good], slopes[good]
        if not len(points):
            return []
        points = points - _solved(slopes, values)
    values, _ = equations.floats(points)
    with np.errstate(invalid="ignore"):
        near = np.isfinite(points).all(axis=1) & (np.abs(values).max(axis=1) < 1e-8 * (1 + np.abs(points).max(axis=1)))
    return sorted(points[near], key=lambda point: float(np.abs(point).max()))


def _solved(slopes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Newton's steps; the shortest ones where a matrix is singular."""
    try:
        return np.asarray(np.linalg.solve(slopes, values[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        return np.asarray((np.linalg.pinv(slopes, rcond=1e-14) @ values[:, :, None])[:, :, 0])


def enclosed(equations: Equations, point: np.ndarray) -> Box | None:
    """A box about the point with exactly one zero inside, or None."""
    n = equations.size
    _, slopes = equations.floats(point[None])
    try:
        inverse = np.linalg.inv(slopes[0])
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(inverse).all():
        return None
    with ctx.workprec(_BITS):
        Y = arb_mat(inverse.tolist())
        middle = [arb(float(c)) for c in point]
        for radius in _RADII:
            width = radius * (1 + float(np.abs(point).max()))
            box = [m + arb(0, width) for m in middle]
            try:
                value, _ = equations.balls(middle)
                _, slope = equations.balls(box)
            except ALGEBRA_FAILURES:
                return None
            if not all(b.is_finite() for b in (*value, *slope)):
                continue
            step = Y * arb_mat(n, 1, value)
            contraction = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]) - Y * arb_mat(n, n, slope)
            rest = contraction * arb_mat(n, 1, [arb(0, width)] * n)
            image = [middle[i] - step[i, 0] + rest[i, 0] for i in range(n)]
            if all(abs(image[i] - middle[i]) < width for i in range(n)):
                return tuple(image)
    return None


__all__ = ["Box", "Equations", "enclosed", "guesses", "zeros"]
