"""Points (x, parameters) at which conditions hold, one for every combination of signs that are left open.

points_for(Search(functions, positive, free, pieces, witness)) -> [Point, ...] | None
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program
from ansatz.algebra.numbers import as_fmpq, is_rational
from ansatz.proof.real_line.one_sided_limits import INFINITIES
from ansatz.proof.real_line.sign_on_interval import Interval
from ansatz.proof.sampling import Point

_DRAWS = 400  # of parameters
_SCALES = (1, 4, 32)  # of those that are not near the witness
_BITS = 256  # of values; dyadic numbers of so many bits are exact
_MAX_PATTERNS = 8
_STEP = 0.7  # from the finite end of an infinite piece


@dataclass(frozen=True, slots=True)
class Search:
    """functions: real at every point. positive: conditions on the parameters. free: has either sign.

    pieces: of the line, x between the ends of each. witness: rational parameters that satisfy the conditions.
    """

    functions: tuple[se.Expr, ...]
    positive: tuple[se.Expr, ...]
    free: tuple[se.Expr, ...]
    pieces: tuple[Interval, ...]
    witness: dict[se.Symbol, se.Expr]


def points_for(search: Search) -> list[Point] | None:
    """A point of every piece with every combination of signs; None where one is not found, or they are too many."""
    if 2 ** len(search.free) > _MAX_PATTERNS:
        return None
    outer, inner, functions = Program(), Program(), Program()
    positive = [outer.add(u) for u in search.positive]
    ends = [[None if e in INFINITIES else outer.add(e) for e in (p.start, p.end)] for p in search.pieces]
    free = [inner.add(u) for u in search.free]
    slots = [functions.add(function) for function in search.functions]
    wanted = set(product(range(len(search.pieces)), product((-1, 1), repeat=len(free))))
    found, rng = [], random.Random(0)
    for draw in _draws(search.witness, rng):
        coordinates = _exact(draw)
        values = outer.run(coordinates, _BITS)
        if not all(values[slot].real > 0 for slot in positive):
            continue
        for index, piece in enumerate(search.pieces):
            low, high = (None if slot is None else float(values[slot].real) for slot in ends[index])
            x = _dyadic(_between(low, high, 1 if se.oo in (piece.start, piece.end) else -1, rng))
            point = coordinates | _exact({piece.x: x})
            signs = inner.run(point, _BITS)
            pattern = index, tuple(1 if signs[slot].real > 0 else -1 if signs[slot].real < 0 else 0 for slot in free)
            if pattern not in wanted:
                continue
            here = functions.run(point, _BITS)
            if all(here[slot].is_finite() for slot in slots) and functions.kernels_are_real(here):
                wanted.discard(pattern)
                found.append(Point(x, fmpq(0), point))
        if not wanted:
            return found
    return None


def _draws(witness: dict[se.Symbol, se.Expr], rng: random.Random) -> Iterator[dict[se.Symbol, fmpq]]:
    """The witness, parameters like it, any parameters."""
    exact = {p: as_fmpq(value) for p, value in witness.items() if is_rational(value)}
    yield exact
    for _ in range(_DRAWS // 2):
        yield {p: value * _dyadic(rng.choice((-1, 1)) * rng.uniform(0.25, 4)) for p, value in exact.items()}
        scale = rng.choice(_SCALES)
        yield {p: _dyadic(rng.uniform(-scale, scale)) for p in exact}


def _exact(values: dict[se.Symbol, fmpq]) -> dict[se.Symbol, acb]:
    with ctx.workprec(_BITS):
        return {symbol: acb(arb(value)) for symbol, value in values.items()}


def _between(low: float | None, high: float | None, outwards: int, rng: random.Random) -> float:
    """A number between the ends; where one is infinite (None), beside the other in that direction."""
    if low is None or high is None:
        finite = next((end for end in (low, high) if end is not None), 0.0)
        return finite + outwards * _STEP
    return low + (high - low) * rng.uniform(0.1, 0.9)


def _dyadic(value: float) -> fmpq:
    return fmpq(2 * round(value * 2**30) + 1, 2**31)


__all__ = ["Search", "points_for"]
