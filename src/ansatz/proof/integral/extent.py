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
from functools import cached_property

import symengine as se
from flint import acb, arb, fmpq

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.content import content
from ansatz.algebra.elements import Elements
from ansatz.algebra.forms import expanded
from ansatz.algebra.fractions import Element, Ring
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.real_domain import RealDomain
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.expr.canonical import to_symengine
from ansatz.expr.tree import symbols
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.integral.breaks import Breaks
from ansatz.proof.real_line.cells import cells
from ansatz.proof.real_line.norms import norm_of
from ansatz.proof.real_line.places import Family
from ansatz.proof.real_line.requirements import Need, Requirement, requirements
from ansatz.proof.real_line.zeros import zeros
from ansatz.proof.sampling import Interval
from ansatz.proof.scope import Places
from ansatz.proof.witness import can_be_met
from ansatz.proof.zero.zero_test import Proof

_BITS = 512  # of values at a place
_RELATIONS = {
    Need.POSITIVE: Relation.POSITIVE,
    Need.NONNEGATIVE: Relation.NONNEGATIVE,
    Need.NONZERO: Relation.NONZERO,
    Need.STEP: Relation.NONZERO,
}
_MAX_KERNELS = 24
_FRACTIONS = (fmpq(5, 11), fmpq(3, 7), fmpq(8, 13))  # of a cell, at which f is looked at


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
        self._known_cells: dict[tuple[se.Expr, ...], list[Interval] | None] = {}

    @cached_property
    def needs(self) -> list[Requirement]:
        """What f requires."""
        return requirements(self.f)

    @cached_property
    def domain(self) -> RealDomain:
        """Where f is real."""
        return RealDomain(self.f)

    @cached_property
    def _constants(self) -> set[se.Expr]:
        return _constants(self.f)

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
        if factor in self._nonzero:
            return True
        bases = self._factorisation.bases(factor)
        return bool(bases) and bases <= self._bases

    @cached_property
    def _factorisation(self) -> "_Factorisation":
        return _Factorisation(Ring(_MAX_KERNELS))

    @cached_property
    def _bases(self) -> set[int]:
        return set().union(*(self._factorisation.bases(factor) for factor in self._nonzero))

    # ------------------------------------------------------------------------------ extent

    def cells(self, proof: Proof) -> list[Interval] | None:
        """Intervals inside the cells of the real line on which all that a proof relies on has one sign, and f is real
        or is not; at least one for each. None where they are not known."""
        signed = tuple(dict.fromkeys(e for pattern in proof.signs for e, _ in pattern))
        if signed not in self._known_cells:
            self._known_cells[signed] = self._cells_or_none(signed)
        return self._known_cells[signed]

    def _cells_or_none(self, signed: tuple[se.Expr, ...]) -> list[Interval] | None:
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
        if any(not evaluate(constant, {}).imag.contains(0) for constant in _constants(F) - self._constants):
            raise UndecidedError("a constant in the antiderivative is not real")
        needs = requirements(F)
        found = _Demands(self, [need.u for need in needs if need.is_region and self.x not in need.u.free_symbols])
        for need in sorted(needs, key=lambda need: not need.is_region):
            if not self.is_given(need):
                found.demand(need)
        for divisor in proof.divisors if proof else ():
            if self.x not in divisor.free_symbols or requirements(divisor) or divisor.free_symbols != {self.x}:
                found.demand_nonzero(divisor)
        if proof and not whole:
            for e, sign in _shared(proof.signs):
                found.demand(Requirement(sign * e, Need.POSITIVE))
        jumps, breaks = Breaks(self.f, self.x, self.needs).of(F, needs, found.families)
        conditions = _joined(found.conditions)
        if not can_be_met(conditions):
            raise UndecidedError("no parameters were found that meet all conditions")
        return Extent(_joined(found.where), conditions, jumps, breaks)

    def holes(self, F: se.Expr) -> tuple[Condition, ...]:
        """What must not be zero so that F has a value where f has one, besides arguments of functions with cuts."""
        factors = (factor for need in requirements(F) if need.need is Need.NONZERO for factor in _factors(need.u))
        missing = (u for u in factors if self.x in u.free_symbols and not self.divides_by(u))
        return tuple(dict.fromkeys(Condition.on(u, Relation.NONZERO) for u in missing))

    def holds_on_cells(self, need: Requirement) -> bool:
        """Whether a requirement is certain on every cell of the real line on which f is real."""
        try:
            own = Program()
            value = own.add(self.f)
            both = own.copy()
            slot = both.add(need.u)
            return all(self._holds_at((own, value), (both, slot), cell) for cell in self._cells([need.u]))
        except UndecidedError:
            return False

    def _cells(self, functions: Iterable[se.Expr]) -> Iterator[Interval]:
        """Of the real line without the places where one of the functions, or a region of f, may change its sign."""
        if not self.f.free_symbols <= {self.x}:
            raise UndecidedError("there are parameters")
        return cells([*functions, *(need.u for need in self.needs if need.is_region)], self.x)

    def _holds_at(self, own: tuple[Program, int], both: tuple[Program, int], cell: Interval) -> bool:
        (low, high), (program, value), (extended, slot) = cell, own, both
        for fraction in _FRACTIONS:
            place = low + (high - low) * fraction
            point = {self.x: acb(arb(place))}
            known = program.run(point, _BITS)
            values = extended.extend(known)
            if values[slot].is_finite() and values[slot].imag.is_zero() and values[slot].real > 0:
                return True
            if known[value].is_finite():
                return not program.kernels_are_real(known) and self._is_certainly_unreal(point)
        return False

    def _is_certainly_unreal(self, point: dict[se.Symbol, acb]) -> bool:
        """Whether some requirement of f certainly fails at a point."""
        balls = (evaluate(n.u, point, _BITS) for n in self.needs if n.is_region)
        return any(ball.is_finite() and (not ball.imag.contains(0) or ball.real < 0) for ball in balls)


class _Factorisation(Elements):
    """Irreducible factors of polynomials in kernels, by numbers."""

    def kernel(self, e: se.Expr) -> Element:
        return self.generator(e)

    def bases(self, u: se.Expr) -> set[int]:
        """Those that vanish where u does; none where there are too many."""
        try:
            return {base for base, exponent in self.build(u).exponents.items() if exponent > 0}
        except ALGEBRA_FAILURES:
            return set()


class _Demands:
    """What F requires beyond f, sorted into conditions on parameters, on x, and places where F may be broken."""

    def __init__(self, integrand: Integrand, conditions: list[se.Expr]) -> None:
        """conditions: expressions in parameters that F requires not to be negative."""
        self._integrand = integrand
        self._domain = RealDomain(integrand.f, roots_of=map(se.sqrt, conditions)) if conditions else integrand.domain
        self.where: dict[Condition, None] = {}
        self.conditions: dict[Condition, None] = {}
        self.families: list[Family] = []

    def demand(self, need: Requirement) -> None:
        """Add a requirement, unless the domain of f implies it."""
        if not need.is_region:
            self.demand_nonzero(need.u)
            return
        domain = self._domain if self._depends(need.u) else self._integrand.domain
        sign = _guarded(lambda: domain.sign(need.u), 0)
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


def _constants(e: se.Expr) -> set[se.Expr]:
    """Functions and powers without symbols among the parts of e."""
    found, stack = set(), [e]
    while stack:
        part = stack.pop()
        if not part.free_symbols and part.args and part.__class__ not in (se.Add, se.Mul):
            found.add(part)
        stack.extend(part.args)
    return found


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


__all__ = ["Extent", "Integrand"]
