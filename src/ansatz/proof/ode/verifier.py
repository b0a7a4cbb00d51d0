"""Does a family of functions solve a differential equation? Substitute, and decide whether the residual is zero.

    verify_ode(y, equation, x, order=2) -> Verification
    OdeVerifier(equation, x, order=2).verify(y)       the same, prepared once for many candidates y

y(x, c1, c2) and its derivatives are put in place of Y, Y', Y'' in the equation's left side. The residual's balls
at random points of the solution's real domain, for random constants of either sign, refute or check; exact algebra
(`ansatz.proof.zero.zero_test`) proves. A general solution must also have as many independent
constants as the order says (`independence`).
"""

import random
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import final

import symengine as se

from ansatz.algebra.balls import Program
from ansatz.algebra.nodes import transform
from ansatz.algebra.principal_derivative import principal_derivatives
from ansatz.errors import AnsatzError, UnsupportedError
from ansatz.expr.canonical import has_imaginary, symbol
from ansatz.expr.equations import MAX_ORDER
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.proof.examination import Words, timed
from ansatz.proof.integral.breaks import shown
from ansatz.proof.ode.corners import corners
from ansatz.proof.ode.further_points import further_points
from ansatz.proof.ode.independence import CONSTANTS, coincidences, dependence
from ansatz.proof.ode.substitution import Substitution, substituted
from ansatz.proof.parameters import nonzero_conditions
from ansatz.proof.real_line.requirements import Need, requirements
from ansatz.proof.residual import Comparison
from ansatz.proof.sampling import Domain, Interval, Point, places, points_in, sample
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import Proof

UNKNOWNS = tuple(symbol("Y" + "'" * k) for k in range(MAX_ORDER + 1))

_POINTS = 12  # compared
_ENOUGH = 5  # must agree where there is no proof
_FINE = 4_000  # bits at which no value is too small to be seen
_FAILURE = "the solution cannot be put into the equation"
_WORDS = Words("the residual", "the equation is not satisfied", "the residual could not be compared with zero")
_KINDS = {
    Domain.REAL: ScopeKind.SOLUTION,
    Domain.REAL_LINE: ScopeKind.SOLUTION_REAL_LINE,
    Domain.COMPLEX: ScopeKind.COMPLEX_PLANE,
}


