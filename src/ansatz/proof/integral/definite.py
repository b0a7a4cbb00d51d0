"""Definite integrals from a verified antiderivative: values and divergence that are theorems.

    definite(F, f, x, a, b) -> DefiniteResult

By the fundamental theorem ∫ₐᵇ f = Σ (F(r-) - F(l+)) over the pieces (l, r) between the singular points of F and f,
provided that F' = f on each and that the one-sided limits are finite. Where one of them is infinite or does not exist,
the integral diverges, whatever the other pieces do. Singular points are exact, and all of them are known
(`ansatz.proof.integral.pieces`); limits are those of asymptotic expansions (`ansatz.proof.real_line.one_sided_limits`).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import symengine as se
from flint import arb

from ansatz.algebra.balls import evaluate
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.printing import to_text
from ansatz.proof.integral.pieces import Pieces, agreement, pieces_of, points_of, real_branch
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.real_line.critical_functions import Kind, critical_functions
from ansatz.proof.real_line.divergence import diverges_at, diverges_beside_waves, has_pole, is_bounded_below
from ansatz.proof.real_line.exact_zeros import Line, zeros_between
from ansatz.proof.real_line.one_sided_limits import INFINITIES, Approach, Limit, one_sided
from ansatz.proof.real_line.quadrature import quadrature
from ansatz.proof.real_line.signs import Signs
from ansatz.proof.sampling import Point
from ansatz.proof.verdict import Verdict

_BITS = 128  # of values
_QUADRATURE = 1 / 3  # of the time allowed
_NEAR = 2.0**-40  # around a pole: 1/f changes its sign there
_FAR = 64  # where a ray begins on which an integrand may be bounded below


@dataclass(frozen=True, slots=True)
class DefiniteResult:
    """A definite integral.

    value: exact SymEngine value, or None. enclosure: a ball that contains it, or None. verdict: *proved* where F' = f
    is, on every piece of the interval; *checked* where F' = f was only checked there; *refuted* where quadrature
    contradicts the value. splits: places inside (a, b) where the interval was divided. diverges: True where no value
    exists. reason: one sentence.
    """

    value: se.Expr | None
    enclosure: arb | None
    verdict: Verdict
    splits: tuple[se.Expr, ...] = ()
    diverges: bool = False
    reason: str = ""


def definite(
    F: se.Expr, f: se.Expr, x: se.Symbol, a: se.Expr | int, b: se.Expr | int, *, digits: int = 15, seconds: float = 5.0
) -> DefiniteResult:
    """∫ f dx from a to b by the antiderivative F; a, b: SymEngine constants or ±oo."""
    a, b = se.sympify(a), se.sympify(b)
    start = time.thread_time()
    try:
        direction = _direction(a, b)
        if not direction:
            return DefiniteResult(se.Integer(0), arb(0), Verdict.PROVED, reason="the bounds are equal")
        line = Line(x, *((a, b) if direction > 0 else (b, a)))
        found = _forwards(F, f, line, seconds)
    except ALGEBRA_FAILURES as error:
        return DefiniteResult(
            None, enclosure(f, x, a, b, digits=digits, seconds=seconds), Verdict.UNKNOWN, reason=str(error)
        )
    if found.value is not None and direction < 0:
        found = replace(found, value=-found.value)
    if found.diverges:
        return found
    left = seconds * _QUADRATURE - (time.thread_time() - start)
    ball = enclosure(f, x, a, b, digits=digits, seconds=max(left, 0.1))
    if found.value is None:
        return replace(found, enclosure=ball)
    value = evaluate(found.value, {}, _BITS)
    disjoint = ball is not None and not value.real.overlaps(ball)
    if disjoint or not value.is_finite() or not value.imag.contains(0):
        return DefiniteResult(
            None, ball, Verdict.REFUTED, found.splits, reason="quadrature contradicts the value found"
        )
    return replace(found, enclosure=value.real)


def divergence(f: se.Expr, x: se.Symbol, a: se.Expr | int, b: se.Expr | int) -> DefiniteResult | None:
    """The finding that ∫ f dx diverges, by the integrand alone; None where that is not certain."""
    try:
        a, b = se.sympify(a), se.sympify(b)
        direction = _direction(a, b)
        if not direction:
            return None
        line = Line(x, *((a, b) if direction > 0 else (b, a)))
        place = _divergent_place(f, line)
    except ALGEBRA_FAILURES:
        return None
    if place is None:
        return None
    reason = f"the integrand is not integrable {place}"
    return DefiniteResult(None, None, Verdict.PROVED, diverges=True, reason=reason)


def _direction(a: se.Expr, b: se.Expr) -> int:
    """The sign of b - a."""
    if a == b:
        return 0
    if a in INFINITIES or b in INFINITIES:
        return 1 if b == se.oo or a == -se.oo else -1
    return Signs().sign(se.expand(b - a))


def enclosure(
    f: se.Expr, x: se.Symbol, a: se.Expr, b: se.Expr, *, digits: int = 15, seconds: float = 5.0
) -> arb | None:
    """A ball around ∫ f dx by rigorous quadrature alone; None for infinite bounds, or where f is not certainly real."""
    if {a, b} & {*INFINITIES}:
        return None
    try:
        if Kind.BRANCH in critical_functions([f]).values():
            line = Line(x, *((a, b) if _direction(a, b) > 0 else (b, a)))
            points_of(f, pieces_of((f,), line))
    except ALGEBRA_FAILURES:
        return None
    return quadrature(f, x, a, b, digits=digits, seconds=seconds)


def _forwards(F: se.Expr, f: se.Expr, line: Line, seconds: float) -> DefiniteResult:
    """The integral over a line from its lower to its upper end."""
    try:
        pieces = pieces_of((F, f), line)
        points = points_of(f, pieces)
        branches = [real_branch(F, line.x, point) for point in points]
        verdict = _agreement(branches, f, line.x, points, seconds)
        if verdict is Verdict.CHECKED and not verify_antiderivative(F, f, line.x, seconds=seconds).holds:
            raise UndecidedError("the antiderivative could not be confirmed at all scales")
        found = _by_limits(branches, line, pieces, verdict)
    except ALGEBRA_FAILURES as error:
        found = DefiniteResult(None, None, Verdict.UNKNOWN, reason=str(error))
    if found.value is None and not found.diverges:
        return divergence(f, line.x, line.low, line.high) or found
    return found


def _agreement(branches: list[se.Expr], f: se.Expr, x: se.Symbol, points: list[Point], seconds: float) -> Verdict:
    """How sure it is that F' = f on every piece; raises `UndecidedError` where it is not."""
    found = set()
    for branch in dict.fromkeys(branches):
        there = [point for point, known in zip(points, branches, strict=True) if known == branch]
        found.add(agreement(branch, f, x, there, seconds))
    for verdict in (Verdict.REFUTED, Verdict.UNKNOWN):
        if verdict in found:
            raise UndecidedError(f"F' = f is {verdict} on a part of the interval")
    return Verdict.CHECKED if Verdict.CHECKED in found else Verdict.PROVED


