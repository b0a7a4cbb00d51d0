"""Local Lyapunov functions with algebra alone (the S-procedure): on a box, by sums of squares with multipliers.

    LocalCertificate(lifted, level, sides).proves(V, lifting)       lifting.box is the box

V > 0 and dV/dt < 0 on the box, except at 0; and V ≥ c x_i² / r_i² there, so that V ≥ c at the box's edge: solutions
that begin in the box with V < c stay there, and tend to 0.
"""

from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate
from ansatz.proof.lyapunov.lifting import Lifting
from ansatz.proof.lyapunov.multipliers import Multiplied

REASON = "V > 0 and dV/dt < 0 on the box, except at the equilibrium: sums of squares with multipliers for the box"


@dataclass(frozen=True, slots=True)
class LocalCertificate:
    """lifted: of V on the box. level: c. sides: of V - c x_i² / r_i² for each i, on the box."""

    lifted: LiftedCertificate
    level: fmpq
    sides: tuple[Multiplied, ...]

    def proves(self, V: fmpq_mpoly, lifting: Lifting) -> bool:
        """Whether V decreases on the box, and {V < level} in it is positively invariant, exactly."""
        return (
            len(lifting.box) == len(self.sides) == lifting.states
            and self.level > 0
            and self.lifted.proves(V, lifting)
            and self.lifted.is_strict(lifting)
            and all(
                side.proves(p, lifting.facts)
                for side, p in zip(self.sides, above_level(V, lifting, self.level), strict=True)
            )
        )

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        sides = [side.to_json() for side in self.sides]
        return {**self.lifted.to_json(), "level": str(self.level), "sides": sides}


def above_level(V: fmpq_mpoly, lifting: Lifting, level: fmpq) -> list[fmpq_mpoly]:
    """V - c x_i² / r_i² for each i, in the lifting's ring."""
    context, V = lifting.scale.context(), lifting.raised(V)
    return [V - context.gen(i) ** 2 * (level / r**2) for i, r in enumerate(lifting.box)]


__all__ = ["REASON", "LocalCertificate", "above_level"]
