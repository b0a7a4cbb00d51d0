"""Initial value problems: the constants that the values ask for, found and checked exactly.

`initial_value_solutions` is asked of a worker when general solutions are known. Constant solutions are tried too, since
a general solution may lack them: y' = y(1 - y), y(0) = 0. Every function is put into the equation and compared with the
values; what satisfies only one of them is no answer.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import symengine as se

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.forms import expanded
from ansatz.algebra.principal_derivative import principal_derivative, principal_derivatives
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, has_imaginary, symbol, to_symengine
from ansatz.proof.ode.implicit import FirstIntegral, first_integral
from ansatz.proof.ode.initial_values import (
    OpenInterval,
    interval,
    is_determined,
    is_positive,
    takes,
    vanishes,
)
from ansatz.proof.ode.verifier import CONSTANTS, UNKNOWNS, OdeVerifier
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Equation, Kind
from ansatz.solve.ode.energy import first_order_problem
from ansatz.solve.ode.forms_with_values import for_constants, on_side_of, real_forms, tidied
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.lineup import Lineup
from ansatz.solve.ode.methods.confluent import is_negative
from ansatz.solve.ode.moduli import at_place
from ansatz.solve.ode.search import equation_of
from ansatz.solve.ode.solving import solve
from ansatz.solve.question import Question

_MOST = 8  # solutions of one equation for a constant
_SOLVE = 2.0  # seconds for SymPy to solve for a constant
_SOLVE_RELATION = 0.7  # for the function, which the methods have tried before


@dataclass(frozen=True, slots=True)
class InitialValueSolution:
    """candidate: a solution that takes the values. interval: where it certainly is one, None where that is not known.

    free: whether constants remain, so that the values do not determine it. determined: whether certainly no other
    solution takes the values.
    """

    candidate: OdeCandidate
    interval: OpenInterval | None
    free: bool = False
    determined: bool = False


def initial_value_solutions(
    question: Question, known: Sequence[OdeCandidate], seconds: float
) -> list[InitialValueSolution] | None:
    """All solutions found, those from general solutions first; None where the time was over before there was one.

    known: accepted candidates, best first.
    """
    problem = _Problem(question, seconds)
    found = problem.of_all(known, 0.0)
    if found and found[0].free:
        return found[:1]
    determined = is_determined(problem.equation.left, problem.x, problem.place, problem.values)
    if determined and found and not problem.is_case(found[0].candidate):
        return [replace(found[0], determined=True)]
    trees = {one.candidate.tree for one in found}
    found += [one for _, one in problem.constant() if one.candidate.tree not in trees]
    for further in (problem.by_first_order, lambda: problem.of_all(known, _SOLVE)):
        if not found and problem.left > 0:
            found = list(further())
    if not found and problem.left <= 0:
        return None
    found.sort(key=lambda one: bool(one.candidate.branch))
    return [replace(solution, determined=determined) for solution in found]


def _explicit_first(one: OdeCandidate) -> tuple[object, ...]:
    """In this order candidates are asked: relations only where no function takes the values."""
    return one.kind is not Kind.GENERAL, one.implicit, one.order()


class _Problem:
    def __init__(self, question: Question, seconds: float) -> None:
        self.equation: Equation = equation_of(question)
        self.place, *self.values = (to_symengine(tree) for tree in question.statement[1:])
        self._solve = _SOLVE
        self._start = time.monotonic()
        self._end = self._start + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    @property
    def x(self) -> se.Symbol:
        return self.equation.x

    def is_case(self, candidate: OdeCandidate) -> bool:
        """Whether it holds for some values of parameters alone, so that others may belong to the rest."""
        return any(self.x not in to_symengine(u).free_symbols for u in candidate.branch)

    def of_all(self, known: Sequence[OdeCandidate], seconds: float) -> list[InitialValueSolution]:
        """What candidates have, each function once; one general solution that has an answer is enough.

        seconds: for SymPy to solve for constants, where nothing simpler does.
        """
        found: list[InitialValueSolution] = []
        functions: list[se.Expr] = []
        self._solve = seconds
        for candidate in sorted(known, key=_explicit_first):
            if self.left <= 0:
                break
            if candidate.kind is Kind.FIRST_INTEGRAL:
                continue
            if found and candidate.kind is Kind.GENERAL and not (found[-1].candidate.branch and candidate.branch):
                continue
            for y, solution in self.solutions(candidate):
                if not any(vanishes(y - other) for other in functions):
                    functions.append(y)
                    found.append(solution)
        return found

    def constant(self) -> Iterator[tuple[se.Expr, InitialValueSolution]]:
        """y = y₀, where the other values are 0."""
        if all(value == 0 for value in self.values[1:]):
            yield from self._accepted(self.values[0], (), "structural", "constant")

    def by_first_order(self) -> Iterator[InitialValueSolution]:
        """Of order two without x or without y, by the equation of first order that the solution with these values has:
        its constant may be one at which the general solution degenerates.
        """
        if self.equation.order != 2 or self.left <= 0:
            return
        Y, Y1, Y2 = UNKNOWNS[:3]
        left, x, (start, rate) = self.equation.left, self.x, self.values
        try:
            integrals = OwnIntegrals(time.thread_time() + self.left / 2)
            energetic = first_order_problem(self.equation, self.values, integrals)
            if energetic is not None:
                for y in self._first_order(Y1 - energetic, self.place, start):
                    yield from (one for _, one in self._accepted(y, (), "structural", "energy"))
            elif x not in left.free_symbols and not vanishes(rate):
                for p in self._first_order(left.xreplace({Y2: Y * Y1, Y1: Y, Y: x}), start, rate):
                    for y in self._first_order(Y1 - p.xreplace({x: Y}), self.place, start):
                        yield from (one for _, one in self._accepted(y, (), "structural", "without x"))
            elif Y not in left.free_symbols:
                for p in self._first_order(left.xreplace({Y2: Y1, Y1: Y}), self.place, rate):
                    F = integrals.of(p, x)
                    if F is not None:
                        y = at_place(F - F.subs({x: self.place}) + start, x, self.place)
                        yield from (one for _, one in self._accepted(y, (), "structural", "without y"))
        except ALGEBRA_FAILURES:
            return

    def _first_order(self, left: se.Expr, place: se.Expr, value: se.Expr) -> Iterator[se.Expr]:
        """Functions y(x) with this value that satisfy an equation of first order."""
        from ansatz.solve.ode.stages import own_candidates

        question = Question("ode", tuple(map(from_symengine, (left, place, value))))
        found = own_candidates(question, 0, Lineup(network=False, fit=False, structural=True), None, self.left / 3)
        known = [one for one in found if isinstance(one, OdeCandidate) and one.holds]
        for solution in initial_value_solutions(question, known, self.left / 2) or ():
            if not solution.candidate.implicit:
                yield to_symengine(solution.candidate.tree)

    def solutions(self, candidate: OdeCandidate) -> Iterator[tuple[se.Expr, InitialValueSolution]]:
        """Those that a candidate has."""
        try:
            solution = to_symengine(candidate.tree)
            branch = tuple(map(to_symengine, candidate.branch))
            if candidate.along is not None:  # which point of the curve has this x is another question
                return
            if candidate.implicit:
                yield from self._of_relation(solution, candidate)
                return
            solution = on_side_of(for_constants(solution), self.x, self.place)
            for constants in islice(self._constants(solution), _MOST):
                y = at_place(solution.subs(constants), self.x, self.place)
                where = tuple(u.subs(constants) for u in branch)
                yield from self._accepted(y, where, candidate.method, candidate.detail)
        except ALGEBRA_FAILURES:
            return

    def _constants(self, y: se.Expr) -> Iterator[dict[se.Expr, se.Expr]]:
        """Values of the constants in y(x, c1, …)."""
        rates = principal_derivatives(y, self.x, len(self.values) - 1)
        conditions = [rate.subs({self.x: self.place}) - v for rate, v in zip(rates, self.values, strict=True)]
        yield from solve([e for e in conditions if not has_no_value(e)], min(self._solve, self.left))

    def _of_relation(self, G: se.Expr, candidate: OdeCandidate) -> Iterator[tuple[se.Expr, InitialValueSolution]]:
        """From H(x, Y, …) = g(constant), the values of x and Y put in; solved for Y where that can be done."""
        integral = first_integral(G)
        if integral is None:
            return
        start: dict[se.Expr, se.Expr] = {self.x: self.place, UNKNOWNS[0]: self.values[0]}
        for others in self._others(integral, start):
            H = integral.H.subs(others)
            level, slope = H.subs(start), integral.slope.subs(others).subs(start)
            if has_no_value(level) or has_no_value(slope) or not _certainly_nonzero(slope):
                continue
            if not _is_real_at(H, start):
                continue
            relation = expanded(H - level)
            explicit = False
            for y in islice(self._solved(relation), _MOST):
                for found in self._accepted(y, (), candidate.method, f"{candidate.detail}, solved for the function"):
                    explicit = True
                    yield found
            if not explicit and candidate.verdict is Verdict.PROVED and not has_imaginary(relation):
                yield relation, InitialValueSolution(self._stated(relation, candidate), None)

    def _verified(self, y: se.Expr, branch: tuple[se.Expr, ...]) -> tuple[Verification, tuple[se.Expr, ...]]:
        """The verdict on y; where that fails somewhere, on the part where y' or y has its sign at the place."""
        signs = [] if branch else [principal_derivative(y, self.x), y]
        verification = self._verdict(y, branch)
        for rate in signs:
            if verification.verdict is not Verdict.REFUTED:
                break
            there = rate.subs({self.x: self.place})
            sign = 1 if is_positive(there) else -1 if is_positive(-there) else 0
            if sign and self.x in rate.free_symbols:
                branch = (sign * rate,)
                verification = self._verdict(y, branch)
        return verification, branch

    def _verdict(self, y: se.Expr, branch: tuple[se.Expr, ...]) -> Verification:
        verifier = OdeVerifier(self.equation.left, self.x, order=self.equation.order, branch=branch, general=False)
        return verifier.verify(y)

    def _others(self, integral: FirstIntegral, start: dict[se.Expr, se.Expr]) -> Iterator[dict[se.Expr, se.Expr]]:
        """Values of the constant that y' at the place asks for, where there is one."""
        others = [c for c in CONSTANTS if c in integral.H.free_symbols]
        if not others:
            yield {}
            return
        rate = -principal_derivative(integral.H, self.x) / integral.slope
        yield from solve([rate.subs(start) - self.values[1]], min(self._solve, self.left))

    def _solved(self, relation: se.Expr) -> Iterator[se.Expr]:
        for values in solve([relation], min(self._solve, _SOLVE_RELATION, self.left), unknowns=(UNKNOWNS[0],)):
            yield values[UNKNOWNS[0]]

    def _stated(self, relation: se.Expr, candidate: OdeCandidate) -> OdeCandidate:
        seconds = time.monotonic() - self._start
        tree = from_symengine(relation)
        return OdeCandidate(
            tree,
            candidate.method,
            candidate.detail,
            None,
            candidate.verification,
            seconds,
            candidate.conditions,
            Kind.PARTICULAR,
            True,
        )

    def _may_hold(self, u: se.Expr) -> bool:
        """Whether u is positive at the place or right of it, or a condition on parameters, which the answer states."""
        of_parameters = bool(u.free_symbols) and not u.free_symbols & {self.x, *CONSTANTS}
        there, rate = (e.subs({self.x: self.place}) for e in (u, principal_derivative(u, self.x)))
        usual = bool(there.free_symbols) and not there.free_symbols & set(CONSTANTS) and is_negative(-there)
        return of_parameters or usual or is_positive(there) or (vanishes(there) and is_positive(rate))

    def _accepted(
        self, y: se.Expr, branch: tuple[se.Expr, ...], method: str, detail: str
    ) -> Iterator[tuple[se.Expr, InitialValueSolution]]:
        if has_no_value(y) or not all(map(self._may_hold, branch)):
            return
        real = not has_imaginary(self.equation.left)
        forms = list(real_forms(y)) if real and has_imaginary(y) else [y]
        for form in dict.fromkeys(form for given in forms for form in (tidied(given, self.x), given)):
            if not takes(form, self.x, self.place, self.values, self.equation.left):
                continue
            own = any(self.x in u.free_symbols for u in branch)  # which these values may make needless
            verification, where = self._verified(form, () if own else branch)
            if own and (where or verification.verdict is not Verdict.PROVED):
                verification, where = self._verified(form, branch)
            if not verification.holds:
                continue
            seconds = time.monotonic() - self._start
            trees = tuple(map(from_symengine, where))
            tree = from_symengine(form)
            free = any(c in form.free_symbols for c in CONSTANTS)
            kind = Kind.GENERAL if free else Kind.PARTICULAR
            candidate = OdeCandidate(tree, method, detail, None, verification, seconds, (), kind, False, trees)
            if real and not candidate.real:
                continue
            everywhere = verification.verdict is Verdict.PROVED and verification.scope.kind is ScopeKind.SOLUTION
            holds = interval(form, self.equation.left, self.x, self.place) if everywhere and not where else None
            yield form, InitialValueSolution(candidate, holds, free)
            return


def _is_real_at(H: se.Expr, start: Mapping[se.Expr, se.Expr]) -> bool:
    """Whether all parts of a relation are real at a point; parameters are of the scope's concern."""
    if any(e.free_symbols for e in start.values()) or not H.free_symbols <= start.keys():
        return True
    program = Program()
    program.add(H)
    point = {symbol(str(name)): evaluate(e, {}, 256) for name, e in start.items()}
    return program.kernels_are_real(program.run(point, 256))


def _certainly_nonzero(e: se.Expr) -> bool:
    if e.free_symbols:
        return not vanishes(e)
    ball = evaluate(e, {}, 256)
    return ball.is_finite() and not ball.contains(0)


__all__ = ["InitialValueSolution", "initial_value_solutions"]
