"""What is asserted about an antiderivative on the real line, in the oracle's terms (`reading` makes them of a scope).

claim.covers(point, ball)    whether the claim speaks about a point, or about an interval as a whole
claim.has_gap(ball)          whether it says that F may jump, or have no value, at a point of an interval
"""

from collections.abc import Mapping
from dataclasses import dataclass

import symengine as se
from flint import arb

from ansatz.evaluate.attack.balls import Ball, Formula


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
    may jump or have no value. undecided: intervals about which nothing is said. conditions: on parameters. vague:
    whether the scope does not say which part of the line it is. of_values: whether only places
    count where F has a value.
    """

    asserted: bool
    refuted: bool
    text: str
    where: tuple[Relation, ...] = ()
    gaps: tuple[Places, ...] = ()
    undecided: tuple[arb, ...] = ()
    conditions: tuple[Relation, ...] = ()
    point: arb | None = None
    vague: bool = False
    of_values: bool = False

    def covers(self, point: Mapping[se.Symbol, Ball], ball: arb) -> bool:
        """Whether the claim certainly speaks about every point of the ball; point: it, and the parameters' values."""
        if any(zone.overlaps(ball) for zone in self.undecided):
            return False
        return all(relation.holds(point, 256) for relation in self.where)

    def has_gap(self, ball: arb) -> bool:
        """Whether F may jump, or be without a value, at a point in the ball, by the claim's own words."""
        return any(places.meet(ball) for places in self.gaps)


__all__ = ["Claim", "Places", "Relation"]
