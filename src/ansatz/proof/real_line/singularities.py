"""Where an expression may fail to be analytic: poles, branch points, branch cuts, corners and jumps.

    singularities(expression, x, low, high)     enclosures of all such real points in an interval
    recognise(enclosure)                        an exact name for such a point
    PathProgram, DiscProgram                    programs without a finite value where analyticity is in doubt

The method is interval subdivision: an interval on which a guarded program has a finite value holds no
singularity; the others are halved until they are narrow (Tucker, *Validated Numerics*, ch. 5).
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import final

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program, Step, evaluate, function_of
from ansatz.algebra.nodes import ENTIRE_ODD, name_of
from ansatz.algebra.numbers import as_fmpq
from ansatz.errors import ResourceError
from ansatz.proof.sampling import Interval

_BITS = 128  # of values: rounding errors stay far below the widths of boxes
WIDTH = 2.0**-30  # of a box that is halved no more: names of small height do not meet in it
_MAX_BOXES = 3_000  # looked at in one interval, before it is given up
_NO_VALUE = acb(arb.nan())
_SMALL = 0.25  # u·ln(u) falls for u < 1/e
_X = se.Symbol("x")


def _real(u: acb) -> bool:
    return u.imag.contains(0)


def _within(u: arb, low: int, high: int) -> bool:
    return u > low and u < high


def _beyond(u: arb, bound: int) -> bool:
    return u > bound or u < -bound


# Each function: does the ball meet a cut of the complex function; the points at which the function of a
# real variable is not analytic. Sources: DLMF 4.2, 4.23, 4.37, 6.2, 25.12.
_Cut = tuple[Callable[[acb], bool], tuple[int, ...]]
_NEGATIVE: _Cut = (lambda u: _real(u) and not u.real > 0, (0,))
_OUTER: _Cut = (lambda u: _real(u) and not _within(u.real, -1, 1), (-1, 1))
_INNER: _Cut = (lambda u: _real(u) and not _beyond(u.real, 1), (-1, 0, 1))
_OUTER_IMAGINARY: _Cut = (lambda u: u.real.contains(0) and not _within(u.imag, -1, 1), ())
_INNER_IMAGINARY: _Cut = (lambda u: u.real.contains(0) and not _beyond(u.imag, 1), (0,))
_CORNER: _Cut = (lambda u: u.real.contains(0), (0,))

_CUTS: dict[type, _Cut] = {
    se.Pow: _NEGATIVE,
    **{
        type(build(_X)): cut
        for build, cut in (
            (se.log, _NEGATIVE),
            (se.asin, _OUTER),
            (se.acos, _OUTER),
            (se.atanh, _OUTER),
            (se.asec, _INNER),
            (se.acsc, _INNER),
            (se.acoth, _INNER),
            (se.atan, _OUTER_IMAGINARY),
            (se.asinh, _OUTER_IMAGINARY),
            (se.acot, _INNER_IMAGINARY),
            (se.acsch, _INNER_IMAGINARY),
            (se.acosh, (lambda u: _real(u) and not u.real > 1, (-1, 1))),
            (se.asech, (lambda u: _real(u) and not _within(u.real, 0, 1), (-1, 0, 1))),
            (abs, _CORNER),
            (se.sign, _CORNER),
        )
    },
    # Ei, Ci, li and dilog share one SymEngine class; this is the union of their cuts.
    se.FunctionSymbol: (lambda u: _real(u), (0, 1)),
}


def _path(cut: _Cut, u: acb) -> bool:
    """May the function fail to be analytic along a real path through u?"""
    meets, points = cut
    return any(u.real.contains(point) for point in points) if u.imag.is_zero() else meets(u)


def _disc(cut: _Cut, u: acb) -> bool:
    """May the complex function fail to be analytic on u?"""
    return cut[0](u)


_ENTIRE = [function_of(se.Function(name)(_X)) for name in ENTIRE_ODD]
_WAVES = {type(se.sin(_X)): acb.cos, type(se.cos(_X)): acb.sin}  # and their derivatives, up to sign


def _wave(kind: type, function: Callable[[acb], acb], u: acb) -> acb:
    """sin or cos of a real ball as the tightest ball around its range, so that 1 - cos(x) > 0 is seen close to 0."""
    if not u.imag.is_zero() or u.real.is_exact() or not u.real.rad() < 1:
        return function(u)
    ends = (function(acb(end)).real for end in (u.real.lower(), u.real.upper()))
    low_to_high = next(ends).union(next(ends))
    if _WAVES[kind](u).real.contains(0):  # an extremum lies inside
        low_to_high = low_to_high.union(arb(1) if function(acb(u.real.mid())).real > 0 else arb(-1))
    return acb(low_to_high)


def kernels_with_cuts(expression: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """The parts of an expression that are discontinuous across curves of the complex plane: ln(x), sqrt(x + i) …"""
    found: dict[se.Expr, None] = {}
    stack = [expression]
    while stack:
        e = stack.pop()
        stack.extend(e.args)
        kind = e.__class__
        if kind not in _CUTS or _CUTS[kind] is _CORNER or x not in e.args[0].free_symbols:
            continue
        if kind is se.Pow and isinstance(e.args[1], se.Integer):
            continue
        if name_of(e) in ENTIRE_ODD:
            continue
        found[e] = None
    return sorted(found, key=lambda e: (len(str(e)), str(e)))


class PathProgram(Program):
    """Finite values only where every kernel is analytic along the real line through the ball."""

    _doubt = staticmethod(_path)

    def _applied(self, kind: type, function: Callable[[acb], acb], u: int) -> Step:
        cut = None if function in _ENTIRE else _CUTS.get(kind)
        if kind in _WAVES:
            return lambda v: _wave(kind, function, v[u])
        if cut is None:
            return super()._applied(kind, function, u)
        doubt = self._doubt
        return lambda v: _NO_VALUE if doubt(cut, v[u]) else function(v[u])


@final
class DiscProgram(PathProgram):
    """Finite values only where every kernel is analytic on the complex ball."""

    _doubt = staticmethod(_disc)

    def _applied(self, kind: type, function: Callable[[acb], acb], u: int) -> Step:
        # |u| and sign(u) continue analytically from the real line to where Re u does not vanish.
        if _CUTS.get(kind) is _CORNER:
            continued = acb.real_abs if kind is type(abs(_X)) else acb.real_sgn
            return lambda v: continued(v[u], analytic=True)
        return super()._applied(kind, function, u)


@final
class EnclosingProgram(Program):
    """Finite enclosures where point values would be undecided: across jumps of sign(u), and of u^(ku) down to u = 0."""

    def power(self, base: se.Expr, exponent: se.Expr) -> int:
        slot = super().power(base, exponent)
        rate = exponent / base
        if not base.free_symbols or not isinstance(rate, se.Rational):
            return slot
        u, k, plain = self.build(base), acb(as_fmpq(rate)), self.steps[slot]
        return self._emit(lambda v: _self_power(v[u], k) or plain(v), False, kernel=True)

    def _applied(self, kind: type, function: Callable[[acb], acb], u: int) -> Step:
        if kind is not type(se.sign(_X)):
            return super()._applied(kind, function, u)
        return lambda v: acb(arb(0, 1)) if v[u].imag.is_zero() and v[u].real.contains(0) else function(v[u])


def _self_power(u: acb, k: acb) -> acb | None:
    """u^(ku) for all u > 0 of a small ball about 0; None of other balls. There u·ln(u) falls from 0."""
    if not (u.imag.is_zero() and u.real.contains(0) and u.real < _SMALL):
        return None
    end = u.real.upper()
    return (k * acb((end * end.log()).union(arb(0)))).exp()


def box(low: arb, high: arb) -> arb:
    """The interval as a ball."""
    return arb((low + high) / 2, (high - low) / 2)


def singularities(
    expression: se.Expr,
    x: se.Symbol,
    low: float | arb,
    high: float | arb,
    *,
    parameters: Mapping[se.Symbol, acb] | None = None,
    width: float = WIDTH,
    max_boxes: int = _MAX_BOXES,
) -> list[arb]:
    """Narrow intervals, in order, outside which the expression is analytic on the real interval.

    Each may hold a singularity; no other place can. Raises `ResourceError` where there are too many.
    """
    program = PathProgram()
    slot = program.add(expression)
    return isolate(
        lambda u: _is_analytic(program, slot, {**(parameters or {}), x: acb(u)}), low, high, width, max_boxes
    )


def _is_analytic(program: Program, slot: int, point: Mapping[se.Symbol, acb]) -> bool:
    return bool(program.run(point, _BITS)[slot].is_finite())


def isolate(
    is_clear: Callable[[arb], bool], low: float | arb, high: float | arb, width: float, max_boxes: int = _MAX_BOXES
) -> list[arb]:
    """The parts of an interval that are not clear, halved to the width and joined where they touch."""
    with ctx.workprec(_BITS):
        pending = [(arb(low), arb(high))]
        suspects: list[tuple[arb, arb]] = []
        count = 0
        while pending:
            left, right = pending.pop()
            count += 1
            if count > max_boxes:
                raise ResourceError("The interval holds too many singularities; choose a shorter one.")
            if is_clear(box(left, right)):
                continue
            if right - left < width:
                if suspects and suspects[-1][1].overlaps(left):
                    suspects[-1] = (suspects[-1][0], right)
                else:
                    suspects.append((left, right))
                continue
            middle = ((left + right) / 2).mid()
            pending += ((middle, right), (left, middle))
        return [box(left, right) for left, right in suspects]


def between_singularities(
    expression: se.Expr, x: se.Symbol, reach: float = 10.0, max_boxes: int = 600
) -> tuple[Interval, ...]:
    """The intervals between singularities within the reach; none where there are too many to find."""
    try:
        found = singularities(expression, x, -reach, reach, max_boxes=max_boxes)
    except ResourceError:
        return ()
    ends = [Fraction(end) for end in (-reach, *(float(ball.mid()) for ball in found), reach)]
    wide = [(left, right) for left, right in pairwise(ends) if right - left > 4 * WIDTH]
    return tuple((fmpq(*left.as_integer_ratio()), fmpq(*right.as_integer_ratio())) for left, right in wide)


def recognise(ball: arb) -> se.Expr | None:
    """A simple number in the ball: p/q, (p/q)·π, or ±√(p/q); None where there is none.

    Balls from `singularities` are about 10⁻⁹ wide and heights are small, so a coincidence is unlikely, but it is
    not excluded: what is recognised names a place, it proves nothing about it.
    """
    middle = float(ball.mid())
    for build, value in (
        (lambda r: r, middle),
        (lambda r: r * se.pi, middle / math.pi),
        (lambda r: se.sqrt(r) if middle > 0 else -se.sqrt(r), middle * middle),
    ):
        near = Fraction(value).limit_denominator(60)
        if abs(near.numerator) < 10_000:
            candidate = build(se.Rational(near.numerator, near.denominator))
            if evaluate(candidate, {}, _BITS).real.overlaps(ball):
                return candidate
    return None


__all__ = [
    "DiscProgram",
    "EnclosingProgram",
    "PathProgram",
    "between_singularities",
    "box",
    "isolate",
    "kernels_with_cuts",
    "recognise",
    "singularities",
]
