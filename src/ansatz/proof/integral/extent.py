"""The exact set on which a proved antiderivative is one: everywhere that its integrand is defined, or where u > 0 too.

    Integrand(f, x).extent(F, proof) -> Extent(where, conditions, jumps, breaks)

A proof (`ansatz.proof.zero.zero_test`) speaks for all points at which the parts of F, F' and f have real values. What
is left to compare are the domains of F and f. Each requirement of a part of F (`ansatz.proof.real_line.requirements`)
is one of f too, or follows from those of f, or holds on all cells of the real line on which f is real, or becomes a
condition: on parameters, or on x, and then it is part of the set. Where F divides by u, or takes the logarithm of |u|,
and u vanishes inside the domain of f, F may be broken: these places are listed, exactly, or u ≠ 0 becomes a condition.
Everywhere else on the set F is continuous, and differentiable with F' = f wherever f is continuous.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import gcd, lcm, pi

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.content import content
from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import TRIGONOMETRIC, base_and_exponent
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.algebra.real_domain import RealDomain
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.expr.tree import symbols
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.integral.jumps import jumps_at
from ansatz.proof.real_line.places import Family, Place
from ansatz.proof.real_line.requirements import Need, Requirement, requirements
from ansatz.proof.real_line.zeros import norm_of, with_plain_angles, zeros
from ansatz.proof.sampling import Interval
from ansatz.proof.scope import Places
from ansatz.proof.zero.zero_test import Proof

_BITS = 512  # of values at a place
_RELATIONS = {
    Need.POSITIVE: Relation.POSITIVE,
    Need.NONNEGATIVE: Relation.NONNEGATIVE,
    Need.NONZERO: Relation.NONZERO,
    Need.STEP: Relation.NONZERO,
}
_FRACTIONS = (fmpq(5, 11), fmpq(3, 7), fmpq(8, 13))  # of a cell, at which f is looked at
_MAX_CELLS = 120  # in one period
_FARTHEST = 1e6  # periods from the origin, at which floats still tell neighbours apart


@dataclass(frozen=True, slots=True)
class Extent:
    """where: conditions on x. conditions: on parameters alone. jumps, breaks: as of a `Scope`."""

    where: tuple[Condition, ...] = ()
    conditions: tuple[Condition, ...] = ()
    jumps: tuple[Places, ...] = ()
    breaks: tuple[Places, ...] = ()


class Integrand:
    """f and its real domain, prepared for many antiderivatives."""

    def __init__(self, f: se.Expr, x: se.Symbol) -> None:
        self.f, self.x = f, x

    @cached_property
    def needs(self) -> list[Requirement]:
        """What f requires."""
        return requirements(self.f)

    @cached_property
    def domain(self) -> RealDomain:
        """Where f is real."""
        return RealDomain(self.f)

    @cached_property
    def _nonzero(self) -> set[se.Expr]:
        return {
            factor for need in self.needs if need.need in (Need.POSITIVE, Need.NONZERO) for factor in _factors(need.u)
        }

    @cached_property
    def _known(self) -> set[tuple[se.Expr, Need]]:
        return {(_monic(need.u), need.need) for need in self.needs}

    def is_given(self, requirement: Requirement) -> bool:
        """Whether a requirement is one of f's own, up to a positive factor."""
        u = _monic(requirement.u)
        if requirement.need is Need.NONNEGATIVE and (u, Need.POSITIVE) in self._known:
            return True
        return (u, requirement.need) in self._known

    def divides_by(self, factor: se.Expr) -> bool:
        """Whether f has no value where the factor vanishes."""
        return factor in self._nonzero

    # ------------------------------------------------------------------------------ extent

    def cells(self, proof: Proof) -> list[Interval] | None:
        """Intervals inside the cells of the real line on which all that a proof relies on has one sign, and f is real
        or is not; at least one for each. None where they are not known."""
        signed = dict.fromkeys(e for pattern in proof.signs for e, _ in pattern)
        if any(not e.free_symbols <= {self.x} for e in signed):
            return None
        try:
            return list(self._cells(signed))
        except ALGEBRA_FAILURES:
            return None

    def is_unreal_in(self, cell: Interval) -> bool:
        """Whether f is certainly not real at a point of the cell."""
        low, high = cell
        return self._is_certainly_unreal({self.x: acb(arb(low + (high - low) * _FRACTIONS[0]))})

    def extent(self, F: se.Expr, proof: Proof | None, *, whole: bool = True) -> Extent:
        """Where F is an antiderivative of f, given a proof that F' - f reduces to zero; else where it may be one.

        whole: a proof by patterns of signs covers all of them that occur. Raises `UndecidedError` where a condition can
        never be met.
        """
        found = _Demands(self)
        for need in sorted(requirements(F), key=lambda need: not need.is_region):
            if not self.is_given(need):
                found.demand(need)
        for divisor in proof.divisors if proof else ():
            if self.x not in divisor.free_symbols or requirements(divisor) or divisor.free_symbols != {self.x}:
                found.demand_nonzero(divisor)
        if proof and not whole:
            for e, sign in _shared(proof.signs):
                found.demand(Requirement(sign * e, Need.POSITIVE))
        jumps, breaks = self._broken(F, found.families)
        return Extent(_joined(found.where), _joined(found.conditions), jumps, breaks)

    def holds_on_cells(self, need: Requirement) -> bool:
        """Whether a requirement is certain on every cell of the real line on which f is real."""
        try:
            return all(self._holds_at(need, cell) for cell in self._cells([need.u]))
        except UndecidedError:
            return False

    def _cells(self, functions: Iterable[se.Expr]) -> Iterator[Interval]:
        """Of the real line without the places where one of the functions, or a region of f, may change its sign."""
        if not self.f.free_symbols <= {self.x}:
            raise UndecidedError("there are parameters")
        changing = dict.fromkeys([*functions, *(need.u for need in self.needs if need.is_region)])
        places = dict.fromkeys(u for f in changing for u in (f, *(need.u for need in requirements(f))))
        families = [family for u in places if self.x in u.free_symbols for family in zeros(u, self.x)]
        if all(family.period is None for family in families):
            return _between(_in_order([family.first for family in families]), outer=True)
        period = _common_period(changing, self.x)
        start = min(float(family.first) for family in families) - period / 1_000
        steps = [float(Place.named(family.period)) for family in families if family.period is not None]
        if sum(period / step for step in steps) > _MAX_CELLS or abs(start) > _FARTHEST * min(steps):
            raise UndecidedError("there are too many cells, or they are too far out")
        members = [m for family in families for m in family.members(start, start + 1.01 * period)]
        places_after = [m for family in families for m in family.members(start + period, start + 2 * period)]
        after = min(places_after, key=float)
        return _between(_in_order([*members, after]), outer=False)

    def _holds_at(self, need: Requirement, cell: Interval) -> bool:
        low, high = cell
        program = Program()
        slot, value = program.add(need.u), program.add(self.f)
        own = Program()
        own.add(self.f)
        for fraction in _FRACTIONS:
            place = low + (high - low) * fraction
            point = {self.x: acb(arb(place))}
            values = program.run(point, _BITS)
            if values[slot].is_finite() and values[slot].imag.is_zero() and values[slot].real > 0:
                return True
            if values[value].is_finite():
                return not own.kernels_are_real(own.run(point, _BITS)) and self._is_certainly_unreal(point)
        return False

    def _is_certainly_unreal(self, point: dict[se.Symbol, acb]) -> bool:
        """Whether some requirement of f certainly fails at a point."""
        balls = (evaluate(n.u, point, _BITS) for n in self.needs if n.is_region)
        return any(ball.is_finite() and (not ball.imag.contains(0) or ball.real < 0) for ball in balls)

    # ------------------------------------------------------------------------------ breaks

    def _broken(self, F: se.Expr, families: Iterable[Family]) -> tuple[tuple[Places, ...], tuple[Places, ...]]:
        jumps: dict[Places, None] = {}
        breaks: dict[Places, None] = {}
        for family in families:
            state = self._state(F, family)
            if state is not None:
                (jumps if state else breaks)[_shown(family)] = None
        return tuple(sorted(jumps, key=_order)), tuple(sorted((b for b in breaks if b not in jumps), key=_order))

    def _state(self, F: se.Expr, family: Family) -> bool | None:
        """True where F certainly jumps, None where it does not matter or is certainly continuous, else False."""
        place = family.first
        defined = self._is_defined_at(place)
        if defined is False and (self._repeats(self.f, family) is not None or self._is_singular(family)):
            return None
        if defined is not True:
            return False
        if self._is_regular_at(F, family):
            return None
        if self._repeats(F, family) is None:
            return False
        sides = _sides(F, self.x, place)
        if sides is not None and place.name is not None:
            left, right = sides
            if se.expand((left - right).subs({self.x: place.name})) == 0:
                return None
        return jumps_at(F, self.f, self.x, place.enclose(_BITS))

    def _is_regular_at(self, F: se.Expr, family: Family) -> bool:
        """Whether all that F requires is certain there: the place is a zero of something else, such as a conjugate."""
        for need in requirements(F):
            sign = _sign_at(need.u, self.x, family.first)
            if not sign or (need.is_region and sign < 0) or self._repeats(need.u, family) != 0:
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


