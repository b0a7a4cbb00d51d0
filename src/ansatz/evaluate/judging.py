"""What an answer is worth: our verifier and the second opinion look at it, whoever gave it; `judged` runs in a worker.

solved        both say that it is right, or the verifier does and the second opinion cannot tell
settled       proved that there is no answer: no Lyapunov function exists
wrong         an answer without a warning that is none: refuted, or refuted by numbers where the verifier cannot decide
disputed      the two contradict each other: every one of these needs a look
unverified    neither could tell
warned        wrong, but the system said itself what may be wrong with it
partial       solutions of an equation, but not all of them
silent        it said that it has no answer, or gave back the question; so do those that were ended
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import mpmath

from ansatz.errors import ALGEBRA_FAILURES, NoValueError
from ansatz.evaluate.own import Said
from ansatz.evaluate.problem import Problem, Truth
from ansatz.evaluate.second_opinion import integral, lyapunov, ode
from ansatz.evaluate.second_opinion.formulas import Formulas, Number
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.expr.canonical import canonical, to_symengine
from ansatz.expr.printing import to_text
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, size, substitute, symbols
from ansatz.expr.vocabulary import INTEGRATION_CONSTANTS
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.search import IntegralSearch
from ansatz.solve.naming import rename
from ansatz.solve.ode.claim import Claim as OdeClaim
from ansatz.solve.ode.claim import Kind
from ansatz.solve.ode.search import OdeSearch
from ansatz.solve.question import Question
from ansatz.solve.systems.claim import Claim

DIGITS = 40
SAME = mpmath.mpf("1e-18")


class Outcome(StrEnum):
    """See above; the last ones say how a run ended that gave no answer."""

    SOLVED = "solved"
    SETTLED = "settled"
    WRONG = "wrong"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"
    WARNED = "warned"
    PARTIAL = "partial"
    SILENT = "silent"
    DEADLINE = "deadline"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"

    @property
    def good(self) -> bool:
        """Whether the problem counts as done."""
        return self in (Outcome.SOLVED, Outcome.SETTLED)

    @property
    def answered(self) -> bool:
        """Whether there was an answer to judge."""
        return self in _ANSWERED


_ANSWERED = (Outcome.SOLVED, Outcome.WRONG, Outcome.WARNED, Outcome.DISPUTED, Outcome.UNVERIFIED, Outcome.PARTIAL)
_BEST_FIRST = (Outcome.SOLVED, Outcome.DISPUTED, Outcome.PARTIAL, Outcome.UNVERIFIED, Outcome.WRONG)


@dataclass(frozen=True, slots=True)
class Judgement:
    """outcome: see above. verdict, second: of our verifier and of the second opinion, "" where none was asked for.
    answer: as text. size: its nodes. reason: in words."""

    outcome: Outcome
    verdict: str = ""
    second: str = ""
    answer: str = ""
    size: int = 0
    reason: str = ""


def judged(problem: Problem, said: Said, seconds: float, domain: str = "real") -> Judgement:
    """The judgement on what a system said; the best one where it distinguishes cases."""
    if not said.exists:
        return Judgement(Outcome.SETTLED, str(Verdict.REFUTED), reason=said.detail)
    if problem.task == "definite":
        return _definite(problem, said)
    if not said.claims:
        return Judgement(Outcome.SILENT, reason=said.detail)
    one = {"integral": _integral, "ode": _equation, "lyapunov": _system}[problem.task]
    found = []
    for claim in said.claims:
        try:
            found.append(one(problem, said, claim, seconds / len(said.claims), domain))
        except ALGEBRA_FAILURES as error:
            found.append(_judgement(claim.tree, Verdict.UNKNOWN, Stance.CANNOT_SAY, str(error)))
    return min(found, key=lambda judgement: _BEST_FIRST.index(judgement.outcome))


def _judgement(tree: Tree, verdict: Verdict, stance: Stance, reason: str = "", *, partial: bool = False) -> Judgement:
    if verdict.holds:
        outcome = Outcome.DISPUTED if stance is Stance.DISAGREES else Outcome.SOLVED
    elif verdict is Verdict.REFUTED:
        outcome = Outcome.DISPUTED if stance is Stance.AGREES else Outcome.WRONG
    else:
        outcome = Outcome.WRONG if stance is Stance.DISAGREES else Outcome.UNVERIFIED
    if partial and outcome is Outcome.SOLVED:
        outcome = Outcome.PARTIAL
    return Judgement(outcome, str(verdict), str(stance), to_text(tree), size(tree), reason)


# ---------------------------------------------------------------------------------------- antiderivatives


def _integral(problem: Problem, said: Said, claim: Claim, seconds: float, domain: str) -> Judgement:
    stated = {c.tree for c in claim.conditions if c.relation is Relation.POSITIVE and isinstance(c.tree, str)}
    second = integral.opinion(
        claim.tree, problem.integrand, problem.variable, "complex" if domain == "complex" else "real", stated
    )
    if said.verdict is not None:
        return _judgement(claim.tree, said.verdict, second.stance, said.detail)
    verdict, reason = verified(problem, claim, seconds, domain)
    if verdict is Verdict.REFUTED and second.agrees:
        reason = f"verifier: {reason}; second opinion: {second}"
    return _judgement(claim.tree, verdict, second.stance, reason if not second.disagrees else str(second))


def verified(problem: Problem, claim: Claim, seconds: float, domain: str = "real") -> tuple[Verdict, str]:
    """Our verifier on a claimed antiderivative, in the forms in which our own answers would be shown."""
    tree, back = rename(canonical(problem.integrand), problem.variable)
    forth: dict[str, Tree] = {theirs: own for own, theirs in back.items()}
    search = IntegralSearch(Question("integral", (tree,), domain=domain), seconds)
    for candidate in search.judge(to_symengine(substitute(claim.tree, forth)), "system", claim.method):
        return candidate.verdict, candidate.verification.reason
    return Verdict.UNKNOWN, "it could not be examined"


# ---------------------------------------------------------------------------------------- definite integrals


def _definite(problem: Problem, said: Said) -> Judgement:
    """Against what is known to be true, else against quadrature by mpmath."""
    truths = problem.truths or _by_quadrature(problem)
    shown = "diverges" if any(claim.tree == INFINITY for claim in said.claims) else ""
    trees = [claim.tree for claim in said.claims if claim.tree != INFINITY]
    answer, length = (to_text(trees[0]), size(trees[0])) if trees else (shown, 1)
    if not said.claims:
        wrong = bool(said.enclosure) and any(_outside(said.enclosure, truth) for truth in truths)
        outcome = Outcome.WRONG if wrong else Outcome.SILENT
        return Judgement(outcome, str(said.verdict or ""), answer=said.enclosure, reason=said.detail)
    found = [fate for truth in truths if (fate := _fate(said.claims, truth)) is not None]
    if not found:
        return Judgement(Outcome.UNVERIFIED, str(said.verdict or ""), str(Stance.CANNOT_SAY), answer, length)
    wrong_at = [reason for right, reason in found if not right]
    stance = Stance.DISAGREES if wrong_at else Stance.AGREES
    verdict = said.verdict or (Verdict.REFUTED if wrong_at else Verdict.CHECKED)
    outcome = Outcome.SOLVED if not wrong_at else Outcome.WRONG
    warnings = [claim.warning for claim in said.claims if claim.warning]
    if warnings and outcome is Outcome.WRONG:
        return Judgement(Outcome.WARNED, str(verdict), str(stance), answer, length, f"it warned: {warnings[0]}")
    return Judgement(outcome, str(verdict), str(stance), answer, length, "; ".join(wrong_at) or said.detail)


def _fate(claims: Sequence[Claim], truth: Truth) -> tuple[bool, str] | None:
    """Whether some claim says the truth at its parameters, and what is said instead; None where none says anything."""
    point = {name: _number(tree) for name, tree in truth.at}
    place = ", ".join(f"{name} = {to_text(tree)}" for name, tree in truth.at)
    said = []
    with mpmath.workdps(DIGITS):
        for claim in claims:
            if not all(_holds(condition, point) for condition in claim.conditions):
                continue
            if claim.tree == INFINITY:
                value: Number | None = None
            else:
                try:
                    value = Formulas(claim.tree).value(point)
                except NoValueError:  # 0/0 or ln 0: nobody will take that for an answer
                    continue
                if point and abs(mpmath.im(value)) > SAME * (1 + abs(value)):  # nor that, of a formula for others
                    continue
            if _equal(value, truth):
                return True, ""
            said.append("diverges" if value is None else mpmath.nstr(value, 10))
    if not said:
        return None
    wanted = "diverges" if truth.value is None else mpmath.nstr(_number(truth.value, point), 10)
    return False, f"{said[0]} instead of {wanted}{' at ' if place else ''}{place}"


def _equal(value: Number | None, truth: Truth) -> bool:
    if value is None or truth.value is None:
        return value is None and truth.value is None
    wanted = _number(truth.value, {name: _number(tree) for name, tree in truth.at})
    return bool(abs(value - wanted) <= SAME * (1 + abs(wanted)))


def _number(tree: Tree, point: dict[str, Number] | None = None) -> Number:
    with mpmath.workdps(DIGITS):
        return Formulas(tree).value(point or {})


def _holds(condition: Condition, point: dict[str, Number]) -> bool:
    """At these parameters; a condition without a value there holds nowhere near."""
    try:
        value = Formulas(condition.tree).value(point)
    except NoValueError:
        return False
    if condition.relation is Relation.NONZERO:
        return bool(abs(value) > SAME)
    real = mpmath.re(value)
    return bool(real > SAME if condition.relation is Relation.POSITIVE else real > -SAME)


def _outside(enclosure: str, truth: Truth) -> bool:
    """Whether a ball "[0.785 +/- 3e-16]" misses the truth."""
    middle, _, radius = enclosure.strip("[]").partition("+/-")
    if truth.at:
        return False
    if truth.value is None:
        return True
    with mpmath.workdps(DIGITS):
        return bool(
            abs(mpmath.mpf(middle.strip() or 0) - _number(truth.value)) > 2 * mpmath.mpf(radius.strip() or 0) + SAME
        )


def _by_quadrature(problem: Problem) -> tuple[Truth, ...]:
    """The value by mpmath, where two precisions agree; nothing for integrals with parameters."""
    assert problem.bounds is not None
    finite = [bound for bound in problem.bounds if bound not in (INFINITY, MINUS_INFINITY)]
    if symbols(problem.integrand) - {problem.variable} or any(map(symbols, finite)):
        return ()
    f = Formulas(problem.integrand)
    values = []
    for digits in (20, 30):
        with mpmath.workdps(digits):
            ends = [{INFINITY: mpmath.inf, MINUS_INFINITY: -mpmath.inf}.get(b) or _number(b) for b in problem.bounds]
            try:
                value, error = mpmath.quad(lambda u: f.value({problem.variable: u}), ends, error=True)
            except (NoValueError, ArithmeticError, ValueError):
                return ()
            if not mpmath.isfinite(value) or error > SAME:
                return ()
            values.append(value)
    with mpmath.workdps(DIGITS):
        if abs(values[0] - values[1]) > SAME * (1 + abs(values[1])):
            return ()
        return (Truth(("/", int(mpmath.nint(values[1] * 10**25)), 10**25)),)


# ---------------------------------------------------------------------------------------- equations and systems


def _equation(problem: Problem, said: Said, claim: Claim, seconds: float, domain: str) -> Judgement:
    equation = problem.statement[0]
    answer, left = canonical(claim.tree), canonical(equation)
    stance = ode.opinion(answer, left, problem.order, said.branch, implicit=claim.implicit).stance
    if said.verdict is not None:
        return _judgement(claim.tree, said.verdict, stance, said.detail)
    search = OdeSearch(Question("ode", (left,)), seconds)
    constants = sum(name in symbols(claim.tree) for name in INTEGRATION_CONSTANTS)
    kind = Kind.GENERAL if constants == problem.order else Kind.PARTICULAR
    stated = OdeClaim(to_symengine(claim.tree), claim.method, kind, claim.implicit)
    for candidate in search.judge(stated, "system", claim.method, conditions=claim.conditions):
        reason, partial = candidate.verification.reason, kind is not Kind.GENERAL
        return _judgement(claim.tree, candidate.verdict, stance, reason, partial=partial)
    return _judgement(claim.tree, Verdict.UNKNOWN, stance, "it could not be examined")


def _system(problem: Problem, said: Said, claim: Claim, seconds: float, domain: str) -> Judgement:
    stance = Stance.CANNOT_SAY
    if problem.at is None:
        stance = lyapunov.opinion(claim.tree, problem.statement, problem.variables).stance
    return _judgement(claim.tree, said.verdict or Verdict.UNKNOWN, stance, said.detail)
