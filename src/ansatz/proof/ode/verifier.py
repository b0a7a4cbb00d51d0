"""Does a family of functions solve a differential equation? Substitute, and decide whether the residual is zero.

    verify_ode(y, equation, x, order=2) -> Verification

y(x, c1, c2) and its derivatives are put in place of Y, Y', Y'' in the equation's left side. The residual's balls
at random points of the solution's real domain, for random constants of either sign, refute or check; exact algebra
(`ansatz.proof.zero.zero_test`) proves. A general solution must also have as many independent constants as the order
says: det ∂(y, y', …)/∂(c1, c2, …) is certainly nonzero at a point.
"""

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import symengine as se
from flint import arb, ctx

from ansatz.algebra.balls import Program, Values
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import ALGEBRA_FAILURES, UnsupportedError
from ansatz.expr.canonical import from_symengine, symbol
from ansatz.expr.printing import to_text
from ansatz.proof.conditions import nonzero_conditions
from ansatz.proof.residual import Comparison
from ansatz.proof.sampling import Domain, Point, points_at, sample
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import Proof, ZeroTest

UNKNOWNS = tuple(map(symbol, ("Y", "Y'", "Y''")))
CONSTANTS = tuple(map(symbol, ("c1", "c2")))

_POINTS = 12
_ENOUGH = 5
_PRECISIONS = (256, 640, 2048)
_TOLERANCE = arb(2) ** 167  # 2^-167 < 10^-50

EVERYWHERE = "everywhere the solution is real"
SAMPLED = "every part of the solution's domain that was sampled"


@dataclass(frozen=True, slots=True)
class _Substitution:
    """A solution in an equation, compiled: slots of the residual's terms, of their sum perturbed, of the Jacobian.

    perturbed: the left side with the highest derivative raised by one, which must not vanish.
    """

    program: Program
    solution: int
    residual: list[Any]
    terms: list[int]
    perturbed: int
    determinant: int | None

    def values(self, point: Point, bits: int) -> Values:
        return point.run(self.program, bits)

    def compare(self, point: Point, deadline: float) -> Comparison:
        """The residual against zero."""
        outcome = Comparison.NO_VALUE
        for bits in _PRECISIONS:
            values = self.values(point, bits)
            each = [values[slot] for slot in self.terms]
            if values[self.solution].is_finite() and all(value.is_finite() for value in each):
                with ctx.workprec(bits):
                    total, scale = sum(each), sum((value.abs_lower() for value in each), arb(0))
                    if not total.contains(0):
                        return Comparison.DIFFERENT
                    if total.is_zero() or total.abs_upper() * _TOLERANCE < scale:
                        return Comparison.EQUAL
                outcome = Comparison.TOO_COARSE
            if time.perf_counter() > deadline:
                break
        return outcome

    def nonzero_somewhere(self, slot: int, points: list[Point]) -> bool:
        """Whether a slot is certainly not zero at one of the points."""
        balls = (self.values(point, bits)[slot] for bits in _PRECISIONS for point in points)
        return any(ball.is_finite() and not ball.contains(0) for ball in balls)


def verify_ode(
    solution: Any,
    equation: Any,
    x: Any,
    *,
    order: int,
    seconds: float = 2.0,
    seed: int = 0,
    branch: Iterable[Any] = (),
    general: bool = True,
) -> Verification:
    """Whether y(x) makes the left side of an equation of this order zero; never raises on malformed input.

    solution, equation: SymEngine, the equation in x, Y, Y', Y''. branch: expressions in x and the constants; only
    points where all are positive count. general: the solution must have `order` independent constants c1, c2.
    seconds: time allowed. seed: of the sample points.

    >>> x, c, Y, Y1 = se.symbols("x c1 Y Y'")
    >>> verify_ode(c * se.exp(x), Y1 - Y, x, order=1).verdict.holds
    True
    """
    start = time.perf_counter()
    try:
        finding = _verify(solution, equation, x, order, start + seconds, random.Random(seed), tuple(branch), general)
    except ALGEBRA_FAILURES as error:
        finding = Verification(Verdict.UNKNOWN, reason=f"the solution cannot be put into the equation ({error})")
    return replace(finding, seconds=time.perf_counter() - start)


