"""Our own methods, cheapest first, in one process: constant solutions, methods by type, network, fit.

`own_candidates` is a rival's task (`ansatz.solve.rival`): it yields verified candidates as it finds them and ends
when nothing is left to try. Stages:

    1  constant and singular solutions           y = k, envelopes
    2  methods by type                           `ansatz.solve.ode.methods`, in their order
    3  the network                               where weights exist that have learnt the task
    4  the fit                                   what was proposed, with other coefficients

A proved general solution ends the search when its method has said all that it has to say, singular solutions too. One
that says y only implicitly leaves the other methods a moment for an explicit one.
"""

import time
from collections.abc import Generator, Iterator
from dataclasses import replace

import symengine as se

from ansatz.decoding.runtime import Decoder
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import to_symengine
from ansatz.expr.equations import MAX_ORDER
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.proof.verdict import Verdict
from ansatz.solve.network import decoder_for, hypotheses
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Claim, Equation, Kind, Method
from ansatz.solve.ode.constant_solutions import constant_solutions
from ansatz.solve.ode.containment import contains
from ansatz.solve.ode.fit import fitted, linear_operator
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.lineup import Lineup
from ansatz.solve.ode.methods.discriminant import discriminant, factors_of
from ansatz.solve.ode.methods.first_order import FIRST_ORDER
from ansatz.solve.ode.methods.higher_order import constant_coefficients, euler_cauchy, missing_lowest
from ansatz.solve.ode.methods.in_turn import in_turn
from ansatz.solve.ode.methods.second_order import SECOND_ORDER
from ansatz.solve.ode.mirrors import mirrored
from ansatz.solve.ode.nonlinear_fit import refitted
from ansatz.solve.ode.search import OdeSearch
from ansatz.solve.question import Question
from ansatz.solve.rival import Signal

METHODS: dict[int, tuple[Method, ...]] = {1: FIRST_ORDER, 2: SECOND_ORDER}
for order in range(3, MAX_ORDER + 1):  # what remains without y has a lower order
    METHODS[order] = (constant_coefficients, euler_cauchy, missing_lowest(METHODS))
_TASKS = {1: "<ode1>", 2: "<ode2>"}
_AFTERTHOUGHTS = 0.3  # seconds for a method to add singular solutions to a general one
_FOR_NETWORK = 0.15  # share of the time that methods by type leave to network and fit
_MOST_MIRRORED = 2  # relations
_FOR_LAST_INTEGRAL = 3.0  # seconds for a general solution where half of it is known
_FOR_EXPLICIT = 1.5  # seconds for an explicit solution where an implicit one is proved


def own_candidates(
    question: Question, beam: int, lineup: Lineup, weights: str | None, seconds: float
) -> Iterator[OdeCandidate | Signal | str]:
    """Candidates in the order of discovery; a str is a remark for the reader.

    question: in the model's own symbol names. weights: a runtime folder other than the shipped one.
    """
    yield Signal.READY
    search = OdeSearch(question, seconds, beam)
    if lineup.structural:
        for claim in (*constant_solutions(search.equation), *discriminant(search.equation)):
            yield from search.judge(claim, "structural")
        yield from _by_factors(search)
        split = yield from _by_sign_of_modulus(search)
        if not search.proved and not split:
            yield from _structural(search, search.left * (1 - _FOR_NETWORK * lineup.network))
    learnt = search.order in _TASKS
    if lineup.network and learnt and not search.proved:
        yield from _network(search, weights)
    if lineup.fit and learnt and not search.proved:
        if lineup.network:
            search.hypotheses[:0] = _forms(search, weights)
        if search.hypotheses:
            yield from _fit(search)
    if search.best is not None:
        yield from _other_roots(search, search.best)
        yield search.best.final()


def _other_roots(search: OdeSearch, best: OdeCandidate) -> Iterator[OdeCandidate]:
    """The general solutions of an equation that is not linear that the best one leaves out: its roots' other signs."""
    if best.branch or best.along or linear_operator(search.equation) is not None:
        return
    y = to_symengine(best.tree)
    if best.implicit:
        for form in mirrored(y, UNKNOWNS[0])[:_MOST_MIRRORED]:
            if search.left > 0:
                claim = Claim(form, f"{best.detail}, the other sign", implicit=True)
                yield from search.judge(claim, best.method, beside=True)
        return
    known = [y]
    for form in mirrored(y, search.x):
        if search.left > 0 and not any(contains(one, form, search.x) for one in known):
            yield from search.judge(Claim(form, f"{best.detail}, the other sign"), best.method, beside=True)
            known.append(form)


