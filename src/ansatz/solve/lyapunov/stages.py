"""Our own methods, cheapest first, in one process: what is known against V, then the ladder, then the network's beam.

`examined` and `own_candidates` are rivals' tasks (`ansatz.solve.rival`): the first says in milliseconds whether there
can be a Lyapunov function at all, the second yields verified candidates as it finds them and ends with the first proof.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import symengine as se
from flint import fmpq_mpoly

from ansatz.algebra.polynomials import from_polynomial, ring, terms, to_polynomial, to_polynomials
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.expr.tree import Tree
from ansatz.fit.sos.escape import escape
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.lifted_program import proved_in_lifting
from ansatz.fit.sos.lyapunov_program import certificate
from ansatz.proof.lyapunov.attraction import attracts
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.equilibria import Equilibrium, other_equilibrium
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.proof.lyapunov.local_certificate import REASON
from ansatz.proof.lyapunov.on_box import verify_on_box
from ansatz.proof.lyapunov.refutation import Refutation, refutation
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.candidates import Candidate
from ansatz.solve.lyapunov.claim import Certificate, Claim, Method, System
from ansatz.solve.lyapunov.ladder import barrier_methods, ladder
from ansatz.solve.lyapunov.lineup import Lineup
from ansatz.solve.lyapunov.local import as_rationals
from ansatz.solve.lyapunov.methods import squares
from ansatz.solve.lyapunov.reading import system_of
from ansatz.solve.lyapunov.search import LyapunovSearch
from ansatz.solve.network import decoder_for, hypotheses
from ansatz.solve.question import Question
from ansatz.solve.rival import Signal

_SHARE = 0.4  # of the time, for the monomials of a network's hypotheses where other methods follow
_TASK, _BARRIER_TASK = "<lyapunov>", "<barrier>"


@dataclass(frozen=True, slots=True)
class Examination:
    """What is known about a system before any search."""

    refutation: Refutation | None
    other_equilibrium: Equilibrium | None


def examined(question: Question, seconds: float) -> Iterator[Examination]:
    """One examination; a task for a worker."""
    system = system_of(question)
    found = refutation(system.field, system.variables, squares=lambda p: sum_of_squares(p, seconds=min(1.0, seconds)))
    other = None if found is not None else other_equilibrium(system.field, system.variables)
    yield Examination(found, other)


@dataclass(frozen=True, slots=True)
class Unbounded:
    """The solution from the start is unbounded: dW/dt ≥ growth·W > 0 along it. signs: of invariant coordinates."""

    W: Tree
    growth: Fraction
    start: tuple[Fraction, ...]
    signs: tuple[int, ...]


def unbounded(question: Question, seconds: float) -> Iterator[Unbounded]:
    """At most one, proved; a task for a worker."""
    system = system_of(question)
    field = to_polynomials(system.field, ring(system.variables))
    found = None if field is None else escape(field, seconds=seconds)
    if field is not None and found is not None and found.proves(field):
        W = from_symengine(from_polynomial(found.W, system.variables))
        start = tuple(Fraction(int(c.p), int(c.q)) for c in found.start)
        yield Unbounded(W, Fraction(int(found.growth.p), int(found.growth.q)), start, found.signs)


def verified(
    question: Question, V: Tree, radii: tuple[Fraction, ...], barrier: bool, seconds: float
) -> Iterator[Verification]:
    """The verdict on one V, on a box where radii are given; a task for a worker."""
    system, end, function = system_of(question), time.thread_time() + 0.8 * seconds, to_symengine(V)
    field, variables = system.field, system.variables

    def find(p: fmpq_mpoly) -> SumOfSquares | None:
        return sum_of_squares(p, seconds=max(0.0, end - time.thread_time()))

    if barrier:
        yield verify_barrier(function, field, variables, squares=find, seconds=seconds)
        return
    if radii:
        yield _verified_on_box(function, system, radii, seconds)
        return
    pair = to_polynomials((function, *field), ring(variables))
    proof = proved_in_lifting(function, field, variables, seconds=seconds / 4) if pair is None else None
    left = max(0.0, end - time.thread_time())
    found = verify_lyapunov(function, field, variables, certificate=proof, squares=find, seconds=left)
    if found.verdict is Verdict.UNKNOWN and pair is not None:
        squares_ = certificate(pair[0], pair[1:], time.thread_time() + seconds / 8, any_first=False)
        if squares_ is not None:
            found = verify_lyapunov(function, field, variables, certificate=squares_)
    yield found


def _verified_on_box(V: se.Expr, system: System, radii: tuple[Fraction, ...], seconds: float) -> Verification:
    """By the S-procedure, otherwise by branch and prune."""
    box = as_rationals(radii)
    proof = proved_in_lifting(V, system.field, system.variables, box, seconds=seconds / 3)
    lifting = lifted(system.field, system.variables, box, (V,))
    if proof and lifting and proof.is_strict(lifting) and proof.proves(lifting.also[0], lifting):
        return Verification(Verdict.PROVED, Scope(ScopeKind.BOX), reason=REASON, certificate=proof)
    return verify_on_box(V, system.field, system.variables, radii, seconds=seconds / 2)


def attraction(question: Question, V: Tree, certificate: Certificate, seconds: float) -> Iterator[str | None]:
    """Why the equilibrium attracts all solutions, where V proves that; a task for a worker."""
    system = system_of(question)
    context, end = ring(system.variables), time.thread_time() + seconds
    polynomial, field = to_polynomial(to_symengine(V), context), to_polynomials(system.field, context)
    if polynomial is None or field is None:
        yield None
        return
    yield attracts(
        polynomial, field, certificate, lambda p: sum_of_squares(p, seconds=max(0.0, end - time.thread_time()))
    )


def own_candidates(
    question: Question, beam: int, lineup: Lineup, weights: str | None, barrier: bool, seconds: float
) -> Iterator[Candidate | Signal | str]:
    """Candidates in the order of discovery; a str is a remark for the reader.

    question: in the model's own variables. weights: a runtime folder other than the shipped one. barrier: barrier
    functions are asked for.
    """
    yield Signal.READY
    search = LyapunovSearch(question, seconds, beam, barrier)
    cheap, costly = (tuple(barrier_methods().values()), ()) if barrier else ladder()
    if lineup.fit:
        yield from _methods(search, cheap)
    if lineup.network and not search.proved and search.left > 0:
        yield from _network(search, weights, _SHARE if lineup.fit else 1.0)
    if lineup.fit:
        yield from _methods(search, costly)


def _methods(search: LyapunovSearch, methods: Iterable[Method]) -> Iterator[Candidate]:
    for method in methods:
        if search.proved or search.left <= 0:
            return
        try:
            for claim in method(search.system, search.end):
                yield from search.judge(claim)
                if search.proved or search.left <= 0:
                    return
        except ALGEBRA_FAILURES:  # a system beyond this method is none beyond the others
            continue


def _network(search: LyapunovSearch, weights: str | None, share: float) -> Iterator[Candidate | str]:
    """The network's hypotheses of V as they are; then V with the monomials of these and of the forms it proposes.

    share: of the time that is left, for these monomials.
    A model may have learnt one, the other or both; the shipped ones may have learnt neither, which needs no remark.
    """
    task = _BARRIER_TASK if search.barrier else _TASK
    guesses: list[Tree] = []
    for form in (False, True):
        decoder = decoder_for(task, weights, form=form)
        if isinstance(decoder, str):
            yield from filter(None, [decoder])
            continue
        proposed = hypotheses(decoder, task, [list(search.system.field)], search.beam, form=form)
        guesses += [tree for _, _, tree in proposed]
        for score, _, tree in () if form else proposed:
            if search.left <= 0 or search.proved:
                return
            try:
                claim = Claim(to_symengine(tree), "network")
            except ALGEBRA_FAILURES:
                continue
            yield from search.judge(claim, score)
    if not search.barrier:
        yield from _methods(search, [partial(_of_monomials, guesses, share)])


def _of_monomials(guesses: Sequence[Tree], share: float, system: System, deadline: float) -> Iterator[Claim]:
    """A method: V by sums of squares with the monomials of each guess, and of more around them."""
    context, supports = ring(system.variables), []
    for guess in guesses:
        try:
            p = to_polynomial(to_symengine(guess), context)
        except ALGEBRA_FAILURES:
            continue
        if p is not None and not p.is_zero():
            supports.append(tuple(terms(p)))
    now = time.monotonic()
    yield from squares.from_supports(system, supports, now + share * (deadline - now))


__all__ = ["Examination", "attraction", "examined", "own_candidates", "unbounded", "verified"]
