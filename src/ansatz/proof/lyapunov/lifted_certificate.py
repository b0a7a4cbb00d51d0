"""Global Lyapunov functions, polynomial in the states, of systems that are rational or hold functions: exact proofs.

    LiftedCertificate(function, scale, decrease).proves(V, lifting)

In the variables of `lifting.lifted`: V = bᵀ G b, proper; scale - δ and -scale · dV/dt are ≥ 0 where its facts are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq, fmpq_mpoly

from ansatz.proof.lyapunov.lifting import Lifting
from ansatz.proof.lyapunov.multipliers import Multiplied
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares

Represent: TypeAlias = Callable[[fmpq_mpoly, tuple[fmpq_mpoly, ...]], Multiplied | None]
REASON = "V is a sum of squares, and so is -dV/dt up to facts about the functions in it: exact Gram matrices"


@dataclass(frozen=True, slots=True)
class LiftedCertificate:
    """function: of V. scale: of the common denominator less `lower_bound`. decrease: of -scale · dV/dt."""

    function: SumOfSquares
    scale: Multiplied
    decrease: Multiplied

    def proves(self, V: fmpq_mpoly, lifting: Lifting) -> bool:
        """Whether V > 0 off 0 is proper, and does not increase, exactly."""
        margin = lower_bound(lifting.scale)
        return (
            margin is not None
            and V(*[0] * lifting.states) == 0
            and self.function.proves_proper(V)
            and self.scale.proves(lifting.scale - margin, lifting.facts)
            and self.decrease.proves(-lifting.rate(V), lifting.facts)
        )

    def is_strict(self) -> bool:
        """Whether dV/dt < 0 off 0, where it proves V: σ_0 is then at least ε Σ x_i^(2k_i) over the states."""
        states = len(self.function.basis[0]) if self.function.basis else 0
        return set(range(states)) <= self.decrease.squares.definite_variables()

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "function": self.function.to_json(),
            "scale": self.scale.to_json(),
            "decrease": self.decrease.to_json(),
        }


def lower_bound(scale: fmpq_mpoly) -> fmpq | None:
    """δ > 0, a part of the value at 0; None where that is not positive."""
    value = scale(*[0] * scale.context().nvars())
    return value / 16 if value > 0 else None


__all__ = ["REASON", "LiftedCertificate", "Represent", "lower_bound"]
