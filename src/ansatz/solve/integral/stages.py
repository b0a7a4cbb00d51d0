"""Our own methods, cheapest first, in one process: network, structural terms, fit.

`own_candidates` is a task for `ansatz.limits.Worker`: it yields verified `Candidate`s as it finds them and
ends when nothing is left to try. Stages:

    1  the network on the canonical view         every hypothesis is verified
    2  structural terms                          from the integrand's own kernels; partial fractions over Q(i)
    3  the network on the other views
    4  the fit                                   terms of all hypotheses, then with structural terms too

A network that has not learnt the complex task, and structural methods too, see i as a parameter.
It stops early once an answer is proved: later stages could only be slower.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ansatz.data.encode import statement_tokens
from ansatz.decoding.runtime import Decoder
from ansatz.errors import ALGEBRA_FAILURES, CheckpointError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.tree import Tree
from ansatz.fit.linear.basis import terms_of
from ansatz.fit.linear.undetermined_coefficients import FitProblem
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.methods.ansatz_terms import terms as structural_terms
from ansatz.fit.structural.methods.complex_partial_fractions import complex_terms, is_rational
from ansatz.solve.candidates import READY, Candidate
from ansatz.solve.integral.search import Search
from ansatz.solve.integral.views import View, imaginary_as_parameter, views

_COMPLEX = "<integrate_complex>"
_BRIEF = 0.3  # seconds for a shorter answer


@dataclass(frozen=True, slots=True)
class Lineup:
    """Which of our own methods take part. Evaluations name their line-ups with it."""

    network: bool = True
    views: bool = True
    fit: bool = True
    structural: bool = True

    @classmethod
    def of(cls, methods: Sequence[str]) -> "Lineup":
        """The line-up of public method names: "network" brings its views, "fit" its structural terms."""
        return cls("network" in methods, "network" in methods, "fit" in methods, "fit" in methods)

    @property
    def empty(self) -> bool:
        """True where no method of our own takes part."""
        return not (self.network or self.fit or self.structural)


def own_candidates(
    integrand: Tree, beam: int, lineup: Lineup, seconds: float, domain: str = "real", weights: str | None = None
) -> Iterator[Candidate | str]:
    """Candidates for ∫ integrand dx in the order of discovery; a str is a remark for the reader (READY comes first).

    integrand: in the variable x, with the model's own symbol names. weights: a runtime folder other than
    the shipped one.
    """
    yield READY
    x = symbol("x")
    search = Search(to_symengine(integrand), x, domain, seconds, beam)
    if search.f == 0:
        yield from search.judge(search.f, "structural", "the integrand is zero")
        return
    decoder = None
    if lineup.network:
        try:
            decoder = load_decoder(weights)
        except CheckpointError as error:
            yield str(error)
    other_views: list[View] = []
    if decoder is not None:
        all_views = _views(search, decoder)
        first = next(all_views, None)
        if first is not None:
            yield from _network(search, decoder, [first])
        if lineup.views:
            other_views = list(all_views)
    if lineup.structural and not search.proved:
        yield from _structural(search)
    if decoder is not None and other_views and not search.proved:
        yield from _network(search, decoder, other_views)
    if lineup.fit and search.hypotheses and not search.proved:
        yield from _fit(search, lineup.structural)


def load_decoder(weights: str | None) -> Decoder:
    """The shipped decoder, or the one in another runtime folder."""
    from pathlib import Path

    return Decoder.shipped() if weights is None else _decoder_at(Path(weights))


_decoders: dict[Any, Decoder] = {}


def _decoder_at(folder: Any) -> Decoder:
    if folder not in _decoders:
        _decoders[folder] = Decoder(folder)
    return _decoders[folder]


def _task(search: Search, decoder: Decoder) -> str:
    """The complex task where it is asked for and the model's card says that it was learnt."""
    is_complex = search.domain == "complex" or search.has_imaginary
    return _COMPLEX if is_complex and _COMPLEX in decoder.card.get("tasks", ()) else "<integrate>"


def _views(search: Search, decoder: Decoder) -> Iterator[View]:
    hidden = None
    if search.has_imaginary and _task(search, decoder) != _COMPLEX:
        hidden = imaginary_as_parameter(search.f)
    if hidden is None:
        yield from views(search.f, search.x)
        return
    for view in views(hidden.integrand, search.x):
        yield View(f"{hidden.name}, {view.name}", view.integrand, _composed(hidden.restore, view.restore))


def _composed(outer: Callable[[Any], Any], inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda answer: outer(inner(answer))


def _network(search: Search, decoder: Decoder, inputs: Sequence[View]) -> Iterator[Candidate]:
    task = _task(search, decoder)
    sources: list[list[str]] = []
    chosen: list[View] = []
    for view in inputs:
        try:
            source = statement_tokens(task, [view.integrand])
        except ALGEBRA_FAILURES:
            continue
        if decoder.fits(source):
            sources.append(source)
            chosen.append(view)
    if not sources:
        return
    ranked = []
    for view, hypotheses in zip(chosen, decoder.beam(sources, search.beam), strict=True):
        ranked += [(hypothesis.score, view, hypothesis.tree) for hypothesis in hypotheses]
    ranked.sort(key=lambda item: -item[0])
    for score, view, tree in ranked:
        if search.left <= 0:
            return
        try:
            F = view.restore(to_symengine(tree))
        except ALGEBRA_FAILURES:
            continue
        search.hypotheses.append(F)
        yield from search.judge(F, "network", view.name, score)


def _structural(search: Search) -> Iterator[Candidate]:
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
    hidden = imaginary_as_parameter(search.f)
    if hidden is not None and not search.proved:
        yield from _structural_of(search, hidden, 0.6 * search.left)


def _structural_of(search: Search, view: View, seconds: float) -> Iterator[Candidate]:
    proved = search.proved
    for found in structural_candidates(view.integrand, search.x, deadline_seconds=seconds):
        try:
            F = view.restore(found.antiderivative)
        except ALGEBRA_FAILURES:
            continue
        yield from search.judge(F, "structural", f"{found.method}, {view.name}" if view.name else found.method)
        if (search.proved and not proved) or search.left <= 0:
            return


def _complex(search: Search) -> Iterator[Candidate]:
    """Partial fractions over Q(i), in x or in an exponential."""
    problem = FitProblem(search.f, search.x, domain="complex")
    for terms in complex_terms(search.f, search.x):
        F = problem.solve(terms, deadline=time.monotonic() + search.left)
        if F is not None:
            yield from search.judge(F, "structural", "partial fractions over Q(i)")


def _fit(search: Search, structural: bool) -> Iterator[Candidate]:
    """Exact linear fit of ∑ c·T' = f: the hypotheses' likeliest terms, more of them, then the integrand's own too."""
    problem = FitProblem(search.f, search.x, domain=search.domain)
    for limit, own in ((60, 0), (200, 0), (150, 150)):
        if search.left <= 0 or search.proved or (own and not structural):
            return
        terms = terms_of(search.hypotheses, search.x, limit)
        if own:
            terms += [term for term in _structural_terms(search, own) if term not in terms]
        deadline = time.monotonic() + search.left
        F = problem.solve(terms, max_terms=limit + own, deadline=deadline) if terms else None
        if F is not None:
            yield from search.judge(F, "fit", f"{len(terms)} terms")


def _structural_terms(search: Search, limit: int) -> list[Any]:
    try:
        return list(islice(structural_terms(search.f, search.x, limit), limit))
    except ALGEBRA_FAILURES:  # too many kernels for an ansatz
        return []
