"""Liouville's theorem as a generator: F = v₀ + Σ cᵢ log vᵢ in a tower of exponentials, logarithms and roots.

    generator = Liouville(LiouvilleConfig())
    problem = generator.generate(random.Random(0))

An elementary integral has this form (Liouville 1835; Bronstein, Symbolic Integration I, 5.5), so that drawing
v₀, cᵢ, vᵢ and differentiating gives every kind of integrand, over a common denominator. Most of
those are long. The other families draw what is short, the integrand, from classes whose v₀, cᵢ and vᵢ are
known in closed form, and so give short natural integrands with long answers, 1/(x⁴ + 1) or 1/(2 + cos x):
see `ansatz.problems.integral.liouville_families`.
"""

import random
from dataclasses import dataclass, field
from itertools import accumulate
from typing import final

from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.problems.integral.liouville_families import FAMILIES
from ansatz.problems.integral.pairs import X, primitive, shortest, size, stretched
from ansatz.problems.integral.variety import Samplers, Variety, present
from ansatz.problems.problem import Problem, Rejection, check_shares
from ansatz.problems.trees import TreeConfig


@dataclass(frozen=True)
class LiouvilleConfig(Variety):
    """Parameters of Liouville generation.

    weights: how often each family is drawn. stretched_share: how often x becomes m·x + n. max_size: longest
    integrand in characters (`pairs.size`); answers may have twice as many.
    """

    stretched_share: float = 0.35
    max_size: int = 120
    weights: dict[str, float] = field(default_factory=lambda: dict.fromkeys(FAMILIES, 1.0) | {"rational": 2.0})

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = self.weights.keys() - FAMILIES.keys()
        if unknown:
            raise ConfigError(f"Unknown families: {', '.join(sorted(unknown))}; choose from {', '.join(FAMILIES)}.")
        check_shares(self, "stretched_share")
        if self.max_size < 4 or sum(self.weights.values()) <= 0:
            raise ConfigError("max_size must be at least 4, and some weight be positive.")


@final
class Liouville:
    """Problems ∫f with the answer v₀ + Σ cᵢ log vᵢ (logarithms of conjugate vᵢ shown as atan)."""

    name = "liouville"

    def __init__(self, config: LiouvilleConfig = LiouvilleConfig()) -> None:
        self.config = config
        self._samplers = Samplers(TreeConfig(), config)
        self._families = [FAMILIES[name] for name in config.weights]
        self._weights = list(accumulate(config.weights.values()))

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where the drawn integrand has no closed form here, or is too long."""
        config = self.config
        sampler, is_complex = self._samplers.choose(rng)
        family = rng.choices(self._families, cum_weights=self._weights)[0]
        try:
            pair = family(rng)
            if pair is None:
                return Rejection("no closed form")
            f, F = stretched(*pair, sampler, rng, config.stretched_share)
            if size(f) > config.max_size or size(F) > 2 * config.max_size:
                return Rejection("too long")
            if f == 0:
                return Rejection("constant")
            shared, f = primitive(f)
            return present(f, shortest(F / shared), X, rng, config, is_complex)
        except ALGEBRA_FAILURES:
            return Rejection("undefined")
