"""Random sparse polynomials with small integer coefficients, and random positive definite matrices."""

import random
from dataclasses import dataclass, field
from itertools import accumulate

import symengine as se
from flint import fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.algebra.polynomials import Exponents, ring
from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.proof.lyapunov.sum_of_squares import is_positive_definite

MAX_VARIABLES = 6


@dataclass(frozen=True)
class Dimensions:
    """How many variables systems have: weights by number, for 2 to 6 variables."""

    weights: dict[int, float] = field(default_factory=lambda: {2: 55, 3: 28, 4: 11, 5: 5, 6: 1})

    def __post_init__(self) -> None:
        if not self.weights or not set(self.weights) <= set(range(1, MAX_VARIABLES + 1)):
            raise ConfigError(f"Systems have 1 to {MAX_VARIABLES} variables; correct the weights of `Dimensions`.")
        if min(self.weights.values()) < 0 or sum(self.weights.values()) <= 0:
            raise ConfigError("The weights of `Dimensions` must be non-negative, and not all zero.")

    def draw(self, rng: random.Random) -> tuple[list[se.Symbol], fmpq_mpoly_ctx]:
        """Variables x0, x1, … and their ring."""
        count = rng.choices(list(self.weights), cum_weights=list(accumulate(self.weights.values())))[0]
        variables = [symbol(f"x{k}") for k in range(count)]
        return variables, ring(variables)


def monomial(rng: random.Random, n: int, degree: int) -> Exponents:
    """Exponents of total degree exactly `degree`, each unit given to a random variable."""
    exponents = [0] * n
    for _ in range(degree):
        exponents[rng.randrange(n)] += 1
    return tuple(exponents)


def signed(rng: random.Random, largest: int) -> int:
    """±1 … ±largest."""
    return rng.randint(1, largest) * rng.choice((1, -1))


def polynomial(
    rng: random.Random, context: fmpq_mpoly_ctx, *, terms: int, low: int, high: int, largest: int
) -> fmpq_mpoly:
    """A sum of up to `terms` monomials of degrees low…high with coefficients ±1…±largest."""
    n = context.nvars()
    chosen = {monomial(rng, n, rng.randint(low, high)): signed(rng, largest) for _ in range(rng.randint(1, terms))}
    return context.from_dict(chosen)


def positive_matrix(rng: random.Random, n: int, largest: int, density: float) -> list[list[int]]:
    """A symmetric positive definite integer matrix: diagonal 1…largest, an entry off it with probability `density`."""
    while True:
        diagonal = [rng.randint(1, largest) for _ in range(n)]
        matrix = [[diagonal[i] if i == j else 0 for j in range(n)] for i in range(n)]
        for i in range(n):
            for j in range(i):
                if rng.random() < density:
                    bound = int((diagonal[i] * diagonal[j]) ** 0.5)
                    matrix[i][j] = matrix[j][i] = signed(rng, bound)
        if is_positive_definite(fmpq_mat(n, n, [entry for row in matrix for entry in row])):
            return matrix


__all__ = ["Dimensions", "monomial", "polynomial", "positive_matrix", "signed"]
