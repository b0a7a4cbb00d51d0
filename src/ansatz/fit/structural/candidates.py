"""The order in which structural methods are tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any


from ansatz.fit.structural.algebraic import integrate_algebraic
from ansatz.fit.structural.parts import integrate_by_parts
from ansatz.fit.structural.rewrite import compose
from ansatz.fit.structural.substitution import substitutions

_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed antiderivative (SymEngine) and the method that found it."""

    antiderivative: Any
    method: str


def structural_candidates(f: Any, x: Any, *, deadline_seconds: float) -> Iterator[Candidate]:
    """Antiderivatives of f to be verified, cheapest method first; stops at the deadline (seconds)."""
    seen: set[Any] = set()
    for candidate in _attempts(f, x, monotonic() + deadline_seconds, 0):
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


