"""Random points of a function's domain, at many scales, so that narrow domains are found too.

A *strict* real point gives every kernel (root, logarithm, inverse function ...) of the function a finite
real value. A function that has no such point is sampled at real points where it is finite (it may hold
complex constants, as acos(3)·x does), and failing that at complex points.
"""

import math
import random
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program, Values

Interval: TypeAlias = tuple[fmpq, fmpq]  # open

_SEARCH_BITS = 64  # tell whether a function has a value
_EXACT_BITS = 1024  # dyadic numbers of up to so many bits are exact coordinates
_ATTEMPTS = 160  # at points of the domain, before there are enough
_RINGS, _SECTORS = 6, 12  # of a sweep
# Where an interval is tried: places without symmetry, since poles and accidental zeros like the middle.
_FRACTIONS = tuple(fmpq(numerator, 2**16) for numerator in (27145, 47979, 15473))


class Domain(StrEnum):
    """Where sample points lie; the value completes the sentence "at points of ..."."""

    REAL = "the real domain"
    REAL_LINE = "the real line, where values are complex"
    COMPLEX = "the complex plane"


@dataclass(slots=True, eq=False)
class Point:
    """Exact rational coordinates, and the values of a prepared program there by working precision."""

    x: fmpq
    imaginary: fmpq
    coordinates: dict[se.Symbol, acb]
    values: dict[int, Values] = field(default_factory=dict)

    def run(self, program: Program, bits: int) -> Values:
        """The program's values at this point; computed once for each precision."""
        values = self.values.get(bits)
        if values is None:
            values = self.values[bits] = program.run(self.coordinates, bits)
        return values

    def __float__(self) -> float:
        return int(self.x.p) / int(self.x.q)

    @property
    def place(self) -> float | complex:
        """The value of the variable: complex where it lies off the real axis."""
        real = float(self)
        return real if self.imaginary == 0 else complex(real, int(self.imaginary.p) / int(self.imaginary.q))


def places(points: Iterable[Point]) -> tuple[float | complex, ...]:
    """The variable's values at the points, in order of their real parts."""
    return tuple(point.place for point in sorted(points, key=float))


def _dyadic(value: float) -> fmpq:
    """Near the value, an odd multiple of 2⁻²¹: exact in binary at every precision, and no singularity by accident."""
    return fmpq(2 * round(value * 2**20) + 1, 2**21)


def _between(rng: random.Random, low: float, high: float) -> fmpq:
    return _dyadic(rng.uniform(low, high))


def _scales(rng: random.Random) -> Iterator[fmpq]:
    """An endless mixture: the intervals where elementary functions live, then wider and wider."""
    intervals = ((-3, 3), (0, 1), (1, 4), (-1, 0), (-10, 10), (-4, -1), (0, 10))
    while True:
        for low, high in intervals:
            yield _between(rng, low, high)
        magnitude = 10 ** rng.uniform(-3, 3)
        yield _between(rng, -magnitude, magnitude)
        yield _dyadic(10 ** rng.uniform(0.5, 3))


def _near(rng: random.Random, point: Point) -> fmpq:
    x = float(point)
    return _dyadic(x + rng.choice((-1, 1)) * 10 ** rng.uniform(-5, -1) * (1 + abs(x)))