class _Demands:
    """What F requires beyond f, sorted into conditions on parameters, on x, and places where F may be broken."""

    def __init__(self, integrand: Integrand) -> None:
        self._integrand = integrand
        self.where: dict[Condition, None] = {}
        self.conditions: dict[Condition, None] = {}
        self.families: list[Family] = []

    def demand(self, need: Requirement) -> None:
        """Add a requirement, unless the domain of f implies it."""
        if not need.is_region:
            self.demand_nonzero(need.u)
            return
        sign = _guarded(lambda: self._integrand.domain.sign(need.u), 0)
        if sign > 0 or (self._depends(need.u) and self._integrand.holds_on_cells(need)):
            if need.need is Need.POSITIVE:
                self.demand_nonzero(need.u)
        elif sign < 0:
            raise UndecidedError("the antiderivative is not real where the integrand is")
        else:
            self._add(need.u, _RELATIONS[need.need])

    def demand_nonzero(self, u: se.Expr) -> None:
        """Let u vanish at single places, which are listed, or not at all."""
        for factor in _factors(u):
            if self._integrand.divides_by(factor):
                continue
            x = self._integrand.x
            try:
                if self._depends(factor):
                    self.families += zeros(factor, x)
                    continue
            except UndecidedError:
                norm = norm_of(factor)
                if norm is not None and norm != 0 and x not in norm.free_symbols:  # u vanishes only where its norm does
                    self.demand_nonzero(norm)
                    continue
            self._add(factor, Relation.NONZERO)

    def _depends(self, u: se.Expr) -> bool:
        return self._integrand.x in u.free_symbols

    def _add(self, u: se.Expr, relation: Relation) -> None:
        (self.where if self._depends(u) else self.conditions)[Condition.on(u, relation)] = None


