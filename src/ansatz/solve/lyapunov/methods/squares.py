"""Sums of squares of degree 2, 4 and 6 with every monomial that the system leaves: polynomial systems."""

import time
from collections.abc import Iterator

from ansatz.fit.sos.lyapunov_program import DEGREES, fit_lyapunov
from ansatz.solve.lyapunov.claim import Claim, System


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """V with its certificate, for each degree that has one."""
    for degree in DEGREES:
        left = deadline - time.monotonic()
        if left <= 0:
            return
        found = fit_lyapunov(system.field, system.variables, degrees=(degree,), seconds=left)
        if found is not None:
            yield Claim(found.V, f"sums of squares of degree {degree}", found.certificate)
