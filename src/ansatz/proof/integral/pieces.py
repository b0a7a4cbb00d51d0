"""The pieces of an interval on which functions are analytic, and what is certain on each of them.

pieces = pieces_of((F, f), Line(x, a, b))     between the zeros of all critical functions
points_of(f, pieces)                          a point of each; f is real there
agreement(F, f, x, points, seconds)           F' = f around all of them: proved, checked, or not at all
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import symengine as se
from flint import arb, fmpq

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.numbers import midpoint
from ansatz.errors import UndecidedError
from ansatz.proof.examination import Examination, Words
from ansatz.proof.integral.candidate import Candidate
from ansatz.proof.real_line.critical_functions import Kind, critical_functions
from ansatz.proof.real_line.exact_zeros import Line, Zero, ball_of, zeros_between
from ansatz.proof.sampling import Interval, Point, points_in
from ansatz.proof.verdict import Verdict

_WORDS = Words("F' - f", "F' differs from the integrand", "F' could not be compared with the integrand")
_ORIGIN = fmpq(0)
_BITS = 256  # tell signs at sample points
_LONGEST = 2**20  # bits of an exact place


@dataclass(frozen=True, slots=True)
class Cut:
    """A place inside the interval where something is not analytic, and how: the kinds of the functions that vanish."""

    place: Zero
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
        low, high = midpoint(left.upper(), _LONGEST), midpoint(right.lower(), _LONGEST)
        if not low < high:
            raise UndecidedError("two singular points lie too close together")
        return low, high
    if left is not None:
        return midpoint(left.upper(), _LONGEST), midpoint(left.upper(), _LONGEST) + 2
    if right is not None:
        return midpoint(right.lower(), _LONGEST) - 2, midpoint(right.lower(), _LONGEST)
    return _ORIGIN, _ORIGIN + 2


def pieces_of(functions: Iterable[se.Expr], line: Line) -> Pieces:
    """Raises `UndecidedError` where a critical function's zeros cannot all be told."""
    found: list[tuple[Zero, set[Kind]]] = []
    for g, kind in critical_functions(functions).items():
        for place in zeros_between(g, line):
            if place.at is not None and not line.has_inside(place.at):
                continue
            known = next((kinds for other, kinds in found if _same(place, other, line)), None)
            if known is None:
                found.append((place, {kind}))
            else:
                known.add(kind)
    found.sort(key=lambda cut: cut[0].ball.mid())
    return Pieces(line, tuple(Cut(place, frozenset(kinds)) for place, kinds in found))


def _same(u: Zero, v: Zero, line: Line) -> bool:
    if not u.ball.overlaps(v.ball):
        return False
    if u.at is not None and v.at is not None:
        return line.signs.is_zero(se.expand(u.at - v.at))
    raise UndecidedError("two singular points could not be told apart")


def points_of(f: se.Expr, pieces: Pieces) -> list[Point]:
    """A point of each piece, at which all kernels of f are real; `UndecidedError` where there is none.

    f is analytic on the piece, and so it is real on all of it.
    """
    program = Program()
    slots = [program.add(f)]
    points = points_in(program, slots, pieces.line.x, pieces.open_intervals, Point(_ORIGIN, _ORIGIN, {}))
    if len(points) <= len(pieces.cuts):
        raise UndecidedError("the integrand is not real on the whole interval")
    return points


def real_branch(F: se.Expr, x: se.Symbol, point: Point) -> se.Expr:
    """F as it is on the piece around the point, real there; raises `UndecidedError` where it is not.

    |u| = ±u and sign(u) = ±1, of which complex parts may cancel; else with ln|u| for every ln(u), which is another
    antiderivative where F is linear in it.
    """
    signs = {}
    for corner in F.atoms(se.Abs, se.sign):
        value = evaluate(corner.args[0], point.coordinates).real
        if x in corner.free_symbols and (value > 0 or value < 0):
            sign = 1 if value > 0 else -1
            signs[corner] = sign * corner.args[0] if corner.__class__ is se.Abs else se.Integer(sign)
    resolved = se.expand(F.xreplace(signs)) if signs else F
    for branch in (F, resolved, with_real_logarithms(resolved, x)):
        program = Program()
        slot = program.add(branch)
        values = program.run(point.coordinates, _BITS)
        if values[slot].is_finite() and program.kernels_are_real(values):
            return branch
    raise UndecidedError("the antiderivative is not real on the whole interval")


def with_real_logarithms(F: se.Expr, x: se.Symbol) -> se.Expr:
    """ln|u| for every ln(u)."""
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


__all__ = ["Cut", "Pieces", "agreement", "pieces_of", "points_of", "real_branch", "with_real_logarithms"]
