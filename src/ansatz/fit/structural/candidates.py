"""The order in which structural methods are tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from ansatz.fit.structural.algebraic import integrate_algebraic


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed antiderivative (SymEngine) and the method that found it."""

    antiderivative: Any
    method: str


def structural_candidates(f: Any, x: Any, *, deadline_seconds: float) -> Iterator[Candidate]:
    """Antiderivatives of f to be verified, cheapest method first; stops at the deadline (seconds)."""
    end = monotonic() + deadline_seconds
    seen: set[Any] = set()
    for method, attempt in (("algebraic", integrate_algebraic),):
        if monotonic() > end:
            return
        result = attempt(f, x)
        if result is not None and result not in seen:
            seen.add(result)
            yield Candidate(result, method)
