"""Where an antiderivative may be broken inside the domain of its integrand: places without a value, and jumps.

Breaks(integrand).of(F, families)      (jumps, breaks): certain jumps, and what may be one or have no value
"""

from collections.abc import Iterable
from typing import TypeAlias

import symengine as se
from flint import acb, ctx

from ansatz.algebra.balls import evaluate
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import UndecidedError
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.proof.integral.jumps import jumps_at
from ansatz.proof.real_line.places import Family, Place
from ansatz.proof.real_line.requirements import Need, Requirement
from ansatz.proof.real_line.zeros import with_plain_angles, zeros
from ansatz.proof.scope import Places

_BITS = 512  # of values at a place
_Side: TypeAlias = dict[se.Expr, se.Expr]  # |u| and sign(u) on one side of a place


class Breaks:
    """Of antiderivatives of f. needs: what f requires."""

    def __init__(self, f: se.Expr, x: se.Symbol, needs: list[Requirement]) -> None:
        self.f, self.x, self.needs = f, x, needs

    def of(
        self, F: se.Expr, needs: list[Requirement], families: Iterable[Family]
    ) -> tuple[tuple[Places, ...], tuple[Places, ...]]:
        """Of F, which requires `needs`, among the places given."""
        jumps: dict[Places, None] = {}
        breaks: dict[Places, None] = {}
        for family in families:
            state = self._state(F, needs, family)
            if state is not None:
                (jumps if state else breaks)[shown(family)] = None
        return tuple(sorted(jumps, key=_order)), tuple(sorted((b for b in breaks if b not in jumps), key=_order))

    def _state(self, F: se.Expr, needs: list[Requirement], family: Family) -> bool | None:
        """True where F certainly jumps, None where it does not matter or is certainly continuous, else False."""
        place = family.first
        defined = self._is_defined_at(place)
        if defined is False and (self._repeats(self.f, family) is not None or self._is_singular(family)):
            return None
        if defined is not True:
            return False
        if self._repeats(F, family) is None:
            return None if self._is_regular(needs, family, {}) else False
        sides = _sides(F, self.x, place)
        regular = sides is not None and all(self._is_regular(needs, family, side) for side in sides)
        if sides is not None and regular and _meet(F, sides, self.x, place):
            return None
        if not F.free_symbols | self.f.free_symbols <= {self.x}:
            return False
        return jumps_at(F, self.f, self.x, place.enclose(_BITS))

    def _is_regular(self, needs: list[Requirement], family: Family, side: dict[se.Expr, se.Expr]) -> bool:
        """Whether all that is needed is certain there, with |u| and sign(u) as they are on one side.

        So it is where the place is a zero of something else, such as a conjugate.
        """
        for need in needs:
            if need.need is Need.STEP and side:
                continue
            sign = _sign_at(need.u.xreplace(side), self.x, family.first)
            if sign is None or (need.is_region and sign < 0) or self._repeats(need.u, family) != 0:
                return False
            if sign == 0 and need.need is not Need.NONNEGATIVE:
                return False
        return True

    def _repeats(self, e: se.Expr, family: Family) -> se.Expr | None:
        """e(x + period) - e(x), where it is seen to be a constant; 0 for a single place."""
        if family.period is None:
            return se.Integer(0)
        change = se.expand(with_plain_angles(e.subs({self.x: self.x + family.period})) - e)
        return None if change.free_symbols else change

    def _is_singular(self, family: Family) -> bool:
        """Whether f has no value at any member of the family, as far as that is seen."""
        for need in self.needs:
            if need.need in (Need.POSITIVE, Need.NONZERO):
                try:
                    if any(other.contains(family) for other in zeros(need.u, self.x)):
                        return True
                except UndecidedError:
                    continue
        return False

    def _is_defined_at(self, place: Place) -> bool | None:
        """Whether f has a real value there; None where that is not known."""
        certain = True
        for need in self.needs:
            sign = _sign_at(need.u, self.x, place)
            if sign is None:
                certain = False
            elif (sign == 0 and need.need in (Need.POSITIVE, Need.NONZERO)) or (sign < 0 and need.is_region):
                return False
        return True if certain else None


def is_continuous_at(F: se.Expr, x: se.Symbol, place: Place) -> bool:
    """Whether |u| and sign(u) in F, analytic otherwise, certainly make no jump at a place; other symbols are free."""
    sides = _sides(F, x, place)
    return sides is not None and _meet(F, sides, x, place)


def _meet(F: se.Expr, sides: tuple[_Side, _Side], x: se.Symbol, place: Place) -> bool:
    """Whether F certainly has one value left and right of a place, and there, where |u| and sign(u) are 0."""
    left, right = (F.xreplace(side) for side in sides)
    there = F.xreplace(dict.fromkeys(sides[0], se.Integer(0)))
    return _agree(left, right, x, place) and _agree(left, there, x, place)


def _agree(one: se.Expr, other: se.Expr, x: se.Symbol, place: Place) -> bool:
    """Whether two expressions certainly have one value at a place."""
    return one == other or (place.name is not None and se.expand((one - other).subs({x: place.name})) == 0)


def _sign_at(u: se.Expr, x: se.Symbol, place: Place) -> int | None:
    """The certain sign of u at a place; None where it is not known, or not real."""
    if not u.free_symbols <= {x}:
        return None
    with ctx.workprec(_BITS):
        ball = evaluate(u, {x: acb(place.enclose(_BITS))}, _BITS)
    if ball.is_finite() and ball.imag.contains(0) and not ball.real.contains(0):
        return 1 if ball.real > 0 else -1
    if not ball.is_finite():
        return None
    if place.name is not None and se.expand(u.subs({x: place.name})) == 0:
        return 0
    if not u.free_symbols:
        return 0 if u == 0 else None
    try:
        families = zeros(u, x)
    except UndecidedError:
        return None
    return 0 if any(family.contains(Family(place)) for family in families) else None


def _sides(F: se.Expr, x: se.Symbol, place: Place) -> tuple[_Side, _Side] | None:
    """|u| and sign(u) left and right of a place where u vanishes; None where u is not seen to change its sign.

    What is not known to vanish may: |u| is continuous there all the same, sign(u) is not.
    """
    left: _Side = {}
    right: _Side = {}
    for atom in F.atoms(se.Abs, se.sign):
        u = atom.args[0]
        sign = _sign_at(u, x, place) if x in u.free_symbols else 1
        if sign is None and atom.__class__ is se.sign:
            return None
        if sign != 0:
            continue
        slope = _sign_at(principal_derivative(u, x), x, place)
        if not slope:
            return None
        for side, values in ((-slope, left), (slope, right)):
            values[atom] = side * u if atom.__class__ is se.Abs else se.Integer(side)
    return left, right


def shown(family: Family) -> Places:
    """As a scope names it: by the member next to the origin on its right."""
    place, period = family.first, family.period
    if period is not None and place.name is not None:
        turns = int(float(place) // float(Place.named(period)))
        place = family.member(-turns)
    name = float(place) if place.name is None else from_symengine(place.name)
    return Places(name, None if period is None else from_symengine(period))


def _order(places: Places) -> float:
    if isinstance(places.place, float):
        return places.place
    return float(Place.named(to_symengine(places.place)))


__all__ = ["Breaks", "is_continuous_at", "shown"]
