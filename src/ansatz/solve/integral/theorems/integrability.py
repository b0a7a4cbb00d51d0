"""Whether a function is absolutely integrable on an interval, and whether an expression vanishes there: for certain."""

import time

import symengine as se
from flint import fmpq

from ansatz.algebra.balls import Program
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.integral.pieces import Pieces, pieces_of, points_of
from ansatz.proof.real_line.critical_functions import critical_functions
from ansatz.proof.real_line.divergence import converges_at
from ansatz.proof.real_line.exact_zeros import Line, zeros_between
from ansatz.proof.real_line.one_sided_limits import INFINITIES, Approach, one_sided
from ansatz.proof.real_line.quadrature import quadrature
from ansatz.proof.real_line.sign_on_interval import Interval, sign_on_interval
from ansatz.proof.sampling import Point, points_in
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import ZeroTest
from ansatz.solve.integral.theorems.statement import Definite

_SECONDS = 0.3  # of processor time
_ORIGIN = fmpq(0)


def is_integrable(question: Definite) -> bool:
    """Whether f is real and absolutely integrable: bounded by rigorous quadrature, or by its leading terms at all its
    singular points."""
    f, x, low, high = question.f, question.x, question.low, question.high
    if not {low, high} & {*INFINITIES} and quadrature(f, x, low, high, seconds=_SECONDS) is not None:
        return True
    try:
        places = [se.sympify(place) for place in _singular_places(f, question)]
        inside = Pieces(Line(x, low, high), ()).open_intervals
        program = Program()
        slot = program.add(f)
        if not places and not points_in(program, [slot], x, inside, Point(_ORIGIN, _ORIGIN, {})):
            return False  # not real
        if places:
            points_of(f, pieces_of((f,), Line(x, low, high)))
        ends = [(low, 1), (high, -1), *((place, side) for place in places for side in (1, -1))]
        return all(_converges(f, Approach(x, place, side)) for place, side in ends)
    except ALGEBRA_FAILURES:
        return False


def _singular_places(f: se.Expr, question: Definite) -> list[se.Expr]:
    """The zeros of critical functions inside the interval; raises `UndecidedError` where one is not known exactly."""
    x, line = question.x, Line(question.x, question.low, question.high)
    found = []
    for g in critical_functions((f,)):
        try:
            if sign_on_interval(g, Interval(x, line.low, line.high), line.signs):
                continue
        except UndecidedError:
            pass
        for zero in zeros_between(g, line):
            if zero.at is None:
                raise UndecidedError("a singular point has no exact name")
            if line.has_inside(zero.at):
                found.append(zero.at)
    return found


def _converges(f: se.Expr, approach: Approach) -> bool:
    if approach.place not in INFINITIES:
        limit = one_sided(f, approach)
        if limit.value is not None and not limit.is_infinite:
            return True
    return converges_at(f, approach)


def vanishes(e: se.Expr, question: Definite, parts: tuple[se.Expr, ...]) -> bool:
    """Whether e is zero on the interval, by exact algebra; parts: the functions that it is made of.

    One reduction is enough for each piece on which all parts are analytic; where the pieces are not known, only one
    that speaks for the whole domain is.
    """
    if se.expand(e) == 0:
        return True
    line = Line(question.x, question.low, question.high)
    try:
        try:
            pieces, known = pieces_of(parts, line), True
        except UndecidedError:
            pieces, known = Pieces(line, ()), False
        program = Program()
        slot, intervals = program.add(e), pieces.open_intervals
        points = points_in(program, [slot], question.x, intervals, Point(_ORIGIN, _ORIGIN, {}))
        if len(points) < len(intervals):
            return False
        test = ZeroTest(list(se.Add.make_args(e)), question.x, program, time.thread_time() + _SECONDS)
        proof = test.prove([point.run(program, BITS) for point in points])
        return proof is not None and not proof.divisors and (known or proof.patterns == 0)
    except ALGEBRA_FAILURES:
        return False


__all__ = ["is_integrable", "vanishes"]
