"""How V changes along x' = f(x) at exact points, in the oracle's own balls: what is certainly wrong there.

motion = Motion(V, field, variables)
motion.wrong(point, strict=True)       "V is not positive", "V does not decrease", "no real value"; "" for no fault
points_in_box(radii, places, rng)      of all scales in it, at its edges and corners, beside places of interest
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import symengine as se
from flint import arb, ctx

from ansatz.errors import NoValueError, UndefinedError
from ansatz.evaluate.attack.balls import Formula, is_real
from ansatz.evaluate.attack.places import BITS, power_of_ten

Point: TypeAlias = list[arb]

_BITS = 1_200  # of values: places of 10^±30, and differences of 10^-60 of squares there
_OFFSETS = (2, 5, 9, 16, 30)  # decimal exponents of distances from edges and places
_SCALES = 30  # decimal exponents of the smallest points, for the box


class Motion:
    """V and the field, compiled by the oracle."""

    def __init__(self, V: se.Expr, field: Sequence[se.Expr], variables: Sequence[se.Symbol]) -> None:
        self._variables = list(variables)
        self._V = [Formula(V, v) for v in variables]
        self._field = [Formula(component, self._variables[0]) for component in field]

    def wrong(self, point: Point, *, strict: bool) -> str:
        """What certainly fails at a point off 0. strict: V = 0 and dV/dt = 0 fail too."""
        at = dict(zip(self._variables, point, strict=True))
        try:
            values = [formula.values(at, _BITS) for formula in self._field]
            heights = [formula.values(at, _BITS) for formula in self._V]
        except UndefinedError:
            return "no value"
        except NoValueError:
            return ""
        if any(part.is_finite() and not part.imag.contains(0) for part in (v[-1] for v in (*values, heights[0]))):
            return "no real value"
        if not all(map(is_real, (*values, heights[0]))):
            return ""
        with ctx.workprec(_BITS):
            height = self._V[0].result(heights[0])
            if height < 0 or (strict and height.is_zero()):
                return "V is not positive"
            try:
                slopes = [f.rate(v, _BITS) for f, v in zip(self._V, heights, strict=True)]
            except NoValueError:
                return ""
            speeds = (formula.result(v) for formula, v in zip(self._field, values, strict=True))
            change = sum((slope * speed for slope, speed in zip(slopes, speeds, strict=True)), arb(0))
            if change.is_finite() and (change > 0 or (strict and change.is_zero())):
                return "V does not decrease"
        return ""


def points_in_box(radii: Sequence[arb], places: Iterable[Point], rng: random.Random, count: int = 40) -> list[Point]:
    """Exact points of the closed box off 0."""
    with ctx.workprec(BITS):
        found = [*_anywhere(radii, rng, count), *_at_edges(radii, rng), *_beside(places, rng)]
        found = [[c.mid() for c in point] for point in found]
        inside = (p for p in found if all(abs(c) <= r for c, r in zip(p, radii, strict=True)))
        return [point for point in inside if any(not c.is_zero() for c in point)]


def points_anywhere(n: int, places: Iterable[Point], rng: random.Random, count: int = 60) -> list[Point]:
    """Exact points of the whole space off 0."""
    return points_in_box([power_of_ten(_SCALES)] * n, places, rng, count)


def _anywhere(radii: Sequence[arb], rng: random.Random, count: int) -> Iterator[Point]:
    for k in range(count):
        common = rng.uniform(-_SCALES, 0) if k % 4 == 0 else rng.uniform(-3, 0)
        exponents = [common if k % 3 else rng.uniform(-_SCALES, 0) for _ in radii]
        signs = [rng.choice((-1, 1, 1, -1, 0)) * rng.uniform(0.1, 1) for _ in radii]
        yield [r * sign * arb(10) ** e for r, sign, e in zip(radii, signs, exponents, strict=True)]


def _at_edges(radii: Sequence[arb], rng: random.Random) -> Iterator[Point]:
    for k, radius in enumerate(radii):
        for side in (-1, 1):
            for shrink in (arb(0), *(power_of_ten(-e) for e in _OFFSETS)):
                point = [r * rng.choice((0, 0, 1, -1, rng.uniform(-1, 1))) for r in radii]
                point[k] = side * radius * (1 - shrink)
                yield point


def _beside(places: Iterable[Point], rng: random.Random) -> Iterator[Point]:
    for place in places:
        yield place
        for e in _OFFSETS:
            for _ in range(2):
                yield [c + rng.choice((-1, 0, 1)) * rng.uniform(0.2, 1) * power_of_ten(-e) for c in place]
        yield [c if keep else arb(0) for c, keep in zip(place, (True, False), strict=False)]


__all__ = ["Motion", "Point", "points_anywhere", "points_in_box"]
