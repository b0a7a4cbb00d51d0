"""The system as polynomials in its variables."""

from flint import fmpq, fmpq_mpoly

from ansatz.algebra.polynomials import ring, to_polynomials
from ansatz.solve.lyapunov.claim import System


def polynomial_field(system: System) -> list[fmpq_mpoly] | None:
    """In the ring of the system's variables."""
    field = to_polynomials(system.field, ring(system.variables))
    if field is None or len(field) != system.dimension:
        return None
    origin = [fmpq(0)] * system.dimension
    return None if any(component(*origin) != 0 for component in field) else field


__all__ = ["polynomial_field"]