@final
class OdeVerifier:
    """An equation, prepared.

    equation: the left side, SymEngine, in x, Y, Y', Y''. order: of the equation. branch: expressions in x and the
    constants; only points where all are positive count. general: solutions must have `order` independent constants
    c1, c2. seconds: of processor time allowed to one `verify`. seed: of the sample points.
    Raises `UnsupportedError` for an equation that is not of this order, or of one above `MAX_ORDER`.
    """

    def __init__(
        self,
        equation: se.Expr,
        x: se.Symbol,
        *,
        order: int,
        branch: Iterable[se.Expr] = (),
        general: bool = True,
        seconds: float = 2.0,
        seed: int = 0,
    ) -> None:
        check_order(equation, order)
        self._top = UNKNOWNS[order]
        self.equation, self.x, self.order, self.branch = equation, x, order, tuple(branch)
        self.general, self.seconds, self.seed = general, seconds, seed

    def verify(self, y: se.Expr) -> Verification:
        """Whether y(x) makes the left side zero; never raises on a malformed solution (it is then *unknown*)."""
        deadline = time.thread_time() + self.seconds
        return timed(lambda: self._verify(y, deadline), _FAILURE)

    def _verify(self, y: se.Expr, deadline: float) -> Verification:
        # A square root is real where the expression is positive: the points are then those of the branch.
        base = Program()
        slot = base.add(y)
        for positive in self.branch:
            base.add(se.sqrt(positive))
        occurring = set().union(y.free_symbols, self.equation.free_symbols, *(u.free_symbols for u in self.branch))
        parameters = sorted(occurring - {self.x, *UNKNOWNS}, key=str)
        rng = random.Random(self.seed)
        # Where a branch is a condition on parameters, their signs are what it is about.
        own = (u.free_symbols for u in self.branch if not u.free_symbols & {self.x, *CONSTANTS})
        signed = set(CONSTANTS).union(*own)
        points, domain = sample(base, slot, self.x, parameters, rng, _POINTS, False, signed=signed)
        if not points or (self.branch and domain is not Domain.REAL):
            reason = "no point was found where the solution has a value on its branch"
            return Verification(Verdict.UNKNOWN, reason=reason)
        rates = principal_derivatives(y, self.x, self.order)
        values = dict(zip(UNKNOWNS, rates, strict=False))
        if (lost := self._without_value(values, base, points if domain is Domain.REAL else ())) is not None:
            return Verification(
                Verdict.UNKNOWN, reason=f"the equation has no value along the solution, where {lost} is 0"
            )
        terms = [term.subs(values) for term in se.Add.make_args(self.equation)]
        if domain is Domain.REAL:
            terms = [transform(term, _exponent) for term in terms]
        put = substituted(terms, base, [y], self.x, points, _WORDS, deadline)
        if not isinstance(put, Substitution):
            return put
        examination, residual, usable = put.examination, put.residual, put.usable
        if not put.determines(self.equation, values, self._top):
            return Verification(Verdict.UNKNOWN, reason=f"the equation does not determine {self._top}")
        if self.general and (doubt := dependence(rates[:-1], self.x, residual, usable, deadline)) is not None:
            return doubt

        def between(proof: Proof | None) -> Iterable[Interval]:
            return (proof.between or ()) if proof and not self.branch else ()

        def points_of(intervals: Iterable[Interval]) -> list[Point]:
            return points_in(residual.program, residual.slots, self.x, intervals, usable[0])

        proof = examination.look_between(examination.prove(usable), between, points_of)
        if isinstance(proof, Verification):
            return proof
        if not proof or proof.between is None:
            told = (y, *terms, *self.branch)
            found = examination.check(lambda: further_points(told, base, slot, self.x, usable[0], rng))
            if found is not None and (not proof or found.verdict is Verdict.REFUTED):
                return found
            if not proof and len(examination.agree) < _ENOUGH:
                return examination.undecided(examination.found[Comparison.NO_VALUE] + examination.coarse)
        scope = self._scope(proof, domain, examination.coarse, y)
        conditions = nonzero_conditions(y, self.x)
        if self.general:
            apart = coincidences(rates[:-1], self.x, residual, usable, deadline)
            conditions += tuple(Condition.on(u, Relation.NONZERO) for u in apart if not self._is_on_branch(u))
        return examination.confirmation(proof, domain, scope, needed(conditions))

    def _without_value(
        self, values: Mapping[se.Symbol, se.Expr], base: Program, points: Iterable[Point]
    ) -> se.Expr | None:
        """What the equation divides by, or takes the logarithm of, and is zero all along a solution or on a part of it.

        Substitution may hide it: 1/(1 + ln Y) with Y = 0 is 1/∞, and so 0. x - √(x²) is zero for all positive x: a
        point at random hits no other zeros.
        """
        for u in self._divisors:
            put = u.subs(values)
            if put == 0:
                return u
            slot = base.add(put)
            if any(all(base.run(p.coordinates, bits)[slot].contains(0) for bits in (BITS, _FINE)) for p in points):
                return u
        return None

    @cached_property
    def _divisors(self) -> list[se.Expr]:
        nonzero = (Need.POSITIVE, Need.NONZERO)
        return [need.u for need in requirements(self.equation) if need.need in nonzero]

    def _is_on_branch(self, u: se.Expr) -> bool:
        """Whether u, or its square, is what the branch keeps positive."""
        return any(se.expand(v - w) == 0 for v in (u, u**2) for w in self.branch)

    def _scope(self, proof: Proof | None, domain: Domain, coarse: list[Point], y: se.Expr) -> Scope:
        # On a branch nobody looks between the places where signs change, which branches do not respect.
        unseen = proof is None or proof.between is None or (self.branch and proof.patterns)
        sampled = unseen and domain is Domain.REAL
        kind = ScopeKind.SOLUTION_SAMPLED if sampled else _KINDS[domain]
        jumping, unknown = corners(y, self.order, self.x)
        doubtful = dict.fromkeys((*unknown, *(proof.divisors if proof else ())))
        branch = [Condition.on(u, Relation.POSITIVE) for u in self.branch]
        branch += [Condition.on(u, Relation.NONZERO) for u in doubtful]
        breaks = tuple(map(shown, jumping))
        undecided = () if proof else places(coarse)
        return Scope(kind, str(self.x), branch=tuple(branch), undecided=undecided, breaks=breaks)


def _exponent(e: se.Expr) -> se.Expr | None:
    """u for ln(exp(u)), where the kernels of u, and so u, are real."""
    opened = e.__class__ is se.log and e.args[0].__class__ is se.Pow and e.args[0].args[0] == se.E
    return e.args[0].args[1] if opened and not has_imaginary(e) else None


def check_order(equation: se.Expr, order: int) -> None:
    """Raises `UnsupportedError` for an equation that is not of this order, or of one above `MAX_ORDER`."""
    if not 1 <= order < len(UNKNOWNS):
        raise UnsupportedError(f"Equations of order 1 to {MAX_ORDER} are verified, not of order {order}.")
    if UNKNOWNS[order] not in equation.free_symbols or set(UNKNOWNS[order + 1 :]) & equation.free_symbols:
        raise UnsupportedError(f"The equation is not of order {order}.")


def verify_ode(
    solution: se.Expr,
    equation: se.Expr,
    x: se.Symbol,
    *,
    order: int,
    seconds: float = 2.0,
    seed: int = 0,
    branch: Iterable[se.Expr] = (),
    general: bool = True,
) -> Verification:
    """Whether y(x) makes the left side of an equation of this order zero: see `OdeVerifier`; never raises.

    >>> x, c, Y, Y1 = se.symbols("x c1 Y Y'")
    >>> verify_ode(c * se.exp(x), Y1 - Y, x, order=1).verdict.holds
    True
    """
    try:
        verifier = OdeVerifier(equation, x, order=order, branch=branch, general=general, seconds=seconds, seed=seed)
    except AnsatzError as error:
        return Verification(Verdict.UNKNOWN, reason=f"{_FAILURE} ({error})")
    return verifier.verify(solution)


__all__ = ["OdeVerifier", "check_order", "verify_ode"]