def sample(
    program: Program,
    slot: int,
    x: se.Symbol,
    parameters: list[se.Symbol],
    rng: random.Random,
    count: int,
    complex_plane: bool,
    signed: Container[se.Expr] = (),
) -> tuple[list[Point], Domain]:
    """Up to `count` points where the slot of the program has a finite value, and where they lie.

    Parameters get fresh rational values at every point, positive ones except where they are `signed`.
    """

    def draw(real: fmpq, imaginary: fmpq) -> Point:
        coordinates = {p: acb(arb(_between(rng, -4 if p in signed else 0.1, 4))) for p in parameters}
        coordinates[x] = acb(arb(real), arb(imaginary))
        return Point(real, imaginary, coordinates)

    zero = fmpq(0)
    strict: list[Point] = []
    loose: list[Point] = []
    scales = _scales(rng)
    # More bits only where no value was seen: tan(10^33·x) has none for few.
    for bits in () if complex_plane else (_SEARCH_BITS, _EXACT_BITS):
        for attempt in range(_ATTEMPTS):
            if len(strict) >= count:
                break
            around = strict and attempt % 4 == 3
            point = draw(_near(rng, rng.choice(strict)) if around else next(scales), zero)
            values = program.run(point.coordinates, bits)
            if not values[slot].is_finite():
                continue
            if program.kernels_are_real(values):
                strict.append(point)
            elif len(loose) < count:
                loose.append(point)
        if strict:
            return strict, Domain.REAL
        if loose:
            return loose, Domain.REAL_LINE
    points: list[Point] = []
    for _ in range(_ATTEMPTS):
        if len(points) >= count:
            break
        point = draw(next(scales), next(scales))
        if program.run(point.coordinates, _SEARCH_BITS)[slot].is_finite():
            points.append(point)
    return points, Domain.COMPLEX


def sweep(program: Program, slot: int, x: se.Symbol, parameters: list[se.Symbol], rng: random.Random) -> list[Point]:
    """Points in all directions at all distances from 0.1 to 100, where the slot has a value.

    For what may hold on a part of the plane only: such parts begin at branch cuts, which reach to infinity or end at
    branch points, so that few are missed.
    """
    points = []
    for ring in range(_RINGS):
        for sector in range(_SECTORS):
            radius = 10 ** ((ring + rng.random()) / 2 - 1)
            angle = 2 * math.pi * (sector + rng.random()) / _SECTORS
            real, imaginary = _dyadic(radius * math.cos(angle)), _dyadic(radius * math.sin(angle))
            coordinates = {p: acb(arb(_between(rng, 0.1, 4))) for p in parameters}
            point = Point(real, imaginary, {**coordinates, x: acb(arb(real), arb(imaginary))})
            if program.run(point.coordinates, _SEARCH_BITS)[slot].is_finite():
                points.append(point)
    return points


def points_in(
    program: Program, slots: Sequence[int], x: se.Symbol, intervals: Iterable[Interval], model: Point
) -> list[Point]:
    """A point of each interval where the slots have values and every kernel is real, if some place tried is one.

    Parameters are as at the model point.
    """

    def candidates(low: fmpq, high: fmpq) -> Iterator[Point]:
        for fraction in _FRACTIONS:
            place = low + (high - low) * fraction
            with ctx.workprec(_EXACT_BITS):
                yield Point(place, fmpq(0), {**model.coordinates, x: acb(arb(place))})

    strict = partial(_is_strict, program, slots)
    found = (next(filter(strict, candidates(*interval)), None) for interval in intervals)
    return [point for point in found if point is not None]


def points_at(
    program: Program,
    slots: Sequence[int],
    x: se.Symbol,
    places: Iterable[fmpq],
    model: Point,
    *,
    along: se.Symbol | None = None,
) -> list[Point]:
    """The points at these places where the slots have values and every kernel is real; otherwise as the model.

    along: the symbol that takes the places as its values, where that is not x.
    """
    found = []
    for place in places:
        with ctx.workprec(_EXACT_BITS):
            coordinates = {**model.coordinates, along or x: acb(arb(place))}
        point = Point(model.x if along else place, fmpq(0), coordinates)
        if _is_strict(program, slots, point):
            found.append(point)
    return found


def _is_strict(program: Program, slots: Sequence[int], point: Point) -> bool:
    values = program.run(point.coordinates, 4 * _SEARCH_BITS)
    return all(values[slot].is_finite() for slot in slots) and program.kernels_are_real(values)


__all__ = ["Domain", "Point", "places", "points_at", "points_in", "sample", "sweep"]
