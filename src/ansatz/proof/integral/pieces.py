"""The pieces of an interval on which functions are analytic, and what is certain on each of them.

pieces = pieces_of((F, f), Line(x, a, b))     between the zeros of all critical functions
points_of(f, pieces)                          a point of each; f is real there
agreement(F, f, x, points, seconds)           F' = f around all of them: proved, checked, or not at all
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise

import symengine as se
from flint import arb, fmpq

from ansatz.algebra.balls import Program
from ansatz.errors import UndecidedError
from ansatz.proof.examination import Examination, Words
from ansatz.proof.integral.candidate import Candidate
from ansatz.proof.real_line.critical_functions import Kind, critical_functions
from ansatz.proof.real_line.exact_zeros import Line, Place, ball_of, zeros
from ansatz.proof.sampling import Interval, Point, points_in
from ansatz.proof.verdict import Verdict

_WORDS = Words("F' - f", "F' differs from the integrand", "F' could not be compared with the integrand")
_ORIGIN = fmpq(0)


@dataclass(frozen=True, slots=True)
class Cut:
    """A place inside the interval where something is not analytic, and how: the kinds of the functions that vanish."""

    place: Place
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Pieces:
    """An interval and the cuts inside it, in order."""

    line: Line
    cuts: tuple[Cut, ...]

    @property
    def open_intervals(self) -> list[Interval]:
        """A part of every piece, with rational ends."""
        low, high = self.line.low, self.line.high
        left = None if low == -se.oo else ball_of(low)
        right = None if high == se.oo else ball_of(high)
        ends = [left, *(cut.place.ball for cut in self.cuts), right]
        return [_between(u, v) for u, v in pairwise(ends)]


def _between(left: arb | None, right: arb | None) -> Interval:
    if left is not None and right is not None:
        low, high = _dyadic(left.upper()), _dyadic(right.lower())
        if not low < high:
            raise UndecidedError("two singular points lie too close together")
        return low, high
    if left is not None:
        return _dyadic(left.upper()), _dyadic(left.upper()) + 2
    if right is not None:
        return _dyadic(right.lower()) - 2, _dyadic(right.lower())
    return _ORIGIN, _ORIGIN + 2


def _dyadic(end: arb) -> fmpq:
    mantissa, exponent = end.mid().man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


def pieces_of(functions: Iterable[se.Expr], line: Line) -> Pieces:
    """Raises `UndecidedError` where a critical function's zeros cannot all be told."""
    found: list[tuple[Place, set[Kind]]] = []
    for g, kind in critical_functions(functions).items():
        for place in zeros(g, line):
            if place.at is not None and not line.has_inside(place.at):
                continue
            known = next((kinds for other, kinds in found if _same(place, other, line)), None)
            if known is None:
                found.append((place, {kind}))
            else:
                known.add(kind)
    found.sort(key=cmp_to_key(lambda u, v: -1 if u[0].ball < v[0].ball else 1))
    return Pieces(line, tuple(Cut(place, frozenset(kinds)) for place, kinds in found))


def _same(u: Place, v: Place, line: Line) -> bool:
    if not u.ball.overlaps(v.ball):
        return False
    if u.at is not None and v.at is not None:
        return line.signs.is_zero(se.expand(u.at - v.at))
    raise UndecidedError("two singular points could not be told apart")


def points_of(f: se.Expr, pieces: Pieces) -> list[Point]:
    """A point of each piece, at which f and all its kernels are real; raises `UndecidedError` where there is none.

    f is analytic on the piece, and so it is real on all of it.
    """
    program = Program()
    slot = program.add(f)
    points = points_in(program, [slot], pieces.line.x, pieces.open_intervals, Point(_ORIGIN, _ORIGIN, {}))
    if len(points) <= len(pieces.cuts):
        raise UndecidedError("the integrand is not real on the whole interval")
    return points


def agreement(F: se.Expr, f: se.Expr, x: se.Symbol, points: list[Point], seconds: float) -> Verdict:
    """Is F' = f at the points, and on the sets around them on which both sides are analytic? *proved* by exact algebra."""
    program = Program()
    candidate = Candidate(F, x, program, program.add(f))
    terms = [*se.Add.make_args(candidate.rate), *(-term for term in se.Add.make_args(f))]
    examination = Examination(candidate.residual, terms, x, _WORDS, time.thread_time() + seconds, points)
    if examination.differ:
        return Verdict.REFUTED
    if len(examination.agree) + len(examination.coarse) < len(points):
        return Verdict.UNKNOWN
    if examination.prove(points) is not None:
        return Verdict.PROVED
    return Verdict.UNKNOWN if examination.coarse else Verdict.CHECKED


__all__ = ["Cut", "Pieces", "agreement", "pieces_of", "points_of"]