def _by_factors(search: OdeSearch) -> Iterator[OdeCandidate]:
    """The general solution of each factor of an equation such as (y' - x·y)(y' + x·y) = 0; all of them, or none."""
    found: list[tuple[Claim, OdeCandidate]] = []
    factors = factors_of(search.equation)
    for factor in factors:
        deadline = time.thread_time() + search.left / (2 * len(factors))
        for claim in in_turn(METHODS[1], factor, OwnIntegrals(deadline), deadline):
            if claim.kind is Kind.GENERAL and not claim.implicit and claim.along is None:
                judged = [
                    one for one in search.judge(claim, "structural", beside=True) if one.verdict is Verdict.PROVED
                ]
                if judged:
                    found.append((claim, judged[0]))
                    break
        else:
            return
    yield from (candidate for _, candidate in found[1:])
    if found:
        first = found[0][0]
        yield from search.judge(replace(first, method=f"by factors, {first.method}"), "structural")


def _by_sign_of_modulus(search: OdeSearch) -> Generator[OdeCandidate, None, bool]:
    """Of y' = |u(x, y)| and alike, a general solution where u is positive and one where it is negative; whether both
    were found.
    """
    Y, left = UNKNOWNS[0], search.equation.left
    moduli = [e for e in left.atoms(se.Abs) if Y in e.free_symbols]
    if search.order != 1 or len(moduli) != 1:
        return False
    found: list[Claim] = []
    for u in (moduli[0].args[0], -moduli[0].args[0]):
        deadline = time.thread_time() + search.left / 4
        side = Equation(left.xreplace({moduli[0]: u}), search.x, 1)
        for claim in in_turn(METHODS[1], side, OwnIntegrals(deadline), deadline):
            if claim.kind is Kind.GENERAL and not claim.implicit and claim.along is None:
                on_side = replace(claim, branch=(*claim.branch, u.subs({Y: claim.solution})))
                judged = list(search.judge(on_side, "structural", claim.method, beside=bool(found)))
                yield from judged
                if any(one.verdict is Verdict.PROVED for one in judged):
                    found.append(claim)
                    break
    return len(found) == 2


def _structural(search: OdeSearch, seconds: float) -> Iterator[OdeCandidate]:
    integrals = OwnIntegrals(time.thread_time() + seconds)
    end = time.monotonic() + seconds

    def leave(seconds: float) -> float:
        """No more time than that, for integrals neither."""
        integrals.deadline = min(integrals.deadline, time.thread_time() + seconds)
        return min(end, time.monotonic() + seconds)

    for method in METHODS[search.order]:
        try:
            for claim in method(search.equation, integrals):
                proved, best = search.proved, search.best
                yield from search.judge(claim, "structural")
                if search.proved and not proved:
                    end = leave(_AFTERTHOUGHTS)
                elif (
                    search.best is not best and search.best is not None and (search.best.implicit or search.best.along)
                ):
                    end = leave(_FOR_EXPLICIT)
                elif search.best is not best and search.best is not None and search.best.branch:
                    end = leave(_FOR_EXPLICIT / 3)
                elif claim.kind is Kind.FIRST_INTEGRAL:
                    end = leave(_FOR_LAST_INTEGRAL)
                if time.monotonic() > end:
                    return
        except ALGEBRA_FAILURES:  # an equation beyond this method is none beyond the others
            continue
        if search.proved or time.monotonic() > end:
            return


def _network(search: OdeSearch, weights: str | None) -> Iterator[OdeCandidate | str]:
    """The network's hypotheses, where it has learnt the task; the shipped one may not have, which needs no remark."""
    task = _TASKS[search.order]
    decoder = decoder_for(task, weights)
    if not isinstance(decoder, str):
        yield from _beam(search, decoder, task)
    elif decoder:
        yield decoder


def _fit(search: OdeSearch) -> Iterator[OdeCandidate]:
    """The terms of hypotheses with other coefficients; where the equation is not linear, their numbers."""
    if linear_operator(search.equation) is None:
        for claim in refitted(search.equation, search.hypotheses):
            yield from search.judge(claim, "fit")
            if search.proved or search.left <= 0:
                return
    elif (fit := fitted(search.equation, search.hypotheses)) is not None:
        yield from search.judge(fit, "fit")


def _forms(search: OdeSearch, weights: str | None) -> list[se.Expr]:
    """What a network that has learnt forms names as terms of a linear equation's answer, likeliest first."""
    task = _TASKS[search.order]
    decoder = decoder_for(task, weights, form=True)
    if isinstance(decoder, str) or search.left <= 0:
        return []
    return [y for _, y in _proposed(search, decoder, task, form=True)]


def _beam(search: OdeSearch, decoder: Decoder, task: str) -> Iterator[OdeCandidate]:
    for score, y in _proposed(search, decoder, task):
        search.hypotheses.append(y)
        yield from search.judge(Claim(y, "network"), "network", "as given", score)


def _proposed(search: OdeSearch, decoder: Decoder, task: str, form: bool = False) -> Iterator[tuple[float, se.Expr]]:
    """(score, answer or form) of the beam, until the time is over."""
    for score, _, tree in hypotheses(decoder, task, [[search.equation.left]], search.beam, form):
        if search.left <= 0:
            return
        try:
            y = to_symengine(tree)
        except ALGEBRA_FAILURES:
            continue
        yield score, y


__all__ = ["own_candidates"]
