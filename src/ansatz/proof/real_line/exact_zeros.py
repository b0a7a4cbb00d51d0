"""The real zeros of a function in an interval, all of them, by exact places where they have names.

    zeros_between(g, Line(x, low, high)) -> [Zero, ...]; raises `UndecidedError` where one cannot be told from none

Those that are solved for (`ansatz.proof.real_line.zeros`) are known on the whole line. Elsewhere the interval is cut
into boxes on which g does not vanish, and others on which a derivative shows that a zero is the only one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from math import inf

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.nodes import base_and_exponent
from ansatz.errors import ALGEBRA_FAILURES, ResourceError, UndecidedError
from ansatz.expr.differentiation import derivative
from ansatz.proof.real_line.expansion_rules import by_exponentials
from ansatz.proof.real_line.places import Family
from ansatz.proof.real_line.rays import bounds, ray_from
from ansatz.proof.real_line.signs import Signs
from ansatz.proof.real_line.singularities import PathProgram, isolate, recognise
from ansatz.proof.real_line.zeros import zeros

_BITS = 256
_MAX_PLACES = 200  # in one interval
_MAX_CORNERS = 3  # of one function
_MAX_ORDER = 4  # of a zero
_WIDTH = 2.0**-30  # of a box that is halved no more
_MAX_BOXES = 3_000
_CUTS = (64, 4096, 2**20)  # where a ray begins that is looked at as a whole


@dataclass(frozen=True, slots=True)
class Zero:
    """at: its exact place, or None; ball: holds it, and no other zero of the function."""

    at: se.Expr | None
    ball: arb


@dataclass(frozen=True, slots=True)
class Line:
    """The closed interval from low to high, exact constants or ±oo, of the variable x."""

    x: se.Symbol
    low: se.Expr
    high: se.Expr
    signs: Signs = field(default_factory=Signs)

    def has(self, place: se.Expr) -> bool:
        """Whether the place lies in the interval, ends included."""
        above = self.low == -se.oo or self.signs.sign(se.expand(place - self.low)) >= 0
        return above and (self.high == se.oo or self.signs.sign(se.expand(self.high - place)) >= 0)

    def has_inside(self, place: se.Expr) -> bool:
        """Whether it lies in the open interval."""
        above = self.low == -se.oo or self.signs.sign(se.expand(place - self.low)) > 0
        return above and (self.high == se.oo or self.signs.sign(se.expand(self.high - place)) > 0)


def ball_of(place: se.Expr) -> arb:
    """The enclosure of a real constant."""
    value = evaluate(place, {}, _BITS)
    if not value.is_finite() or not value.imag.contains(0):
        raise UndecidedError("a place is not real")
    return value.real


def zeros_between(g: se.Expr, line: Line) -> list[Zero]:
    """All zeros of g on the closed interval, where g has real values; and perhaps places at which it has none."""
    program = Program()
    slot = program.add(g)

    def may_vanish(place: Zero) -> bool:
        value = program.run({line.x: acb(place.ball)}, _BITS)[slot]
        return not value.is_finite() or bool(value.contains(0))

    return list(filter(may_vanish, _places(g, line)))


def _places(g: se.Expr, line: Line) -> list[Zero]:
    corners = [e for e in g.atoms(se.Abs, se.sign) if line.x in e.free_symbols]
    if corners and g.__class__ is se.Add and len(corners) <= _MAX_CORNERS:
        # |u| and sign(u) are ±u and ±1, or u is zero.
        branches = [corner.args[0] for corner in corners]
        for signs in product((-1, 1), repeat=len(corners)):
            chosen = {
                e: s * e.args[0] if e.__class__ is se.Abs else se.Integer(s)
                for e, s in zip(corners, signs, strict=True)
            }
            branches.append(se.expand(g.xreplace(chosen)))
        return [place for branch in dict.fromkeys(branches) for place in _places(branch, line)]
    try:
        families = zeros(g, line.x)
    except UndecidedError:
        if g.__class__ is se.Mul:
            return [place for factor in g.args if factor.free_symbols for place in _places(factor, line)]
        base, exponent = base_and_exponent(g)
        if base is not g and isinstance(exponent, se.Rational) and exponent > 0:
            return _places(base, line)
        if not g.free_symbols and not line.signs.is_zero(g):
            return []
        if (rewritten := by_exponentials(g)) != g:
            return _places(rewritten, line)
        return _isolated(g, line)
    if (found := _members(families, line)) is None:
        return _isolated(g, line)  # since what may be a zero need not be one
    return found


def _members(families: Iterable[Family], line: Line) -> list[Zero] | None:
    """Those in the interval; None where they are too many, or infinitely many."""
    low, high = (
        (arb(-inf) if line.low == -se.oo else ball_of(line.low)),
        (arb(inf) if line.high == se.oo else ball_of(line.high)),
    )
    members = []
    for family in families:
        if family.period is None:
            members.append(family.first)
            continue
        if not (high - low) / ball_of(family.period) < _MAX_PLACES:
            return None
        members += family.members(low, high)
    found = [Zero(member.name, member.enclose(_BITS)) for member in members]
    return [zero for zero in found if (line.has(zero.at) if zero.at is not None else _meets(zero.ball, line))]


def _meets(ball: arb, line: Line) -> bool:
    below = line.low != -se.oo and ball < ball_of(line.low)
    return not below and not (line.high != se.oo and ball > ball_of(line.high))


def _isolated(g: se.Expr, line: Line) -> list[Zero]:
    """By boxes; raises `UndecidedError` where a box holds what is neither excluded nor a zero that is certain."""
    x = line.x
    low, high = _window(g, line)
    program = PathProgram()
    slot = program.add(g)

    def clear(box: arb) -> bool:
        value = program.run({x: acb(box)}, _BITS)[slot]
        return bool(value.is_finite() and not value.contains(0))

    found = []
    ends = [end for end in (line.low, line.high) if end not in (se.oo, -se.oo)]
    try:
        suspects = isolate(clear, low, high, _WIDTH, _MAX_BOXES)
    except ResourceError as error:
        raise UndecidedError("there are too many singular points") from error
    for suspect in suspects:
        candidates = [end for end in ends if suspect.overlaps(ball_of(end))]
        if not candidates and (name := recognise(suspect)) is not None:
            candidates = [name]
        found += _certified(g, x, suspect, candidates, line)
    return found


def _window(g: se.Expr, line: Line) -> tuple[arb, arb]:
    """A compact part of the interval outside which g does not vanish."""
    low = None if line.low == -se.oo else ball_of(line.low)
    high = None if line.high == se.oo else ball_of(line.high)
    for cut in _CUTS if low is None or high is None else ():
        if high is None and _nonzero_on_ray(g, line.x, arb(cut) if low is None else low.max(arb(cut)).upper()):
            high = arb(cut) if low is None else low.max(arb(cut)).upper()
        if low is None and _nonzero_on_ray(g, line.x, arb(-cut) if high is None else high.min(arb(-cut)).lower()):
            low = arb(-cut) if high is None else high.min(arb(-cut)).lower()
    if low is None or high is None:
        raise UndecidedError("the singular points far out are not known")
    return low, high


def _nonzero_on_ray(g: se.Expr, x: se.Symbol, end: arb, depth: int = 2) -> bool:
    """Whether g, analytic there, vanishes nowhere from the end outwards: by bounds, or since g and g' have one sign."""
    ray = ray_from(end)
    try:
        below, above = bounds(g, x, ray)
        if below > 0 or above < 0:
            return True
        if not depth:
            return False
        rate = derivative(g, x)
        if not _nonzero_on_ray(rate, x, end, depth - 1):
            return False
        here, slope = (evaluate(e, {x: acb(end)}, _BITS).real for e in (g, rate))
        outwards = slope if end > 0 else -slope
        return bool((here > 0 and outwards > 0) or (here < 0 and outwards < 0))
    except ALGEBRA_FAILURES:
        return False


