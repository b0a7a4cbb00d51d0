"""V by sums of squares: supports of low degree, then those that the field suggests, then higher degrees.

candidates(system, deadline)
from_support(system, monomials, deadline)     the monomials are a guess, such as a network's; expanded step by step
"""

import time
from collections.abc import Collection, Iterator

from flint import fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, from_polynomial
from ansatz.fit.sos.lyapunov_program import of_support
from ansatz.fit.sos.supports import expansions, supports
from ansatz.proof.lyapunov.verifier import LyapunovCertificate
from ansatz.solve.lyapunov.claim import Claim, System
from ansatz.solve.lyapunov.polynomial_field import polynomial_field

METHOD = "sums of squares"


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """The first V of each support that has one."""
    field = polynomial_field(system)
    if field is None:
        return
    yield from _claims(system, field, supports(field), deadline, METHOD)


def from_support(
    system: System, monomials: Collection[Exponents], deadline: float, *, method: str = "network's support"
) -> Iterator[Claim]:
    """V of these monomials, then of more and more around them (Neural Sum-of-Squares, arXiv 2510.13444)."""
    field = polynomial_field(system)
    if field is None:
        return
    yield from _claims(system, field, expansions(field, monomials), deadline, method)


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


__all__ = ["METHOD", "candidates", "from_support"]
