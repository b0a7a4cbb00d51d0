"""Backward polynomial systems: draw V, then a field that V never increases along (Alfarano et al. 2024, section 5.1).

    V = Σ α_ij x_i^β_i x_j^β_j + Σ p_k(x)²,  (α_ij) positive definite, p_k(0) = 0
    f = -(h_i² ∂_iV)_i + Σ g_k e_k,          e_k ⟂ ∇V, such as ∂_jV e_i - ∂_iV e_j

so that ∇V · f = -Σ h_i² (∂_iV)² ≤ 0. V ≥ λ Σ x_i^(2β_i) > 0 with λ > 0 the least eigenvalue of α: it is
proper and positive by construction. V is divided by its content, since a multiple of V serves as well.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, final

import symengine as se
from flint import fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.algebra.polynomials import from_polynomial, gradient, primitive, rate, to_polynomials
from ansatz.errors import ConfigError
from ansatz.problems.lyapunov.random_polynomials import Dimensions, polynomial, positive_matrix, signed
from ansatz.problems.problem import Problem, Rejection

Term = TypeVar("Term", fmpq_mpoly, se.Expr)


@dataclass(frozen=True)
class LyapunovBackwardConfig:
    """Parameters of backward generation.

    dimensions: how many variables. max_half_degree: β_i are 1…max_half_degree. largest: of the diagonal of α.
    max_crosses: squares p_k² are 0…max_crosses. max_orthogonal: terms g_k e_k are 0…max_orthogonal.
    max_terms: longer fields and functions are rejected. max_coefficient: larger ones are rejected.
    """

    dimensions: Dimensions = field(default_factory=Dimensions)
    max_half_degree: int = 6
    largest: int = 10
    max_crosses: int = 2
    max_orthogonal: int = 3
    max_terms: int = 60
    max_coefficient: int = 99_999

    def __post_init__(self) -> None:
        if not 1 <= self.max_half_degree <= 10:
            raise ConfigError(f"max_half_degree must lie in 1…10, not {self.max_half_degree}.")
        if min(self.max_crosses, self.max_orthogonal) < 0 or min(self.largest, self.max_terms) < 1:
            raise ConfigError("max_crosses and max_orthogonal must not be negative; largest and max_terms be positive.")


def proper(
    rng: random.Random, context: fmpq_mpoly_ctx, max_half_degree: int, largest: int, variables: list[int] | None = None
) -> fmpq_mpoly:
    """Σ α_ij x_i^β_i x_j^β_j over the variables with these indices (all by default)."""
    indices = list(range(context.nvars())) if variables is None else variables
    weights = [1 / k for k in range(1, max_half_degree + 1)]
    powers = [context.gen(i) ** rng.choices(range(1, max_half_degree + 1), weights)[0] for i in indices]
    matrix = positive_matrix(rng, len(indices), largest, rng.choice((0, 0.2, 0.5)))
    total = context.constant(0)
    for u, row in zip(powers, matrix, strict=True):
        for v, entry in zip(powers, row, strict=True):
            if entry:
                total += entry * u * v
    return total


def descending(
    rng: random.Random, slopes: Sequence[Term], h: Sequence[Term], rotation: Callable[[], Term], most: int
) -> list[Term]:
    """f = -(h_i² ∂_iV)_i + Σ_k g_k (∂_jV e_i - ∂_iV e_j), at most so many summands, each g_k made by `rotation`."""
    f = [-(factor**2) * slope for factor, slope in zip(h, slopes, strict=True)]
    for _ in range(rng.randint(0, most) if len(slopes) > 1 else 0):
        i, j = rng.sample(range(len(slopes)), 2)
        g = rotation()
        f[i] += g * slopes[j]
        f[j] -= g * slopes[i]
    return f


@final
class LyapunovBackward:
    """Systems x' = f(x), polynomial and expanded, with the answer V."""

    name = "lyapunov_backward"

    def __init__(self, config: LyapunovBackwardConfig = LyapunovBackwardConfig()) -> None:
        self.config = config

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem, verified; rejected where a component vanishes or the pair is too long."""
        variables, context = self.config.dimensions.draw(rng)
        V = self._function(rng, context)
        h = [self._damping(rng, context) for _ in variables]
        most = self.config.max_orthogonal
        components = descending(rng, gradient(V), h, lambda: self._rotation(rng, context), most)
        if any(component.is_zero() for component in components):
            return Rejection("a component vanishes")
        if sum(map(len, components)) > self.config.max_terms or len(V) > self.config.max_terms // 2:
            return Rejection("too many terms")
        if max(abs(c.p) for component in (V, *components) for c in component.coeffs()) > self.config.max_coefficient:
            return Rejection("large coefficients")
        system = tuple(from_polynomial(component, variables) for component in components)
        answer = from_polynomial(V, variables)
        if not holds(answer, system, h, rng):
            return Rejection("not verified")
        return Problem("<lyapunov>", system, (answer,), "expanded")

    def _function(self, rng: random.Random, context: fmpq_mpoly_ctx) -> fmpq_mpoly:
        config = self.config
        V = proper(rng, context, config.max_half_degree, config.largest)
        for _ in range(rng.randint(0, config.max_crosses) if rng.random() < 0.6 else 0):
            V += polynomial(rng, context, terms=3, low=1, high=3, largest=3) ** 2
        return primitive(V)

    def _damping(self, rng: random.Random, context: fmpq_mpoly_ctx) -> fmpq_mpoly:
        kind = rng.random()
        if kind < 0.25:
            return context.constant(0)
        if kind < 0.5:
            return context.constant(rng.randint(1, 2))
        return polynomial(rng, context, terms=2, low=0, high=2, largest=2)

    def _rotation(self, rng: random.Random, context: fmpq_mpoly_ctx) -> fmpq_mpoly:
        if rng.random() < 0.4:
            return context.constant(signed(rng, 5))
        return polynomial(rng, context, terms=2, low=0, high=3, largest=5)


def holds(answer: se.Expr, system: Sequence[se.Expr], h: Sequence[fmpq_mpoly], rng: random.Random) -> bool:
    """Whether ∇V · f = -Σ h_i² (∂_iV)² exactly and V > 0 at random points, for the expressions as they are stated."""
    context = h[0].context()
    pair = to_polynomials((answer, *system), context)
    if pair is None:
        return False
    V, *f = pair
    residual = rate(V, f)
    for factor, slope in zip(h, gradient(V), strict=True):
        residual += (factor * slope) ** 2
    points = [[signed(rng, 9) for _ in range(context.nvars())] for _ in range(4)]
    return residual.is_zero() and V(*[0] * context.nvars()) == 0 and all(V(*point) > 0 for point in points)
