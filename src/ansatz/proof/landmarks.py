"""Places at the scales that an expression itself names: where its parts vanish, turn, and change by as much as matters.

    Landscape(expressions, x, coordinates).places(rng, count)     exact places
    closeness(expressions)                                        bits that tell its constants from zero

exp(-10^5·(x - 3)^2) is seen by no one who does not come within 10^-2 of 3. Parts of the expressions (sums, arguments,
the functions themselves) are followed along a grid of all magnitudes; where one changes its sign or turns, the place
is refined: a landmark. Around it stand places at the distances at which that part has changed by 1/2, and by its own
value there; between landmarks, where all parts keep their signs, stands one more.

What is found so is a sample, and no proof: between two places of the grid a part may vanish twice.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx, fmpq, fmpz_poly

from ansatz.algebra.balls import Program
from ansatz.algebra.numbers import as_fraction, is_rational, midpoint
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.real_line.zeros import zeros

Function: TypeAlias = Callable[[arb], arb | None]  # at an exact place; None where there is no finite real value

_BITS = 96  # of values along the grid
_FINE_BITS = 384  # of landmarks: a feature may be as narrow as 10^-50, far from the origin
_MAX_LANDMARKS, _LANDMARKS_OF_A_PART, _MAX_PARTS, _MAX_AFFECTED, _MAX_DEGREE = 32, 5, 40, 3, 24
_STEPS = 40  # of a refinement
_MAX_EXPONENT, _USUAL_EXPONENT = 320, 6  # of 10, on the grid
_SCATTERED = 24  # places of any magnitude
_DECADES = 30  # from landmarks, besides the distances that matter
_NEAREST, _FARTHEST = -_FINE_BITS + 64, 1_100  # of those, as powers of 2
CLOSENESS, _MAX_CLOSENESS = 700, 8_000  # bits: 2^-700 < 10^-210
_USUAL_BITS = 48  # of numbers that ask for no more precision


def closeness(expressions: Iterable[se.Expr]) -> int | None:
    """How close to zero, as a power of 1/2, a difference must be shown to be; None where that is out of reach.

    2^-700, and as much less as the numbers and constants in the expressions are large, small or long: 10^-300·x is to
    be told from nothing.
    """
    bits = 0.0
    for e in _nodes(expressions):
        if is_rational(e):
            value = as_fraction(e)
            length: float = value.numerator.bit_length() + value.denominator.bit_length()
        elif e.free_symbols:
            continue
        else:
            length = _magnitude(e)
        bits += 2 * max(0, length - _USUAL_BITS)  # a square may be all that is seen of it
    return CLOSENESS + int(bits) if bits <= _MAX_CLOSENESS - CLOSENESS else None


def _nodes(expressions: Iterable[se.Expr]) -> Iterator[se.Expr]:
    """Every subexpression, once."""
    seen: set[se.Expr] = set()
    stack = list(expressions)
    while stack:
        if (e := stack.pop()) not in seen:
            seen.add(e)
            stack.extend(e.args)
            yield e


def _magnitude(e: se.Expr) -> float:
    """|log₂|e|| of a constant; infinite where it may be zero."""
    program = Program()
    slot = program.add(e)
    for bits in (_BITS, 8 * _BITS, 64 * _BITS):
        size = abs(program.run({}, bits)[slot])
        if size.is_finite() and size > 0:
            return abs(float(size.log())) / math.log(2)
    return math.inf


@dataclass(frozen=True, slots=True)
class _Landmark:
    """Where a part of the expressions vanishes or turns, and distances at which it has changed noticeably."""

    place: arb
    distances: tuple[arb, ...]


class Landscape:
    """Expressions along the real line, every other symbol at its value in `coordinates`."""

    def __init__(self, expressions: Iterable[se.Expr], x: se.Symbol, coordinates: Mapping[se.Symbol, acb]) -> None:
        self._x, self._coordinates = x, coordinates
        nodes = list(_nodes(expressions))
        self._exponent = _exponent(nodes)
        parts = {part for e in nodes for part in _telling(e) if x in part.free_symbols and part != x}
        self._parts = sorted(parts, key=lambda part: (len(str(part)), str(part)))[:_MAX_PARTS]
        self._functions = {part: self._function(part) for part in self._parts}

    def places(self, rng: random.Random, count: int) -> list[fmpq]:
        """Up to `count` exact places, those between landmarks first, then some of any magnitude."""
        with ctx.workprec(_FINE_BITS):
            landmarks = self._landmarks()
            found = [*_between([mark.place for mark in landmarks], rng)]
            for _ in range(_SCATTERED):
                magnitude = arb(10) ** rng.randint(-self._exponent, self._exponent)
                found.append(rng.choice((-1, 1)) * rng.uniform(1, 10) * magnitude)
            around = [place for mark in landmarks for place in _around(mark, rng)]
            rng.shuffle(around)
            return list(islice(_exact(found + around), count))

    # ------------------------------------------------------------------------------ landmarks

    def _landmarks(self) -> list[_Landmark]:
        program = Program()
        slots = [program.add(part) for part in self._parts]
        grid = _grid(self._exponent)
        rows = [program.run(self._at(place), _BITS) for place in grid]
        inside = {part: set(_nodes((part,))) for part in self._parts}
        found: list[_Landmark] = []
        for part, slot in zip(self._parts, slots, strict=True):
            values = [_real(row[slot]) for row in rows]
            places = islice(self._special(part, grid, values), _LANDMARKS_OF_A_PART)
            affected = [f for other, f in self._functions.items() if part in inside[other]][:_MAX_AFFECTED]
            found += [_Landmark(place, tuple(d for f in affected for d in _distances(f, place))) for place in places]
            if len(found) >= _MAX_LANDMARKS:
                break
        return found

    def _special(self, part: se.Expr, grid: list[arb], values: list[arb | None]) -> Iterator[arb]:
        """Where the part vanishes or turns: all such places of a polynomial, else those that the grid shows.

        Where its zeros are known exactly, those near the origin come first.
        """
        if (roots := _roots(part, self._x)) is not None:
            yield from roots
            return
        yield from self._zeros(part)
        slope: Function | None = None
        for k in sorted(range(len(grid) - 1), key=lambda k: abs(k - len(grid) // 2)):
            here, there = values[k], values[k + 1]
            if here is None or there is None:
                continue
            if here * there < 0:
                yield _refined(self._functions[part], grid[k], grid[k + 1])
            beyond = values[k + 2] if k + 2 < len(grid) else None
            if beyond is not None and (there - here) * (beyond - there) < 0:
                slope = slope or self._function(principal_derivative(part, self._x))
                yield _refined(slope, grid[k], grid[k + 2])

    def _zeros(self, part: se.Expr) -> list[arb]:
        try:
            families = zeros(part, self._x) if part.free_symbols == {self._x} else ()
        except UndecidedError:
            return []
        return [place.enclose(_FINE_BITS).mid() for family in families for place in (family.first, family.member(1))]

    def _function(self, e: se.Expr) -> Function:
        program = Program()
        slot = program.add(e)
        return lambda place: _real(program.run(self._at(place), _FINE_BITS)[slot])

    def _at(self, place: arb) -> dict[se.Symbol, acb]:
        return {**self._coordinates, self._x: acb(place)}


def _telling(e: se.Expr) -> Iterator[se.Expr]:
    """What vanishes and turns where it matters: sums, functions and their arguments, exponents."""
    if e.__class__ is se.Pow:
        yield e.args[1]
    elif e.__class__ is not se.Mul and e.args:
        yield e
        if e.__class__ is not se.Add:
            yield e.args[0]


def _exponent(nodes: Iterable[se.Expr]) -> int:
    """Of 10: the grid ends beyond the magnitudes of all numbers."""
    sizes = (abs(as_fraction(e)) for e in nodes if is_rational(e) and e != 0)
    digits = (math.log10(size.numerator) - math.log10(size.denominator) for size in sizes)
    return min(_USUAL_EXPONENT + math.ceil(max(map(abs, digits), default=0)), _MAX_EXPONENT)


def _grid(exponent: int) -> list[arb]:
    """Places of all magnitudes up to 10^±exponent, without symmetry, in order; denser where functions live."""
    decades = [k for k in range(-exponent, exponent + 1) if exponent < 40 or k % 4 == 0 or abs(k) < 10]
    ahead = [arb(1.0625 + 0.125 * (k % 3)) * arb(10) ** k for k in decades]
    ahead += [arb(0.53125) * k + arb(0.0234375) for k in range(20)]
    behind = [-place * arb(1.015625) for place in ahead]
    return sorted((place.mid() for place in (*ahead, *behind)), key=lambda place: place)


def _real(value: acb) -> arb | None:
    return value.real if value.is_finite() and value.imag.is_zero() else None


def _roots(part: se.Expr, x: se.Symbol) -> list[arb] | None:
    """The real roots of a polynomial over ℚ and of its derivative; None for anything else."""
    if part.free_symbols != {x}:
        return None
    try:
        known = in_one_kernel(part)
    except ALGEBRA_FAILURES:
        return None
    if known is None or known[1] != x or not 0 < known[0].num.degree() <= _MAX_DEGREE or known[0].den.degree() > 0:
        return None
    places: list[arb] = []
    for polynomial in (known[0].num, known[0].num.derivative()):
        if polynomial.degree() > 0:
            roots = fmpz_poly(polynomial.numer()).complex_roots()
            places += [root.real.mid() for root, _ in roots if root.imag.is_zero()]
    return places


def _refined(function: Function, low: arb, high: arb) -> arb:
    """Near a change of sign of the function between two places.

    False positions, by the Illinois rule (a value is halved where its end stays twice); a halving where these do not
    shorten the interval by half, or there is no value.
    """
    at_low, at_high = function(low), function(high)
    width, slow, last = high - low, 0, 0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if slow < 2 and at_low is not None and at_high is not None and at_low != at_high:
            guess = (low - at_low * (high - low) / (at_high - at_low)).mid()
            middle = guess if low < guess < high else middle
        middle = middle.mid()
        value = function(middle)
        if value is None or value.contains(0) or not low < middle < high:
            return middle
        if at_low is not None and at_low * value < 0:
            high, at_high, at_low = middle, value, at_low / 2 if last < 0 else at_low
            last = -1
        else:
            low, at_low, at_high = middle, value, at_high / 2 if last > 0 and at_high is not None else at_high
            last = 1
        slow = 0 if (high - low) * 2 < width else slow + 1
        width = width if slow == 1 else high - low
        slow = 1 if slow > 2 else slow  # at a pole halvings and false positions take turns
    return ((low + high) / 2).mid()


def _distances(function: Function, place: arb) -> Iterator[arb]:
    """Powers of 2, about: where the function has changed by 1/2, and by its own value at the place."""
    if (here := function(place)) is None:
        return
    changes: dict[int, arb] = {}  # by exponents of the distance; infinite where there is no value

    def change(exponent: int) -> arb:
        if exponent not in changes:
            there = function((place + arb(2) ** exponent).mid())
            changes[exponent] = arb.pos_inf() if there is None else abs(there - here)
        return changes[exponent]

    for target in (arb(0.5), abs(here)):
        near, far = _NEAREST, _FARTHEST
        while far - near > 1:
            middle = (near + far) // 2
            if change(middle) < target:
                near = middle
            else:
                far = middle
        if _NEAREST + 1 < far < _FARTHEST:  # else it never changes so much, or at once
            yield arb(2) ** far


def _around(mark: _Landmark, rng: random.Random) -> Iterator[arb]:
    anywhere = (arb(10) ** round(rng.uniform(-_DECADES, 2)) for _ in range(2))
    for distance in (*mark.distances, *anywhere):
        for side in (-1, 1):
            yield mark.place + side * rng.uniform(0.2, 1.2) * distance


def _between(places: list[arb], rng: random.Random) -> Iterator[arb]:
    """A place in every gap, and one beyond each end."""
    places = sorted(places, key=lambda place: place)
    for low, high in pairwise(places):
        if low < high:
            yield low + (high - low) * rng.uniform(0.2, 0.8)
    if places:
        yield places[0] - rng.uniform(0.1, 2) * (1 + abs(places[0]))
        yield places[-1] + rng.uniform(0.1, 2) * (1 + abs(places[-1]))


def _exact(places: Iterable[arb]) -> Iterator[fmpq]:
    """Those that can be written down: a refinement may end at 2^-(10^9)."""
    for place in places:
        with suppress(UndecidedError):
            yield midpoint(place)


__all__ = ["CLOSENESS", "Landscape", "closeness"]
