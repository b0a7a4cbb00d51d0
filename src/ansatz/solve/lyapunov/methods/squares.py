"""V by sums of squares: supports of low degree, then those that the field suggests, then higher degrees.

candidates(system, deadline)                  of degree 2 and 4
higher(system, deadline)                      of higher degrees, and what the field suggests
from_supports(system, guesses, deadline)      of guessed monomials, such as a network's; expanded step by step
"""

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, zip_longest

from flint import fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, from_polynomial
from ansatz.fit.sos.lyapunov_program import of_support
from ansatz.fit.sos.supports import DEGREES, expansions, supports
from ansatz.proof.lyapunov.verifier import LyapunovCertificate
from ansatz.solve.lyapunov.claim import Claim, System
from ansatz.solve.lyapunov.polynomial_field import polynomial_field

METHOD = "sums of squares"
_CHEAP = 2  # of the degrees


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """The first V of each support that has one."""
    field = polynomial_field(system)
    if field is None:
        return
    yield from _claims(system, field, supports(field, DEGREES[:_CHEAP]), deadline, METHOD)


def higher(system: System, deadline: float) -> Iterator[Claim]:
    """The first V of each further support that has one."""
    field = polynomial_field(system)
    if field is None:
        return
    yield from _claims(system, field, supports(field, DEGREES[_CHEAP:]), deadline, METHOD)


def from_supports(
    system: System, guesses: Iterable[Collection[Exponents]], deadline: float, *, method: str = "network's support"
) -> Iterator[Claim]:
    """V of the monomials of each guess; then of more and more around them, each guess by turns."""
    field = polynomial_field(system)
    if field is None:
        return
    rounds = zip_longest(*(expansions(field, guess) for guess in guesses))
    distinct = dict.fromkeys(tuple(support) for support in chain.from_iterable(rounds) if support)
    yield from _claims(system, field, map(list, distinct), deadline, method)


def _claims(
    system: System, field: list[fmpq_mpoly], tried: Iterator[list[Exponents]], deadline: float, method: str
) -> Iterator[Claim]:
    for support in tried:
        left = deadline - time.monotonic()
        if left <= 0:
            return
        found = of_support(field, support, time.thread_time() + left)
        if found is not None:
            yield _claim(system, *found, method)


def _claim(system: System, V: fmpq_mpoly, certificate: LyapunovCertificate, method: str) -> Claim:
    return Claim(from_polynomial(V, system.variables), method, certificate)


__all__ = ["METHOD", "candidates", "from_supports", "higher"]
