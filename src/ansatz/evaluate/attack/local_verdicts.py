"""Verdicts that speak of a region, and their judgement: boxes, barriers, intervals of initial value problems.

on_boxes, on_barriers, on_intervals         each yields (verdict, violations)
"""

from collections.abc import Iterator, Sequence

import symengine as se
from flint import arb, ctx, fmpq

from ansatz.errors import ALGEBRA_FAILURES, NoValueError
from ansatz.evaluate.attack.adversaries.barriers import VARIABLES, barrier
from ansatz.evaluate.attack.adversaries.boxes import box
from ansatz.evaluate.attack.adversaries.case import X
from ansatz.evaluate.attack.adversaries.intervals import Solved, solved
from ansatz.evaluate.attack.balls import constant
from ansatz.evaluate.attack.motion import Motion, Point, points_anywhere, points_in_box
from ansatz.evaluate.attack.places import BITS
from ansatz.evaluate.attack.verdicts import Draw, Judged
from ansatz.evaluate.attack.violation import Violation, text
from ansatz.expr.canonical import to_symengine
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.on_box import verify_on_box
from ansatz.proof.ode.initial_values import OpenInterval, interval
from ansatz.proof.scope import Places
from ansatz.proof.verdict import Verdict, Verification

_FAR_BITS = 2_000  # of ends and of periods counted
_SLACK = 1 + 1e-12  # a point is reported in floats


def on_boxes(draw: Draw) -> Iterator[Judged]:
    """One function on one box."""
    try:
        case = box(draw.rng)
        found = verify_on_box(case.function, case.field, VARIABLES, [case.radius] * 2, seconds=draw.seconds / 2)
    except ALGEBRA_FAILURES:
        return
    wrong = ""
    if found.verdict.holds:
        with ctx.workprec(BITS):
            radius = arb(fmpq(case.radius.numerator, case.radius.denominator)).lower()
        points = points_in_box([radius] * 2, _points(case.places), draw.rng)
        wrong = _wrong(case.right, Motion(case.function, case.field, VARIABLES), points, strict=True)
    elif found.verdict is Verdict.REFUTED:
        wrong = "a right answer is refuted" if case.right else "" if found.point else "refuted without a point"
        if found.point and max(abs(complex(c)) for c in found.point.values()) > float(case.radius) * _SLACK:
            wrong = "refuted outside the box"
    question = f"x' = ({', '.join(map(text, case.field))}) for |x| <= {case.radius}"
    yield str(found.verdict), _violations(draw, wrong, case.label, question, text(case.function), found)


def on_barriers(draw: Draw) -> Iterator[Judged]:
    """One barrier function."""
    try:
        case = barrier(draw.rng)
        squares = sum_of_squares if draw.rng.random() < 0.3 else None
        found = verify_barrier(case.function, case.field, VARIABLES, squares=squares, seconds=4 * draw.seconds)
    except ALGEBRA_FAILURES:
        return
    wrong = ""
    if found.verdict.holds:
        points = points_anywhere(2, _points(case.places), draw.rng)
        wrong = _wrong(case.right, Motion(case.function, case.field, VARIABLES), points, strict=False)
    elif found.verdict is Verdict.REFUTED:
        wrong = "a right answer is refuted" if case.right else "" if found.point else "refuted without a point"
    question = f"x' = ({', '.join(map(text, case.field))})"
    yield str(found.verdict), _violations(draw, wrong, case.label, question, text(case.function), found)


def _points(places: Sequence[tuple[se.Expr, se.Expr]]) -> list[Point]:
    return [[_real(c).mid() for c in place] for place in places]


def _wrong(right: bool | None, motion: Motion, points: list[Point], *, strict: bool) -> str:
    if right is False:
        return "a wrong function"
    for point in points:
        if said := motion.wrong(point, strict=strict):
            return f"a wrong function: {said} at ({', '.join(str(c.str(20, radius=False)) for c in point)})"
    return ""


def _violations(draw: Draw, wrong: str, label: str, question: str, answer: str, found: Verification) -> list[Violation]:
    if not wrong:
        return []
    said = f"{found.verdict}; {found.reason}"
    cause = f"{wrong.split(':')[0]} [{label}]"
    return [draw.violation(cause, question, answer, said, f"{wrong}; the point is {found.point}")]


# ------------------------------------------------------------------------------------- intervals


def on_intervals(draw: Draw) -> Iterator[Judged]:
    """The interval on which one solution with an initial value certainly is one."""
    try:
        case = solved(draw.rng)
        found = interval(case.y, case.left, X, case.start)
    except ALGEBRA_FAILURES:
        return
    try:
        wrong = "" if found is None else _crossed(case, found)
    except NoValueError:
        wrong = ""
    question = f"{text(case.left)} = 0 at {text(case.start)}"
    said = "" if found is None else found.text("x")
    violations = [draw.violation(f"{wrong} [{case.label}]", question, text(case.y), said, wrong)] if wrong else []
    yield ("no interval" if found is None else "an interval"), violations


def _crossed(case: Solved, found: OpenInterval) -> str:
    """What is wrong with an interval: the start is not inside, or a place at which the solution ends is."""
    with ctx.workprec(_FAR_BITS):
        low, high = (_end(end) for end in (found.low, found.high))
        start = _real(case.start)
        if (low is not None and low >= start) or (high is not None and high <= start):
            return "the initial place is not in the interval"
        for first, period in case.ends:
            place = _real(first)
            if period is None:
                if (low is None or low < place) and (high is None or place < high):
                    return "a singular place is in the interval"
                continue
            if low is None or high is None:
                return "a singular place is in the interval"
            turns = [(end - place) / _real(period) for end in (low, high)]
            if turns[0].ceil().mid() + 1 < turns[1]:
                return "a singular place is in the interval"
            nearest = (turns[0] + 1e-9).ceil().mid()
            if turns[0] < nearest and nearest < turns[1]:
                return "a singular place is in the interval"
    return ""


def _end(place: Places | None) -> arb | None:
    """Of an interval; a float stands for all numbers that are shown alike."""
    if place is None:
        return None
    if isinstance(place.place, float):
        return arb(place.place, abs(place.place) * 1e-12)
    return _real(to_symengine(place.place))


def _real(e: se.Expr) -> arb:
    value = constant(e, _FAR_BITS)
    if not isinstance(value, arb):
        raise NoValueError("a place is not real")
    return value
