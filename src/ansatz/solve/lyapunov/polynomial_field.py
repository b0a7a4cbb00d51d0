"""The system as polynomials in its variables."""

from flint import fmpq_mpoly

from ansatz.algebra.polynomials import ring, to_polynomials
from ansatz.solve.lyapunov.claim import System


def polynomial_field(system: System) -> list[fmpq_mpoly] | None:
    """f in the ring of the variables; None where it is not polynomial, or 0 is no equilibrium."""
    field = to_polynomials(system.field, ring(system.variables))
    if field is None or len(field) != system.dimension:
        return None
    return None if any(component(*[0] * system.dimension) != 0 for component in field) else field


__all__ = ["polynomial_field"]
