"""Lyapunov functions proved in lifted variables (`proof.lyapunov.lifting`).

candidates(system, deadline)     V of degree 2, then 4, of systems that are rational or hold functions
logarithms(system, deadline)     V = Σ c_i ln(1 + x_i²) + a form: such as grow more slowly than any polynomial
"""

import time
from collections.abc import Iterator
from itertools import combinations

import symengine as se

from ansatz.fit.sos.lifted_program import fit_lifted, proved_in_lifting
from ansatz.proof.lyapunov.lifting import Lifting, lifted
from ansatz.solve.lyapunov.claim import Claim, System
from ansatz.solve.lyapunov.polynomial_field import polynomial_field

_DEGREES = (2, 4)
_MOST_SECONDS = 1.0  # for the logarithms of some variables


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """One for each degree that has one; none for polynomial systems."""
    if polynomial_field(system) is not None or (lifting := lifted(system.field, system.variables)) is None:
        return
    squares = se.Add(*(v**2 for v in system.variables))
    proof = proved_in_lifting(squares, system.field, system.variables, seconds=deadline - time.monotonic())
    if proof is not None:
        yield Claim(squares, "quadratic form", proof)
    for degree in _DEGREES:
        yield from _fitted(lifting, degree, deadline - time.monotonic(), "sums of squares in lifted variables")


def logarithms(system: System, deadline: float) -> Iterator[Claim]:
    """With logarithms of one variable, of two, …"""
    for chosen in (c for k in range(1, system.dimension + 1) for c in combinations(system.variables, k)):
        lifting = lifted(system.field, system.variables, also=[se.log(1 + v**2) for v in chosen])
        left = min(_MOST_SECONDS, deadline - time.monotonic())
        if lifting is not None:
            yield from _fitted(lifting, _DEGREES[0], left, "logarithms and sums of squares")


def _fitted(lifting: Lifting, degree: int, seconds: float, method: str) -> Iterator[Claim]:
    found = fit_lifted(lifting, degree=degree, seconds=seconds) if seconds > 0 else None
    if found is not None:
        V, certificate = found
        yield Claim(lifting.expression(V), method, certificate)


__all__ = ["candidates", "logarithms"]
