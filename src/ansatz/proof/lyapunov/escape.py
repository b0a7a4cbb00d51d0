"""Unbounded solutions of x' = f(x), proved by a polynomial W that grows along them.

    Escape(W, growth, start, signs, proof).proves(field)

∇W · f ≥ λ W where every invariant coordinate x_i (f_i is a multiple of x_i) has the sign of the start, and W > 0 at
the start: there W ≥ W(start) e^(λt) as long as the solution exists, so it is unbounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

from ansatz.algebra.polynomials import rate
from ansatz.proof.lyapunov.multipliers import Multiplied


@dataclass(frozen=True, slots=True)
class Escape:
    """growth: λ. signs: of the invariant coordinates, 0 for the others. proof: of ∇W · f - λ W, by these signs."""

    W: fmpq_mpoly
    growth: fmpq
    start: tuple[fmpq, ...]
    signs: tuple[int, ...]
    proof: Multiplied

    def proves(self, field: Sequence[fmpq_mpoly]) -> bool:
        """Whether the solution from the start is unbounded, exactly."""
        invariant, context = invariant_coordinates(field), self.W.context()
        known = [i for i, sign in enumerate(self.signs) if sign]
        return (
            self.growth > 0
            and self.W(*self.start) > 0
            and set(known) <= set(invariant)
            and all(self.start[i] * self.signs[i] > 0 for i in known)
            and self.proof.proves(
                rate(self.W, field) - self.growth * self.W, [context.gen(i) * self.signs[i] for i in known]
            )
        )


def invariant_coordinates(field: Sequence[fmpq_mpoly]) -> list[int]:
    """The i for which x_i divides f_i: x_i keeps its sign along solutions."""
    return [i for i, f in enumerate(field) if all(m[i] for m in f.monoms())]


__all__ = ["Escape", "invariant_coordinates"]
