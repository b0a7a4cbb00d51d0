"""Definite integrals from a verified antiderivative, split where it jumps, compared with quadrature.

    definite(F, f, x, a, b) -> DefiniteResult

By the fundamental theorem ∫ₐᵇ f = Σ (F(r-) - F(l+)) over the intervals (l, r) between the singularities of
F and f, provided that F' = f on each and that the one-sided limits are finite; an infinite one-sided limit
means that the integral diverges, whatever the other pieces do.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import evaluate
from ansatz.errors import ALGEBRA_FAILURES, ResourceError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.printing import to_text
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.real_line.one_sided_limits import Approach, one_sided
from ansatz.proof.real_line.quadrature import between, quadrature
from ansatz.proof.real_line.rays import doubtful, ray_from
from ansatz.proof.real_line.singularities import recognise, singularities
from ansatz.proof.verdict import Verdict

_BITS = 128  # of values, and of comparisons of places
_INFINITIES = (se.oo, -se.oo)
_FAR = 64  # beyond it an infinite interval is mapped by x = 1/t
_INSET = 1 / 64  # of an interval's length (of 1 where that is infinite), left out at singular ends
_QUADRATURE, _VERIFICATION = 1 / 3, 1 / 4  # shares of the time allowed
_TAIL = 2**12  # how many times farther out than the finite end a tail is searched for singularities


@dataclass(frozen=True, slots=True)
class DefiniteResult:
    """A definite integral.

    value: exact SymEngine value, or None. enclosure: a ball that contains it, or None. verdict: *proved* where F
    is proved, analytic on all of [a, b] and agrees with quadrature; *checked* where limits were taken; *refuted*
    where the two disagree. splits: places inside (a, b) where the interval was divided. diverges: True where no
    value exists. reason: one sentence.
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
    if a == b:
        return DefiniteResult(se.Integer(0), arb(0), Verdict.PROVED, reason="the bounds are equal")
    if position(a) > position(b):
        result = definite(F, f, x, b, a, digits=digits, seconds=seconds)
        value = None if result.value is None else -result.value
        enclosure = None if result.enclosure is None else -result.enclosure
        return replace(result, value=value, enclosure=enclosure)
    start = time.thread_time()
    enclosure = None
    if a not in _INFINITIES and b not in _INFINITIES:
        enclosure = quadrature(f, x, a, b, digits=digits, seconds=seconds * _QUADRATURE)
    found = verify_antiderivative(F, f, x, seconds=seconds * _VERIFICATION)
    if not found.holds:
        return DefiniteResult(None, enclosure, Verdict.UNKNOWN, reason=f"the antiderivative is {found.verdict}")
    try:
        splits = _splits(F, f, x, a, b)
    except ALGEBRA_FAILURES as error:
        return DefiniteResult(None, enclosure, Verdict.UNKNOWN, reason=str(error))
    if splits is None:
        return DefiniteResult(
            None, enclosure, Verdict.UNKNOWN, reason="a singularity in the interval has no recognised exact place"
        )
    total = se.Integer(0)
    for left, right in pairwise((a, *splits, b)):
        change, pole = _change(F, x, left, right)
        if pole is not None:
            reason = f"the antiderivative is unbounded at {x} = {_spelt(pole)}"
            return DefiniteResult(None, None, Verdict.CHECKED, splits, diverges=True, reason=reason)
        if change is None:
            reason = "a limit of the antiderivative is not known"
            return DefiniteResult(None, enclosure, Verdict.UNKNOWN, splits, reason=reason)
        total += change
    total = se.expand(total)
    value = evaluate(total, {}, _BITS)
    if not value.imag.contains(0):
        return DefiniteResult(
            None, enclosure, Verdict.UNKNOWN, splits, reason="the integrand is not real on the interval"
        )
    agrees = _compare(F, f, x, total, enclosure, (a, *splits, b), seconds - (time.thread_time() - start))
    if agrees is False:
        return DefiniteResult(None, enclosure, Verdict.REFUTED, splits, reason="quadrature gives another value")
    ball = enclosure if enclosure is not None else value.real
    regular = not splits and enclosure is not None and _is_regular(F, x, a, b)
    if agrees and regular:
        return DefiniteResult(total, ball, found.verdict, splits, reason="F(b) - F(a), confirmed by quadrature")
    if agrees:
        return DefiniteResult(total, ball, Verdict.CHECKED, splits, reason="limits of F, confirmed by quadrature")
    return DefiniteResult(total, enclosure, Verdict.UNKNOWN, splits, reason="quadrature could not confirm the value")


