"""The pieces of an interval on which functions are analytic, and what is certain on each of them.

pieces = pieces_of((F, f), Line(x, a, b))     between the zeros of all critical functions
points_of((F, f), pieces)                     a point of each; both are real there
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


def points_of(functions: Iterable[se.Expr], pieces: Pieces) -> list[Point]:
    """A point of each piece, at which all kernels of the functions are real; `UndecidedError` where there is none.

    The functions are analytic on the piece, and so they are real on all of it.
    """
    program = Program()
    slots = [program.add(function) for function in functions]
    points = points_in(program, slots, pieces.line.x, pieces.open_intervals, Point(_ORIGIN, _ORIGIN, {}))
    if len(points) <= len(pieces.cuts):
        raise UndecidedError("the integrand is not real on the whole interval")
    return points


def with_real_logarithms(F: se.Expr, x: se.Symbol) -> se.Expr:
    """ln|u| for every ln(u): where F is linear in it, another antiderivative, which is real."""
    logarithms = (e for e in F.atoms(se.log) if x in e.free_symbols and e.args[0].__class__ is not se.Abs)
    return F.xreplace({e: se.log(abs(e.args[0])) for e in logarithms})


def agreement(F: se.Expr, f: se.Expr, x: se.Symbol, points: list[Point], seconds: float) -> Verdict:
    """Is F' = f around the points, wherever both sides are analytic? *proved* by exact algebra, or *checked*."""
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


__all__ = ["Cut", "Pieces", "agreement", "pieces_of", "points_of", "with_real_logarithms"]
