"""The order in which structural methods are tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from time import monotonic
from typing import Any

import symengine as se

from ansatz.errors import AnsatzError
from ansatz.fit.linear import FitProblem

from ansatz.fit.structural import ansatz_terms
from ansatz.fit.structural.algebraic import integrate_algebraic
from ansatz.fit.structural.parts import integrate_by_parts
from ansatz.fit.structural.rewrite import compose, to_sines
from ansatz.fit.structural.substitution import substitutions

_MAX_DEPTH = 4
_MAX_SPLIT = 40
_LIMITS = (60, 250)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed antiderivative (SymEngine) and the method that found it."""

    antiderivative: Any
    method: str


def structural_candidates(f: Any, x: Any, *, deadline_seconds: float) -> Iterator[Candidate]:
    """Antiderivatives of f to be verified, cheapest method first; stops at the deadline (seconds)."""
    seen: set[Any] = set()
    end = monotonic() + deadline_seconds
    for candidate in chain(_attempts(f, x, end, 0), _split(f, x, end), _fitted(f, x, end)):
        if candidate.antiderivative not in seen:
            seen.add(candidate.antiderivative)
            yield candidate


def _attempts(f: Any, x: Any, end: float, depth: int) -> Iterator[Candidate]:
    if x not in f.free_symbols:
        yield Candidate(f * x, "algebraic")
        return
    forms = list(dict.fromkeys((f, compose(f))))
    for form in forms:
        result = integrate_algebraic(form, x)
        if result is not None:
            yield Candidate(result, "algebraic")
        if monotonic() > end:
            return
    for form in forms:
        result = integrate_by_parts(form, x)
        if result is not None:
            yield Candidate(result, "parts")
    for form in forms:
        yield from _substituted(form, x, end, depth)


def _substituted(f: Any, x: Any, end: float, depth: int) -> Iterator[Candidate]:
    found = []
    later = []
    for s in substitutions(f, x):
        if monotonic() > end:
            return
        result = integrate_algebraic(s.integrand, s.t, s.shown, s.roots)
        if result is None:
            later.append(s)
        else:
            found.append(result)
    found.sort(key=lambda e: len(str(e)))
    for result in found:
        yield Candidate(result, "substitution")
    if depth >= _MAX_DEPTH:
        return
    for s in later:
        if monotonic() > end:
            return
        inner = next(_attempts(s.integrand, s.t, end, depth + 1), None)
        if inner is not None:
            back = {base.expression(s.t): g**2 for base, g in s.roots.items()}
            answer = inner.antiderivative.xreplace(back) if back else inner.antiderivative
            yield Candidate(answer.xreplace({s.t: s.shown}), f"substitution, {inner.method}")




def _split(f: Any, x: Any, end: float) -> Iterator[Candidate]:
    """Sums term by term: what one method solves is taken, the rest is fitted as a whole."""
    g = se.expand(f)
    if g.__class__ is not se.Add or len(g.args) > _MAX_SPLIT:
        return
    total, rest = se.Integer(0), se.Integer(0)
    for term in g.args:
        constant = se.Mul(*(a for a in term.args if x not in a.free_symbols)) if term.__class__ is se.Mul else 1
        inner = next(_attempts(term / constant, x, end, _MAX_DEPTH - 1), None)
        if inner is None:
            rest += term
        else:
            total += constant * inner.antiderivative
        if monotonic() > end:
            return
    if rest == 0:
        yield Candidate(total, "term by term")
    elif rest != g:
        for candidate in _fitted(rest, x, end):
            yield Candidate(total + candidate.antiderivative, "term by term, ansatz")


def _fitted(f: Any, x: Any, end: float) -> Iterator[Candidate]:
    forms = [f, se.expand(f), compose(f), to_sines(f)]
    forms.append(se.expand(forms[-1]))
    problem = FitProblem(f, x)
    tried: set[Any] = set()
    for limit in _LIMITS:
        for form in dict.fromkeys(forms):
            if monotonic() > end:
                return
            try:
                chosen = list(ansatz_terms.terms(form, x, limit))
            except (ansatz_terms.TooWide, AnsatzError):
                continue
            key = frozenset(chosen)
            if key in tried:
                continue
            tried.add(key)
            answer = problem.solve(chosen, deadline=end)
            if answer is not None:
                yield Candidate(answer, "ansatz")
                return