def _change(F: se.Expr, x: se.Symbol, left: se.Expr, right: se.Expr) -> tuple[se.Expr | None, se.Expr | None]:
    """(F(right-) - F(left+), or None where a limit is not known; an end where F is unbounded, or None)."""
    upper, lower = one_sided(F, Approach(x, right, -1)), one_sided(F, Approach(x, left, 1))
    for end, place in ((upper, right), (lower, left)):
        if end is not None and end in _INFINITIES:
            return None, place
    return (None if upper is None or lower is None else upper - lower), None


def _spelt(place: se.Expr) -> str:
    return {se.oo: "oo", -se.oo: "-oo"}.get(place) or to_text(from_symengine(place))


def position(bound: se.Expr, values: Mapping[se.Symbol, acb] = MappingProxyType({})) -> float:
    """The bound as a float, possibly infinite; values: of its parameters."""
    if bound in _INFINITIES:
        return math.inf if bound == se.oo else -math.inf
    return float(evaluate(bound, values, _BITS).real)


def _is_regular(F: se.Expr, x: se.Symbol, a: se.Expr, b: se.Expr) -> bool:
    low, high = (evaluate(end, {}, _BITS).real for end in (a, b))
    return not singularities(F, x, low, high)


def _splits(F: se.Expr, f: se.Expr, x: se.Symbol, a: se.Expr, b: se.Expr) -> tuple[se.Expr, ...] | None:
    """Exact places of the singularities of F and f inside (a, b); None where one is not recognised."""
    suspects: list[arb] = []
    low = arb(-_FAR) if a == -se.oo else evaluate(a, {}, _BITS).real
    high = arb(_FAR) if b == se.oo else evaluate(b, {}, _BITS).real
    # A tail reaches from the far bound, or from the finite end where that lies beyond it.
    if b == se.oo:
        high = high.max(low + 1)
    if a == -se.oo:
        low = low.min(high - 1)
    for e in (F, f):
        suspects += singularities(e, x, low, high)
        for infinite, end in ((b == se.oo, high), (a == -se.oo, low)):
            if infinite:
                _check_tail(e, x, end)
    places: dict[se.Expr, None] = {}
    for suspect in suspects:
        if suspect.overlaps(low) or suspect.overlaps(high):
            continue
        place = recognise(suspect)
        if place is None:
            return None
        places.setdefault(place)
    return tuple(sorted(places, key=lambda place: float(evaluate(place, {}, _BITS).real)))


def _check_tail(e: se.Expr, x: se.Symbol, end: arb) -> None:
    """Raise where the expression has singularities beyond the end, apart from infinity itself."""
    t = se.Dummy()
    limit = (1 / end).abs_lower() / _TAIL
    low, high = (limit, abs(1 / end)) if end > 0 else (-abs(1 / end), -limit)
    doubts = doubtful(e, x, ray_from(end))
    if any(singularities(doubt.subs({x: 1 / t}), t, low, high, width=2.0**-40) for doubt in doubts):
        raise ResourceError("The antiderivative has singularities far out; choose finite bounds.")


def _compare(
    F: se.Expr,
    f: se.Expr,
    x: se.Symbol,
    total: se.Expr,
    enclosure: arb | None,
    places: tuple[se.Expr, ...],
    seconds: float,
) -> bool | None:
    """Whether quadrature confirms the value: of the whole, or else of every piece without its singular ends."""
    value = evaluate(total, {}, _BITS)
    if not value.is_finite() or not value.imag.contains(0):
        return False
    if enclosure is not None:
        return bool(value.real.overlaps(enclosure))
    for left, right in pairwise(places):
        low, high = _inset(left, right)
        inner = between(f, x, low, high, seconds=max(seconds, 0.1))
        if inner is None:
            return None
        with ctx.workprec(_BITS):
            difference = evaluate(F, {x: acb(high)}, _BITS) - evaluate(F, {x: acb(low)}, _BITS)
            if not difference.real.overlaps(inner):
                return False
    return True


def _inset(left: se.Expr, right: se.Expr) -> tuple[arb, arb]:
    with ctx.workprec(_BITS):
        inset = arb(_INSET)
        if left in _INFINITIES and right in _INFINITIES:
            return arb(-_FAR), arb(_FAR)
        if right in _INFINITIES:
            low = evaluate(left, {}, _BITS).real
            return low + inset, low + _FAR
        if left in _INFINITIES:
            high = evaluate(right, {}, _BITS).real
            return high - _FAR, high - inset
        low, high = (evaluate(end, {}, _BITS).real for end in (left, right))
        return low + (high - low) * inset, high - (high - low) * inset


__all__ = ["DefiniteResult", "definite", "position"]