def _verify(
    y: Any,
    equation: Any,
    x: Any,
    order: int,
    deadline: float,
    rng: random.Random,
    branch: tuple[Any, ...],
    general: bool,
) -> Verification:
    substitution = _substitute(y, equation, x, order)
    program, slot = substitution.program, substitution.solution
    parameters = sorted((y.free_symbols | equation.free_symbols) - {x, *UNKNOWNS}, key=str)
    # A square root is real where the expression is positive: the points are then those of the branch.
    domain_program = Program()
    domain_slot = domain_program.add(y)
    for condition in branch:
        domain_program.add(se.sqrt(condition))
    points, domain = sample(domain_program, domain_slot, x, parameters, rng, _POINTS, False, signed=CONSTANTS)
    for point in points:
        point.values.clear()
    if not points or (branch and domain is not Domain.REAL):
        return Verification(Verdict.UNKNOWN, reason="no point was found where the solution has a value on its branch")
    found: dict[Comparison, list[Point]] = {outcome: [] for outcome in Comparison}
    for point in points:
        found[substitution.compare(point, deadline)].append(point)
    agree, differ = found[Comparison.EQUAL], found[Comparison.DIFFERENT]
    if differ:
        return _refutation(differ, agree)
    # A residual of one term has no scale but itself: such points count for a proof, and for nothing else.
    usable = agree + found[Comparison.TOO_COARSE]
    too_few = Verification(Verdict.UNKNOWN, _held(agree), reason="the residual could be compared at too few points")
    if not usable:
        return too_few
    if not substitution.nonzero_somewhere(substitution.perturbed, usable):
        return Verification(Verdict.UNKNOWN, reason=f"the equation does not determine {UNKNOWNS[order]}")
    determinant = substitution.determinant
    if general and (determinant is None or not substitution.nonzero_somewhere(determinant, usable)):
        reason = f"the solution has fewer than {order} independent constants"
        return Verification(Verdict.REFUTED, "particular solutions", reason=reason)
    test = ZeroTest(substitution.residual, x, program, deadline)
    proof = test.prove([substitution.values(point, BITS) for point in usable])
    if proof and proof.between and not branch:
        more = points_at(program, slot, x, proof.between, usable[0])
        outcomes = [substitution.compare(point, deadline) for point in more]
        if Comparison.DIFFERENT in outcomes:
            return _refutation([more[outcomes.index(Comparison.DIFFERENT)]], agree)
        if more:
            proof = test.prove([substitution.values(point, BITS) for point in more])
    if not proof and len(agree) < _ENOUGH:
        return too_few
    scope = _scope(proof, domain, branch)
    conditions = nonzero_conditions(y, x)
    if proof:
        return Verification(Verdict.PROVED, scope, conditions, "the residual reduces to zero by exact algebra")
    reason = f"the residual encloses zero within 1e-50 at {len(agree)} points of {domain}"
    return Verification(Verdict.CHECKED, scope, conditions, reason)


def _substitute(y: Any, equation: Any, x: Any, order: int) -> _Substitution:
    if not 1 <= order < len(UNKNOWNS):
        raise UnsupportedError(f"Equations of order 1 and 2 are verified, not of order {order}.")
    top, beyond = UNKNOWNS[order], set(UNKNOWNS[order + 1 :])
    if top not in equation.free_symbols or beyond & equation.free_symbols:
        raise UnsupportedError(f"The equation is not of order {order}.")
    rates = [y]
    for _ in range(order):
        rates.append(principal_derivative(rates[-1], x))
    values = dict(zip(UNKNOWNS, rates, strict=False))
    terms = [term.subs(values) for term in se.Add.make_args(equation)]
    program = Program()
    solution = program.add(y)
    slots = [program.add(term) for term in terms]
    perturbed = program.add(equation.subs({**values, top: rates[-1] + 1}))
    constants = [c for c in CONSTANTS if c in y.free_symbols]
    determinant = None
    if len(constants) == order:
        rows = [[principal_derivative(rate, c) for c in constants] for rate in rates[:-1]]
        minor = rows[0][0] if order == 1 else rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0]
        determinant = program.add(minor)
    return _Substitution(program, solution, terms, slots, perturbed, determinant)


def _scope(proof: Proof | None, domain: Domain, branch: tuple[Any, ...]) -> str:
    scope = EVERYWHERE if domain is Domain.REAL else f"on {domain}"
    if proof and proof.between is None:
        scope = SAMPLED
    if branch:
        scope += " with " + ", ".join(f"{to_text(from_symengine(condition))} > 0" for condition in branch)
    return scope


def _held(agree: list[Point]) -> str:
    places = ", ".join(point.describe() for point in sorted(agree, key=float)[:4])
    return f"part of the domain at most: it holds at x = {places}" if agree else "nowhere that was tried"


def _refutation(differ: list[Point], agree: list[Point]) -> Verification:
    reason = f"the equation is not satisfied at x = {differ[0].describe()}"
    return Verification(Verdict.REFUTED, _held(agree), reason=reason, point=float(differ[0]))


__all__ = ["verify_ode"]
