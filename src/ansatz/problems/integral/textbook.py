"""Textbook problems: what handbooks, exams and engineers ask, solved by our own structural methods and proved.

    generator = Textbook(TextbookConfig())
    problem = generator.generate(random.Random(0))

The integrands are those of a grammar (`ansatz.problems.integral.textbook_grammar`). Unlike random trees and their
derivatives they are short, with small constants, and alike: what one is asked looks like them.
"""

import random
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import final

from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.problems.integral.integrated import IntegratedConfig, Integrator, integrated, structural
from ansatz.problems.integral.pairs import X, size
from ansatz.problems.integral.textbook_grammar import FAMILIES, WEIGHTS
from ansatz.problems.integral.textbook_numbers import Numbers
from ansatz.problems.problem import Problem, Rejection, check_shares

_LETTERS = (0.3, 0.6, 0.9)  # shares of letters among a parametric draw's constants


@dataclass(frozen=True)
class TextbookConfig(IntegratedConfig):
    """Parameters of textbook generation.

    seconds: processor time of one integration. max_integrand: longest integrand in characters (`pairs.size`).
    restated_share: how often the integrand is shown in another form than it was written in. weights: how often each
    family of the grammar is drawn.
    """

    parametric_share: float = 0.2
    seconds: float = 0.15
    verify_seconds: float = 0.3
    max_integrand: int = 120
    restated_share: float = 0.3
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = self.weights.keys() - FAMILIES.keys()
        if unknown:
            raise ConfigError(f"Unknown families: {', '.join(sorted(unknown))}; choose from {', '.join(FAMILIES)}.")
        check_shares(self, "restated_share")
        if self.seconds <= 0 or self.max_integrand < 1 or sum(self.weights.values()) <= 0:
            raise ConfigError("seconds and max_integrand must be positive, and some weight.")
        if self.complex_share:
            raise ConfigError("Textbook problems are real; make others with --complex.")


@final
class Textbook:
    """Problems ∫f for f of the grammar, with the answer of an integrator."""

    name = "textbook"

    def __init__(self, config: TextbookConfig = TextbookConfig(), integrator: Integrator | None = None) -> None:
        self.config = config
        self._as_written = replace(config, surface_variety=False)
        self._verified = integrator is None
        self._integrator = integrator or structural(X, config.seconds, real=True, strict=True)
        self._families = [FAMILIES[name] for name in config.weights]
        self._weights = list(accumulate(config.weights.values()))

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where the integrator finds nothing that is proved."""
        config = self.config
        is_parametric = rng.random() < config.parametric_share
        numbers = Numbers(rng, rng.choice(_LETTERS) if is_parametric else 0.0)
        family = rng.choices(self._families, cum_weights=self._weights)[0]
        try:
            f = family(numbers)
        except ALGEBRA_FAILURES:
            return Rejection("undefined")
        # Drawn before the integrator acts, so that its speed cannot change the next problem's numbers.
        surface = random.Random(rng.getrandbits(64))
        if size(f) > config.max_integrand:
            return Rejection("too long")
        shown = config if surface.random() < config.restated_share else self._as_written
        return integrated(f, X, self._integrator, surface, shown, verified=self._verified)
