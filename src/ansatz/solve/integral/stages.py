"""Our own methods, cheapest first, in one process: network, structural terms, fit.

`own_candidates` is a rival's task (`ansatz.solve.rival`): it yields verified `Candidate`s as it finds them and ends
when nothing is left to try. Stages:

    1  the network on the canonical view         every hypothesis is verified
    2  structural terms                          from the integrand's own kernels; partial fractions over Q(i)
    3  the other shipped networks, then the first one on the other views
    4  the fit                                   terms of the forms that a network names, then of all hypotheses, then
                                                 with structural terms too

A network that has not learnt the complex task, and structural methods too, see i as a parameter.
It stops early once an answer is proved: later stages could only be slower.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

import symengine as se

from ansatz.decoding.runtime import Decoder
from ansatz.errors import ALGEBRA_FAILURES, CheckpointError
from ansatz.expr.canonical import to_symengine
from ansatz.fit.linear.basis import terms_of
from ansatz.fit.linear.undetermined_coefficients import FitProblem
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.forms.rewrite import compose
from ansatz.fit.structural.methods.ansatz_terms import terms as structural_terms
from ansatz.fit.structural.methods.complex_partial_fractions import complex_terms, is_rational
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.search import IntegralSearch
from ansatz.solve.integral.views import Restore, View, imaginary_as_parameter, views
from ansatz.solve.network import decoder_for, decoders_for, hypotheses, load_decoder
from ansatz.solve.question import Question
from ansatz.solve.rival import Signal

_COMPLEX = "<integrate_complex>"
_BRIEF = 0.3  # seconds for a shorter answer


def own_candidates(
    question: Question, beam: int, lineup: Lineup, weights: str | None, seconds: float
) -> Iterator[Candidate | Signal | str]:
    """Candidates for ∫ f dx in the order of discovery; a str is a remark for the reader.

    question: in the model's own symbol names. weights: a runtime folder other than the shipped one.
    """
    yield Signal.READY
    search = IntegralSearch(question, seconds, beam)
    if search.f == 0:
        yield from search.judge(search.f, "structural", "the integrand is zero")
        return
    decoder = None
    if lineup.network:
        try:
            decoder = load_decoder(weights)
        except CheckpointError as error:
            yield str(error)
    first_view: list[View] = []
    other_views: list[View] = []
    if decoder is not None:
        all_views = _views(search, decoder)
        first_view = list(islice(all_views, 1))
        yield from _network(search, decoder, first_view)
        if lineup.views:
            other_views = list(all_views)
    if lineup.structural and not search.proved:
        yield from _structural(search)
    if decoder is not None and not search.proved:
        yield from _other_networks(search, first_view, weights)
        if other_views and not search.proved:
            yield from _network(search, decoder, other_views)
    if lineup.fit and not search.proved:
        forms = _forms(search, weights, [*first_view, *other_views])
        if forms or search.hypotheses:
            yield from _fit(search, forms, lineup.structural)


def _task(search: IntegralSearch, decoder: Decoder) -> str:
    """The complex task where it is asked for and the model's card says that it was learnt."""
    is_complex = search.domain == "complex" or search.has_imaginary
    return _COMPLEX if is_complex and _COMPLEX in decoder.card.get("tasks", ()) else "<integrate>"


def _views(search: IntegralSearch, decoder: Decoder) -> Iterator[View]:
    hidden = None
    if search.has_imaginary and _task(search, decoder) != _COMPLEX:
        hidden = imaginary_as_parameter(search.f)
    if hidden is None:
        yield from views(search.f, search.x)
        return
    for view in views(hidden.integrand, search.x):
        yield View(f"{hidden.name}, {view.name}", view.integrand, _composed(hidden.restore, view.restore))


def _composed(outer: Restore, inner: Restore) -> Restore:
    return lambda answer: outer(inner(answer))


def _proposed(
    search: IntegralSearch, decoder: Decoder, inputs: Sequence[View], task: str, form: bool = False
) -> Iterator[tuple[float, str, se.Expr]]:
    """(score, view, answer or form) of the beams on these views, mapped back, until the time is over."""
    statements = [[view.integrand] for view in inputs]
    for score, index, tree in hypotheses(decoder, task, statements, search.beam, form):
        if search.left <= 0:
            return
        try:
            F = inputs[index].restore(to_symengine(tree))
        except ALGEBRA_FAILURES:
            continue
        yield score, inputs[index].name, F