def _joined(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions, with u ≥ 0 and factors of u that are not zero as u > 0."""
    found = dict.fromkeys(conditions)
    for weak in [c for c in found if c.relation is Relation.NONNEGATIVE]:
        u = to_symengine(weak.tree)
        factors = [c for c in found if c.relation is Relation.NONZERO and symbols(c.tree) <= symbols(weak.tree)]
        product = se.Mul(*(to_symengine(c.tree) for c in factors))
        if factors and not (se.expand(u) / se.expand(product)).free_symbols:
            for condition in (weak, *factors):
                del found[condition]
            found[replace(weak, relation=Relation.POSITIVE)] = None
    return tuple(found)


def _guarded(value: Callable[[], int], otherwise: int) -> int:
    try:
        return value()
    except ALGEBRA_FAILURES:
        return otherwise


def _factors(u: se.Expr) -> Iterator[se.Expr]:
    """The factors that vanish where u does, each over its content, the sign chosen once for both."""
    for factor in se.Mul.make_args(u):
        base, exponent = base_and_exponent(factor)
        if base.free_symbols and not (isinstance(exponent, se.Rational) and exponent < 0) and base != se.E:
            monic = _monic(base)
            yield min(monic, se.expand(-monic), key=lambda e: (str(e).count("-"), str(e)))


def _monic(u: se.Expr) -> se.Expr:
    """u over a positive number that its multiples do not keep."""
    u = expanded(u)
    return (
        se.Add(*(term / c for term in u.args)) if u.__class__ is se.Add and (c := content(u)) != 1 else u / content(u)
    )


def _shared(patterns: tuple[tuple[tuple[se.Expr, int], ...], ...]) -> list[tuple[se.Expr, int]]:
    """The signs of the first pattern, without those that other patterns have the other way and are alike otherwise."""
    signs = dict(patterns[0])
    others = [dict(pattern) for pattern in patterns[1:]]
    for other in others:
        differing = [e for e in signs if other.get(e) != signs[e]]
        if len(differing) == 1 and other.keys() == signs.keys():
            others_sign = differing[0]
            del signs[others_sign]
            break
    return list(signs.items())


def _common_period(functions: Iterable[se.Expr], x: se.Symbol) -> float:
    """A number of which a period of all functions is slightly less; they must be functions of waves in x alone."""
    waves = {wave for f in functions for wave in f.atoms(*TRIGONOMETRIC) if x in wave.free_symbols}
    hidden = {wave: se.Dummy() for wave in waves}
    slopes = [se.expand(principal_derivative(wave.args[0], x)) for wave in waves]
    if not slopes or any(x in e.free_symbols for e in (*(f.xreplace(hidden) for f in functions), *slopes)):
        raise UndecidedError("some signs repeat and others do not")
    ratios = [_ratio(slopes[0], slope) for slope in slopes]  # of the periods 2π/slope
    common = lcm(*(ratio.numerator for ratio in ratios))
    turns = Fraction(common, gcd(*(ratio.denominator for ratio in ratios)))
    return abs(2 * pi * float(turns) / float(evaluate(slopes[0], {}, 64).real)) * (1 + 1e-9)


def _ratio(e: se.Expr, unit: se.Expr) -> Fraction:
    ratio = se.expand(e / unit)
    if not isinstance(ratio, se.Rational):
        raise UndecidedError("two periods have no common multiple")
    return Fraction(int(ratio.p), int(ratio.q))


def _in_order(places: list[Place]) -> list[Place]:
    unique = list({place.key: place for place in places}.values())
    unique.sort(key=float)
    for left, right in pairwise(unique):
        if not left.is_before(right):
            raise UndecidedError("two places could not be put in order")
    return unique


def _between(places: list[Place], *, outer: bool) -> Iterator[Interval]:
    if not places:
        yield fmpq(-1), fmpq(1)
        return
    if outer:
        first, last = places[0].enclose(_BITS), places[-1].enclose(_BITS)
        low, high = _dyadic(first.lower()), _dyadic(last.upper())
        yield low - 1 - abs(low), low
        yield high, high + 1 + abs(high)
    for left, right in pairwise(places):
        yield _dyadic(left.enclose(_BITS).upper()), _dyadic(right.enclose(_BITS).lower())


def _dyadic(ball: arb) -> fmpq:
    mantissa, exponent = ball.mid().man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


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


def _sides(F: se.Expr, x: se.Symbol, place: Place) -> tuple[se.Expr, se.Expr] | None:
    """F left and right of a place, with |u| and sign(u) resolved where u vanishes there; None where F has no value."""
    left: dict[se.Expr, se.Expr] = {}
    right: dict[se.Expr, se.Expr] = {}
    for atom in F.atoms(se.Abs, se.sign):
        u = atom.args[0]
        if _sign_at(u, x, place) != 0:
            continue
        slope = _sign_at(principal_derivative(u, x), x, place)
        if not slope:
            return None
        for side, values in ((-slope, left), (slope, right)):
            values[atom] = side * u if atom.__class__ is se.Abs else se.Integer(side)
    if not left:
        return None
    both = F.xreplace(left), F.xreplace(right)
    point = {x: acb(place.enclose(_BITS))}
    return both if all(evaluate(side, point, _BITS).is_finite() for side in both) else None


def _shown(family: Family) -> Places:
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


__all__ = ["Extent", "Integrand"]
