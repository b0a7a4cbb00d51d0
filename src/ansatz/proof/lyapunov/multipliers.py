"""p ≥ 0 where polynomials g_k are ≥ 0: p = σ_0 + Σ σ_k g_k with sums of squares σ, exactly (Putinar 1993).

Multiplied(squares, multipliers).proves(p, facts)
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, terms
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, added, is_positive_semidefinite


@dataclass(frozen=True, slots=True)
class Multiplied:
    """squares: σ_0. multipliers: σ_k, in the order of the facts."""

    squares: SumOfSquares
    multipliers: tuple[SumOfSquares, ...]

    def proves(self, p: fmpq_mpoly, facts: Sequence[fmpq_mpoly]) -> bool:
        """Whether this is an exact proof of p ≥ 0 where all facts are ≥ 0."""
        if len(facts) != len(self.multipliers):
            return False
        total: dict[Exponents, fmpq] = defaultdict(fmpq, self.squares.terms())
        for sigma, fact in zip(self.multipliers, facts, strict=True):
            for m, value in sigma.terms().items():
                for k, c in terms(fact).items():
                    total[added(m, k)] += value * c
        same = {m: value for m, value in total.items() if value != 0} == terms(p)
        return same and all(is_positive_semidefinite(sigma.gram) for sigma in (self.squares, *self.multipliers))

    def to_json(self) -> dict[str, object]:
        """Plain values: every sum of squares (`SumOfSquares.to_json`)."""
        return {"squares": self.squares.to_json(), "multipliers": [sigma.to_json() for sigma in self.multipliers]}


__all__ = ["Multiplied"]
