"""Lyapunov functions proved in lifted variables: of systems, or by V, that are rational or hold functions.

    LiftedCertificate(function, scale, decrease).proves(V, lifting)

In the ring of `lifting.lifted`: where its facts are ≥ 0, so are scale - δ, V and -scale · dV/dt; and V is at least a
multiple of a power of each state, or of a function that grows with it.
"""

from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

from ansatz.proof.lyapunov.lifting import Lifting
from ansatz.proof.lyapunov.multipliers import Multiplied

REASON = "V is a sum of squares, and so is -dV/dt up to facts about the functions in it: exact Gram matrices"


@dataclass(frozen=True, slots=True)
class LiftedCertificate:
    """function: of V. scale: of the common denominator less `lower_bound`. decrease: of -scale · dV/dt."""

    function: Multiplied
    scale: Multiplied
    decrease: Multiplied

    def proves(self, V: fmpq_mpoly, lifting: Lifting) -> bool:
        """Whether V > 0 off 0 is proper, and does not increase, exactly."""
        margin, V = lower_bound(lifting.scale), lifting.raised(V)
        return (
            margin is not None
            and V(*[0] * V.context().nvars()) == 0
            and self.function.proves(V, lifting.facts)
            and is_definite(self.function, lifting)
            and self.scale.proves(lifting.scale - margin, lifting.facts)
            and self.decrease.proves(-lifting.rate(V), lifting.facts)
        )

    def is_strict(self, lifting: Lifting) -> bool:
        """Whether dV/dt < 0 off 0, where it proves V."""
        return is_definite(self.decrease, lifting)

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "function": self.function.to_json(),
            "scale": self.scale.to_json(),
            "decrease": self.decrease.to_json(),
        }


def is_definite(proof: Multiplied, lifting: Lifting) -> bool:
    """Whether σ_0 + Σ σ_k g_k is positive off 0 and grows with every state, where this is what the proof shows."""
    found = proof.squares.definite_variables()
    for place, squares in lifting.growing().items():
        if proof.multipliers[place].is_positive():
            found |= squares.definite_variables()
    return set(range(lifting.states)) <= found


def lower_bound(scale: fmpq_mpoly) -> fmpq | None:
    """δ > 0, a part of the value at 0; None where that is not positive."""
    value = scale(*[0] * scale.context().nvars())
    return value / 16 if value > 0 else None


__all__ = ["REASON", "LiftedCertificate", "is_definite", "lower_bound"]