def _certified(g: se.Expr, x: se.Symbol, box: arb, candidates: list[se.Expr], line: Line) -> list[Zero]:
    for place in candidates:
        around = box.union(ball_of(place))
        rate = g
        for _ in range(_MAX_ORDER):
            if not line.signs.is_zero(rate.subs({x: place})):
                break
            rate = derivative(rate, x)
            if not _vanishes_on(rate, x, around):
                return [Zero(place, ball_of(place))] if line.has(place) else []
    rate = derivative(g, x)
    if not _vanishes_on(rate, x, box):
        program = Program()
        slot = program.add(g)
        before, after = (program.run({x: acb(end)}, _BITS)[slot].real for end in (box.lower(), box.upper()))
        if (before > 0 and after > 0) or (before < 0 and after < 0):
            return []
        if (before > 0 and after < 0) or (before < 0 and after > 0):
            return [Zero(None, box)]
    raise UndecidedError("a singular point in the interval has no certain place")


def _vanishes_on(g: se.Expr, x: se.Symbol, box: arb) -> bool:
    """Whether g may vanish, or fail to be analytic, on the box."""
    program = PathProgram()
    slot = program.add(g)
    value = program.run({x: acb(box)}, _BITS)[slot]
    return not value.is_finite() or bool(value.contains(0))


__all__ = ["Line", "Zero", "ball_of", "zeros_between"]
