"""Linear equations without y: y'' + p·y' = r, solved by 1 and ∫exp(-∫p)."""

from collections.abc import Iterator

import symengine as se

from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.linear_equation import Basis, Linear, reduced_order


def missing_unknown(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Reduction of order from y1 = 1."""
    if linear.q == 0:
        yield from reduced_order(linear, se.Integer(1), "without y", integrals)


__all__ = ["missing_unknown"]
