"""Barrier functions by sums of squares: V ≥ 0 and dV/dt ≤ 0 everywhere, V(0) = 0, V not identically 0.

Every set {V ≤ c} is positively invariant, so that no trajectory that begins in it comes to where V > c. V need not
use every variable; where it is positive definite and proper, it is a Lyapunov function as well.
"""

import time
from collections.abc import Iterator

from ansatz.algebra.polynomials import from_polynomial
from ansatz.fit.sos.lyapunov_program import of_support
from ansatz.fit.sos.supports import supports
from ansatz.solve.lyapunov.claim import Claim, System
from ansatz.solve.lyapunov.polynomial_field import polynomial_field


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """The first V of each support that has one."""
    field = polynomial_field(system)
    if field is None:
        return
    for support in supports(field):
        left = deadline - time.monotonic()
        if left <= 0:
            return
        found = of_support(field, support, time.thread_time() + left, proper=False)
        if found is not None:
            yield Claim(from_polynomial(found[0], system.variables), "barrier by sums of squares", found[1])


__all__ = ["candidates"]
