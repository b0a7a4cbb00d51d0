"""Forward systems: draw a sparse polynomial field, then find V by sums of squares (`ansatz.fit.sos`).

Few random fields are stable, so most components are damped: they get a term -c·x_i·m², m a monomial (often a
power of x_i). An eigenvalue of the linear part with a positive real part is refused at once.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

import numpy as np
from flint import fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.algebra.polynomials import from_polynomial
from ansatz.errors import ConfigError
from ansatz.fit.sos.lyapunov_program import fit_lyapunov
from ansatz.problems.lyapunov.random_polynomials import Dimensions, monomial, polynomial
from ansatz.problems.problem import Problem, Rejection
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict

# Far more than any problem of these sizes takes: what is found must not depend on how busy a machine is.
_SECONDS = 600.0


@dataclass(frozen=True)
class LyapunovForwardConfig:
    """Parameters of forward generation.

    dimensions: how many variables. max_degree, max_terms, largest: of each component (damping comes on top).
    damped: probability that a component is damped. degrees: of the V that are sought, in this order.
    """

    dimensions: Dimensions = field(default_factory=lambda: Dimensions({2: 75, 3: 25}))
    max_degree: int = 5
    max_terms: int = 3
    largest: int = 10
    damped: float = 0.7
    degrees: tuple[int, ...] = (2, 4)

    def __post_init__(self) -> None:
        if min(self.max_degree, self.max_terms, self.largest) < 1 or not 0 <= self.damped <= 1:
            raise ConfigError("max_degree, max_terms and largest must be positive, and damped a probability.")
        if not self.degrees or any(degree < 2 or degree % 2 for degree in self.degrees):
            raise ConfigError("Lyapunov functions of polynomial systems have even degrees; correct `degrees`.")


@final
class LyapunovForward:
    """Systems x' = f(x), polynomial, with the answer V of few terms and a proof (which is not kept)."""

    name = "lyapunov_forward"

    def __init__(self, config: LyapunovForwardConfig = LyapunovForwardConfig()) -> None:
        self.config = config

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem, proved; rejected where the field is unstable at 0 or no sum of squares is found."""
        variables, context = self.config.dimensions.draw(rng)
        components = [self._component(rng, context, i) for i in range(len(variables))]
        if any(component.is_zero() for component in components):
            return Rejection("a component vanishes")
        if not linearly_stable(components):
            return Rejection("unstable linear part")
        system = tuple(from_polynomial(component, variables) for component in components)
        found = fit_lyapunov(system, variables, degrees=self.config.degrees, seconds=_SECONDS)
        if found is None:
            return Rejection("no sum of squares")
        verification = verify_lyapunov(found.V, system, variables, certificate=found.certificate)
        if verification.verdict is not Verdict.PROVED:
            return Rejection("not proved")
        return Problem("<lyapunov>", system, (found.V,), "expanded")

    def _component(self, rng: random.Random, context: fmpq_mpoly_ctx, i: int) -> fmpq_mpoly:
        config, n = self.config, context.nvars()
        component = polynomial(
            rng, context, terms=config.max_terms, low=1, high=config.max_degree, largest=config.largest
        )
        if rng.random() < config.damped:
            square = context.from_dict({monomial(rng, n, rng.randint(0, (config.max_degree - 1) // 2)): 1})
            if rng.random() < 0.5:
                square = context.gen(i) ** rng.randint(0, (config.max_degree - 1) // 2)
            component -= rng.randint(1, config.largest) * context.gen(i) * square**2
        return component


def linearly_stable(components: Sequence[fmpq_mpoly]) -> bool:
    """Whether no eigenvalue of the field's linear part has a positive real part."""
    n = len(components)
    origin = [0] * n
    jacobian = [[float(int(c.derivative(j)(*origin).p)) for j in range(n)] for c in components]
    return bool(np.linalg.eigvals(np.array(jacobian)).real.max() <= 1e-9)