def _network(search: IntegralSearch, decoder: Decoder, inputs: Sequence[View]) -> Iterator[Candidate]:
    for score, view, F in _proposed(search, decoder, inputs, _task(search, decoder)):
        search.hypotheses.append(F)
        yield from search.judge(F, "network", view, score)


def _other_networks(search: IntegralSearch, inputs: Sequence[View], weights: str | None) -> Iterator[Candidate]:
    """What shipped models beside the first say: those of another spelling err differently (Kubota et al. 2021)."""
    with suppress(CheckpointError):
        for decoder in islice(decoders_for("<integrate>", weights), 1, None):
            if search.left <= 0 or search.proved:
                return
            yield from _network(search, decoder, inputs)


def _forms(search: IntegralSearch, weights: str | None, inputs: Sequence[View]) -> list[se.Expr]:
    """What a network that has learnt forms names as forms of the answer, likeliest first."""
    if not inputs or search.left <= 0:
        return []
    decoder = decoder_for("<integrate>", weights, form=True)
    if isinstance(decoder, str):
        return []
    return [F for _, _, F in _proposed(search, decoder, inputs, "<integrate>", form=True)]


def _structural(search: IntegralSearch) -> Iterator[Candidate]:
    plain = View("", search.f, lambda F: F)
    if not search.has_imaginary:
        yield from _structural_of(search, plain, 0.6 * search.left)
        if search.domain == "complex" and not search.proved:
            yield from _complex(search)
        return
    found = list(_complex(search))
    if search.proved:
        # sines may be shorter than exponentials; held back, since a proof ends the race
        if not is_rational(search.f, search.x):
            found += islice(_structural_of(search, plain, _BRIEF), 1)
        yield from found
        return
    yield from found
    yield from _structural_of(search, plain, 0.3 * search.left)
    hidden = imaginary_as_parameter(compose(search.f))
    if hidden is not None and not search.proved:
        yield from _structural_of(search, hidden, 0.6 * search.left)


def _structural_of(search: IntegralSearch, view: View, seconds: float) -> Iterator[Candidate]:
    proved = search.proved
    for found in structural_candidates(view.integrand, search.x, deadline_seconds=seconds):
        try:
            F = view.restore(found.antiderivative)
        except ALGEBRA_FAILURES:
            continue
        yield from search.judge(F, "structural", f"{found.method}, {view.name}" if view.name else found.method)
        if (search.proved and not proved) or search.left <= 0:
            return


def _complex(search: IntegralSearch) -> Iterator[Candidate]:
    """Partial fractions over Q(i), in x or in an exponential."""
    problem = FitProblem(search.f, search.x, domain="complex")
    for terms in complex_terms(search.f, search.x):
        F = problem.solve(terms, deadline=time.thread_time() + search.left)
        if F is not None:
            yield from search.judge(F, "structural", "partial fractions over Q(i)")


def _fit(search: IntegralSearch, forms: Sequence[se.Expr], structural: bool) -> Iterator[Candidate]:
    """Exact linear fit of ∑ c·T' = f: terms of forms, of all hypotheses, more of them, then the integrand's own too."""
    problem = FitProblem(search.f, search.x, domain=search.domain)
    everything = [*forms, *search.hypotheses]
    for sources, limit, own in ((forms, 60, 0), (everything, 60, 0), (everything, 200, 0), (everything, 150, 150)):
        if search.left <= 0 or search.proved or (own and not structural):
            return
        terms = terms_of(sources, search.x, limit)
        if own:
            terms += [term for term in _structural_terms(search, own) if term not in terms]
        deadline = time.thread_time() + search.left
        F = problem.solve(terms, max_terms=limit + own, deadline=deadline) if terms else None
        if F is not None:
            yield from search.judge(F, "fit", f"{len(terms)} terms")


def _structural_terms(search: IntegralSearch, limit: int) -> list[se.Expr]:
    try:
        return list(islice(structural_terms(search.f, search.x, limit), limit))
    except ALGEBRA_FAILURES:  # too many kernels for an ansatz
        return []
