"""V of degree 2, then 4, for systems that are rational or hold functions, proved in lifted variables everywhere."""

import time
from collections.abc import Iterator

from ansatz.algebra.polynomials import from_polynomial, ring
from ansatz.fit.sos.lifted_program import fit_lifted
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.solve.lyapunov.claim import Claim, System
from ansatz.solve.lyapunov.polynomial_field import polynomial_field

_DEGREES = (2, 4)


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """One for each degree that has one; none for polynomial systems."""
    if polynomial_field(system) is not None:
        return
    lifting = lifted(system.field, system.variables)
    if lifting is None:
        return
    for degree in _DEGREES:
        left = deadline - time.monotonic()
        if left <= 0:
            return
        found = fit_lifted(lifting, ring(system.variables), degree=degree, seconds=left)
        if found is not None:
            V, certificate = found
            yield Claim(from_polynomial(V, system.variables), "sums of squares in lifted variables", certificate)


__all__ = ["candidates"]