def _by_limits(branches: list[se.Expr], line: Line, pieces: Pieces, verdict: Verdict) -> DefiniteResult:
    """Σ (F(r-) - F(l+)); a cut at which F only has a corner needs no limits, and no name."""
    splits, parts = [], [branches[0]]
    for cut, before, after in zip(pieces.cuts, branches, branches[1:], strict=False):
        if cut.place.at is not None:
            splits.append(cut.place.at)
            parts.append(after)
        elif cut.kinds != {Kind.CORNER} or before != after:
            raise UndecidedError(f"a singular point near {line.x} = {float(cut.place.ball):.6g} has no exact name")
    total, unknown = se.Integer(0), False
    for F, (left, right) in zip(parts, pairwise((line.low, *splits, line.high)), strict=True):
        for place, side in ((right, -1), (left, 1)):
            limit = one_sided(F, Approach(line.x, place, side, line.signs))
            if limit.is_infinite or limit.oscillates:
                return DefiniteResult(
                    None, None, verdict, tuple(splits), diverges=True, reason=no_limit(limit, line.x, place)
                )
            if limit.value is None:
                unknown = True
            else:
                total -= side * limit.value
    if unknown:
        raise UndecidedError("a limit of the antiderivative is not known")
    where = " between neighbouring singular points" if splits else ""
    reason = f"F(b) - F(a) in limits{where}; F' = f is {verdict} on all of the interval"
    return DefiniteResult(se.expand(total), None, verdict, tuple(splits), reason=reason)


def no_limit(limit: Limit, x: se.Symbol, place: se.Expr) -> str:
    """Why the integral diverges, as a clause."""
    how = "is unbounded" if limit.is_infinite else "oscillates"
    return f"the antiderivative {how} at {x} = {spelt(place)}"


def _divergent_place(f: se.Expr, line: Line) -> str | None:
    """Where the integrand is not integrable, as "at x = 0"."""
    x, ends = line.x, ((line.low, 1), (line.high, -1))
    for end, outwards in ends:
        if end in INFINITIES and is_bounded_below(f, x, arb(-outwards * _FAR)):
            return f"at {x} = {spelt(end)}: it is bounded below there"
    try:
        cuts = [cut.place for cut in pieces_of((f,), line).cuts]
    except ALGEBRA_FAILURES:
        cuts = None
    for place, side in ends:
        approach = Approach(x, place, side, line.signs)
        if diverges_at(f, approach) or diverges_beside_waves(f, approach):
            return f"at {x} = {spelt(place)}"
    for cut in cuts or ():
        if has_pole(f, x, cut.ball + arb(0, _NEAR)):
            return f"near {x} = {float(cut.ball):.6g}" if cut.at is None else f"at {x} = {spelt(cut.at)}"
        if cut.at is not None and any(diverges_at(f, Approach(x, cut.at, side, line.signs)) for side in (-1, 1)):
            return f"at {x} = {spelt(cut.at)}"
    for wave in _poles_of_waves(f, line) if cuts is None else ():
        if any(diverges_at(f, Approach(x, wave, side, line.signs)) for side in (-1, 1)):
            return f"at {x} = {spelt(wave)}"
    return None


def _poles_of_waves(f: se.Expr, line: Line) -> Iterator[se.Expr]:
    """Some of the zeros of waves with linear phases in denominators, for intervals that hold too many of them."""
    x, ends = line.x, [end for end in (line.low, line.high) if end not in INFINITIES]
    for g, kind in critical_functions([f]).items():
        slope = se.expand(g.args[0].diff(x)) if g.__class__ in (se.sin, se.cos) else se.Integer(0)
        if kind is not Kind.POLE or slope == 0 or slope.free_symbols:
            continue
        for start in ends or [se.Integer(0)]:
            reach = 2 * se.pi / slope * line.signs.sign(slope) * (-1 if start == line.high else 1)
            part = Line(x, *((start, start + reach) if start != line.high else (start + reach, start)), line.signs)
            yield from (
                place.at for place in zeros_between(g, part) if place.at is not None and line.has_inside(place.at)
            )


def spelt(place: se.Expr) -> str:
    """The place as text."""
    return {se.oo: "oo", -se.oo: "-oo"}.get(place) or to_text(from_symengine(place))


__all__ = ["DefiniteResult", "definite", "divergence", "enclosure", "no_limit", "spelt"]
