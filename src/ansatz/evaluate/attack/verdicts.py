"""From a case to verdicts and their judgement, one function a task.

on_antiderivatives(make, …), on_definite, on_parametric, on_equations, on_lyapunov    each yields (verdict, violations)
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se
from flint import arb

from ansatz.errors import ALGEBRA_FAILURES, NoValueError
from ansatz.evaluate.attack.adversaries.case import Case, X
from ansatz.evaluate.attack.adversaries.closed_values import closed
from ansatz.evaluate.attack.adversaries.definite_integrals import (
    DIVERGES,
    Integral,
    Truth,
    integral,
    parametric,
)
from ansatz.evaluate.attack.adversaries.equations import C1, C2, equation
from ansatz.evaluate.attack.adversaries.lyapunov_pairs import system
from ansatz.evaluate.attack.balls import constant
from ansatz.evaluate.attack.claims import Relation
from ansatz.evaluate.attack.judge import Judge, parameter_value
from ansatz.evaluate.attack.reading import relations
from ansatz.evaluate.attack.violation import Violation, at, text
from ansatz.evaluate.second_opinion.lyapunov import opinion as lyapunov_opinion
from ansatz.evaluate.second_opinion.ode import opinion as ode_opinion
from ansatz.expr.canonical import from_symengine
from ansatz.proof.condition import Condition
from ansatz.proof.integral.definite import DefiniteResult, definite
from ansatz.proof.integral.definite_parametric import definite_with_parameters
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.integral.theorems import Definite, closed_value

Judged: TypeAlias = tuple[str, list[Violation]]

_BITS = 1_000  # of constants that are compared
_SAMPLES, _FRUITLESS = 12, 400  # choices of parameters that are looked at, and drawn for one


@dataclass(frozen=True, slots=True)
class Draw:
    """One case to be made and judged. kind: of adversary. number: of the case. seconds: allowed to one verdict."""

    kind: str
    number: int
    seconds: float
    rng: random.Random

    def violation(self, cause: str, question: str, answer: str, said: str, detail: str) -> Violation:
        """One that this draw has found."""
        return Violation(self.kind, cause, question, answer, said, detail, self.number)


def on_antiderivatives(make: Callable[[random.Random], Case], draw: Draw) -> Iterator[Judged]:
    """All candidates of one integrand, by one prepared verifier."""
    try:
        case = make(draw.rng)
        verifier = AntiderivativeVerifier(case.f, X, seconds=draw.seconds)
    except ALGEBRA_FAILURES:
        return
    judge = Judge(case, draw.kind, draw.number, draw.rng)
    for candidate in case.candidates:
        found = verifier.verify(candidate.F)
        kind = f", {found.scope.kind.name.lower()}" if found.holds else ""
        yield f"{found.verdict}{kind}", list(judge.violations(candidate, found))


# ------------------------------------------------------------------------------------- definite integrals


def on_definite(draw: Draw) -> Iterator[Judged]:
    """One definite integral."""
    try:
        case = integral(draw.rng)
        truth = case.truth({})
    except ALGEBRA_FAILURES:
        return
    found = definite(case.F, case.f, X, case.low, case.high, seconds=8 * draw.seconds)
    wrong = _wrong_value(found, {}, truth)
    yield _named(found), [_of_integral(draw, case, found, (), wrong)] if wrong else []


def on_parametric(draw: Draw) -> Iterator[Judged]:
    """One definite integral with parameters."""
    try:
        case = parametric(draw.rng)
    except ALGEBRA_FAILURES:
        return
    found = definite_with_parameters(case.F, case.f, X, case.low, case.high, seconds=12 * draw.seconds)
    yield _named(found.result), _at_parameters(draw, case, found.result, found.conditions)


def on_theorems(draw: Draw) -> Iterator[Judged]:
    """One integral with parameters whose value needs no antiderivative."""
    try:
        case = closed(draw.rng)
        found = closed_value(Definite(case.f, X, case.low, case.high), 4 * draw.seconds)
    except ALGEBRA_FAILURES:
        return
    if found is None:
        yield "no theorem", []
    else:
        result = DefiniteResult(found.value, None, found.verdict)
        yield f"{found.verdict}", _at_parameters(draw, case, result, found.conditions)


def _at_parameters(
    draw: Draw, case: Integral, found: DefiniteResult, conditions: Sequence[Condition]
) -> list[Violation]:
    """What is wrong with a result for parameters that meet its conditions, each cause once."""
    if not found.verdict.holds:
        return []
    violations: dict[str, Violation] = {}
    stated, relating = tuple(map(str, conditions)), relations(conditions, X)
    parts = (case.f, case.F, case.low, case.high)
    symbols = sorted(set().union(*(part.free_symbols for part in parts)) - {X}, key=str)
    meeting = tried = 0
    while meeting < _SAMPLES and tried < _FRUITLESS:
        tried += 1
        values = {s: parameter_value(draw.rng) for s in symbols}
        try:
            if not _hold(relating, values):
                continue
            meeting += 1
            wrong = _wrong_value(found, values, case.truth(values))
        except (*ALGEBRA_FAILURES, NoValueError):
            continue
        if wrong:
            violation = _of_integral(draw, case, found, stated, f"{wrong} at {at(values)}")
            violations.setdefault(violation.cause, violation)
    if not meeting:
        wrong = f"conditions that no parameters meet: none of {tried} choices does"
        violations[wrong] = _of_integral(draw, case, found, stated, wrong)
    return list(violations.values())


def _hold(conditions: Iterable[Relation], values: Mapping[se.Symbol, se.Expr]) -> bool:
    balls = {s: constant(v, _BITS) for s, v in values.items()}
    return all(condition.holds(balls, _BITS) for condition in conditions)


def _named(found: DefiniteResult) -> str:
    return f"{found.verdict}{', diverges' if found.diverges else ''}"


def _wrong_value(found: DefiniteResult, values: Mapping[se.Symbol, se.Expr], truth: Truth) -> str:
    """What is wrong with a result, the cause before a colon; "" where nothing is."""
    truly = None if isinstance(truth, str) else _real(truth)
    if found.verdict.holds and found.diverges:
        return "" if truly is None else f"a value is called divergent: it is {_digits(truly)}"
    if found.verdict.holds and found.value is not None:
        if isinstance(truth, str):
            state = "diverges" if truth == DIVERGES else "is not real"
            return f"a value where the integral {state}: {text(found.value)}"
        said = _real(found.value.subs(dict(values)))
        if said is None:
            return f"a value that is no real number: {text(found.value)}"
        if truly is not None and not said.overlaps(truly):
            return f"a wrong value: {_digits(said)} instead of {_digits(truly)}, {_digits(said - truly, 5)} more"
    if found.enclosure is not None and not values:
        if truth == DIVERGES:
            return f"an enclosure of a divergent integral: {found.enclosure}"
        if truly is not None and not found.enclosure.overlaps(truly):
            return f"an enclosure misses the value: {found.enclosure} instead of {_digits(truly)}"
    return ""


def _digits(value: arb, digits: int = 20) -> str:
    return str(value.str(digits, radius=False))


def _real(e: se.Expr) -> arb | None:
    try:
        value = constant(e, _BITS)
    except NoValueError:
        return None
    if isinstance(value, arb):
        return value
    return value.real if value.imag.contains(0) else None


def _of_integral(draw: Draw, case: Integral, found: DefiniteResult, conditions: Sequence[str], wrong: str) -> Violation:
    cause = f"{wrong.split(':')[0]} [{case.label}]"
    question = f"{text(case.f)} from {_bound(case.low)} to {_bound(case.high)}"
    value = "" if found.value is None else f" {text(found.value)}"
    said = f"{_named(found)}{value}{' if ' if conditions else ''}{', '.join(conditions)}"
    return draw.violation(cause, question, text(case.F), said, wrong)


def _bound(e: se.Expr) -> str:
    return str(e) if e in (se.oo, -se.oo) else text(e)


# ------------------------------------------------------------------------------------- the other tasks


def on_equations(draw: Draw) -> Iterator[Judged]:
    """Claimed solutions of one differential equation, compared with a second opinion by mpmath."""
    try:
        case = equation(draw.rng)
    except ALGEBRA_FAILURES:
        return
    for y, right, label in case.solutions if case else ():
        assert case is not None
        found = verify_ode(y, case.left, X, order=case.order, branch=case.branch, seconds=4 * draw.seconds)
        wrong = ""
        if found.holds:
            wrong = "a wrong solution" if right is False else ""
            missing = {C1, C2} & _constants(case.order) - y.free_symbols
            wrong = "a general solution without all its constants" if missing else wrong
            if not wrong:
                branch = tuple(map(from_symengine, case.branch))
                try:
                    second = ode_opinion(
                        from_symengine(y), from_symengine(case.left), case.order, branch, seed=draw.number
                    )
                except ALGEBRA_FAILURES:
                    second = None
                wrong = f"a wrong solution: {second}" if second and second.disagrees else ""
        elif found.verdict is Verdict.REFUTED:
            wrong = "a right answer is refuted" if right else ""
            # that constants are too few is proved by a determinant, not at a point
            if not found.point and right is None and found.scope.kind is not ScopeKind.PARTICULAR:
                wrong = "refuted without a point"
        yield str(found.verdict), _violations(draw, wrong, label, f"{text(case.left)} = 0", text(y), found)


def _constants(order: int) -> set[se.Symbol]:
    """The constants of integration of a general solution."""
    return {C1} if order == 1 else {C1, C2}


def on_lyapunov(draw: Draw) -> Iterator[Judged]:
    """Claimed Lyapunov functions of one system, compared with a second opinion by mpmath."""
    try:
        case = system(draw.rng)
    except ALGEBRA_FAILURES:
        return
    for V, right, label in case.functions if case else ():
        assert case is not None
        found = verify_lyapunov(V, case.field, case.variables, seconds=8 * draw.seconds)
        wrong = ""
        if found.holds:
            wrong = "a wrong function" if right is False else ""
            if not wrong and right is None:
                try:
                    second = lyapunov_opinion(
                        from_symengine(V), tuple(map(from_symengine, case.field)), seed=draw.number
                    )
                except ALGEBRA_FAILURES:
                    second = None
                wrong = f"a wrong function: {second}" if second and second.disagrees else ""
        elif found.verdict is Verdict.REFUTED:
            wrong = "a right answer is refuted" if right else "" if found.point else "refuted without a point"
        field = ", ".join(map(text, case.field))
        yield str(found.verdict), _violations(draw, wrong, label, f"x' = ({field})", text(V), found)


def _violations(draw: Draw, wrong: str, label: str, question: str, answer: str, found: Verification) -> list[Violation]:
    if not wrong:
        return []
    said = f"{found.verdict}, {found.scope}; {found.reason}"
    return [
        draw.violation(
            f"{wrong.split(':')[0]} [{label}]", question, answer, said, f"{wrong}; the point is {found.point}"
        )
    ]
