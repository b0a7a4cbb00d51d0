"""What a verification asserts about the real line, in the oracle's own terms: the one place where a scope is read.

    claim = read(verification, x)
    claim.covers(ball)           whether the claim speaks about a point, or about an interval as a whole
    claim.has_jump(ball)         whether it says that F may jump, or has no value, at a point of an interval
"""

from collections.abc import Mapping
from dataclasses import dataclass

import symengine as se
from flint import arb

from ansatz.evaluate.attack.balls import Ball, Formula, constant
from ansatz.expr.canonical import to_symengine
from ansatz.expr.tree import Tree
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verification

_BITS = 2_000  # of the places that a scope names
_ROUNDED = 1e-6  # relative: how exactly a place that is a float is known
_NEAR = 1e-2  # the same for places that are said to be undecided

# What asserts something about F only where the integrand is complex, or about complex x, is none of the oracle's.
_ON_THE_LINE = (ScopeKind.EVERYWHERE, ScopeKind.SAMPLED)


@dataclass(frozen=True, slots=True)
class Places:
    """Isolated points: exact ones as balls, rounded ones as wider balls; each + period·n where there is a period."""

    at: tuple[arb, ...] = ()
    period: arb | None = None

    def meet(self, ball: arb) -> bool:
        """Whether one of them may lie in the ball."""
        if self.period is None:
            return any(place.overlaps(ball) for place in self.at)
        return any(((ball - place) / self.period).contains_integer() for place in self.at)


@dataclass(frozen=True, slots=True)
class Relation:
    """A condition on parameters: formula and one of "!=", ">", ">=", to zero."""

    formula: Formula
    relation: str

    def holds(self, values: Mapping[se.Symbol, Ball], bits: int) -> bool:
        """Whether it certainly holds; raises `NoValueError` where that cannot be told."""
        value = self.formula.result(self.formula.values(values, bits))
        if self.relation == "!=":
            return not value.contains(0)
        if not isinstance(value, arb):
            return False
        return bool(value > 0) or (self.relation == ">=" and bool(value >= 0))


@dataclass(frozen=True, slots=True)
class Claim:
    """asserted: whether the verdict says that F' = f on the line. refuted: where it says that it is not: an x, or None.

    text: as people read it. where: relations in x that must hold for the claim to speak. gaps: isolated points where F
    may jump or have no value. undecided: intervals about which nothing is said. conditions: on parameters.
    """

    asserted: bool
    refuted: bool
    text: str
    where: tuple[Relation, ...] = ()
    gaps: tuple[Places, ...] = ()
    undecided: tuple[arb, ...] = ()
    conditions: tuple[Relation, ...] = ()
    point: arb | None = None

    def covers(self, x: se.Symbol, ball: arb) -> bool:
        """Whether the claim certainly speaks about every point of the ball."""
        if any(zone.overlaps(ball) for zone in self.undecided):
            return False
        return all(relation.holds({x: ball}, 256) for relation in self.where)

    def has_gap(self, ball: arb) -> bool:
        """Whether F may jump, or be without a value, at a point in the ball, by the claim's own words."""
        return any(places.meet(ball) for places in self.gaps)


def read(verification: Verification, x: se.Symbol) -> Claim:
    """The claim of a verification of an antiderivative. Follow changes of `Scope` here, and nowhere else."""
    scope, found = verification.scope, verification.verdict
    gaps = []
    if scope.jumps is not None:
        period = None if scope.jumps.period is None else _place(scope.jumps.period)
        gaps.append(Places(tuple(map(_place, scope.jumps.places)), period))
    conditions = tuple(Relation(Formula(to_symengine(c.tree), x), str(c.relation)) for c in verification.conditions)
    point = (verification.point or {}).get(str(x))
    return Claim(
        asserted=found.holds and scope.kind in _ON_THE_LINE,
        refuted=str(found) == "refuted",
        text=f"{found}, {scope}" + (f" if {', '.join(map(str, verification.conditions))}" if conditions else ""),
        gaps=tuple(gaps),
        undecided=tuple(_about(value, _NEAR) for value in scope.undecided if isinstance(value, float)),
        conditions=conditions,
        point=None if point is None or isinstance(point, complex) else arb(float(point)),
    )


def _place(place: Tree | float) -> arb:
    if isinstance(place, float):
        return _about(place, _ROUNDED)
    value = constant(to_symengine(place), _BITS)
    assert isinstance(value, arb), f"the scope names {place}, which is no real number"
    return value


def _about(value: float, share: float) -> arb:
    return arb(value, abs(value) * share + share**2)


__all__ = ["Claim", "Places", "Relation", "read"]
