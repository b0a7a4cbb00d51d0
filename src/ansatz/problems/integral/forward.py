"""Forward generation: sample an integrand f, let an integrator find F (Lample & Charton 2020, 3.1).

    generator = Forward(ForwardConfig())                            our own structural integrator
    generator = Forward(ForwardConfig(), integrator=maxima)         any callable: integrand -> antiderivative | None
    problem = generator.generate(random.Random(0))

The integrator is an argument: a computer algebra system, or, for expert iteration, our own solver with the
latest network. Whoever found F, the pair is kept only where F' = f is proved or checked.
"""

import random
from dataclasses import dataclass, field
from typing import final

from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.problems.integral.integrated import IntegratedConfig, Integrator, integrated, structural
from ansatz.problems.integral.pairs import primitive
from ansatz.problems.integral.variety import Samplers
from ansatz.problems.problem import Problem, Rejection
from ansatz.problems.trees import TreeConfig


@dataclass(frozen=True)
class ForwardConfig(IntegratedConfig):
    """Parameters of forward generation.

    min_operators…max_operators: operators of f. tree: operators and leaves of f.
    """

    min_operators: int = 3
    max_operators: int = 10
    tree: TreeConfig = field(default_factory=TreeConfig)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.min_operators <= self.max_operators:
            raise ConfigError("min_operators must lie between 0 and max_operators.")


@final
class Forward:
    """Problems ∫f for random f, with the answer of an integrator."""

    name = "forward"

    def __init__(self, config: ForwardConfig = ForwardConfig(), integrator: Integrator | None = None) -> None:
        self.config = config
        self._x = symbol(config.tree.variable)
        self._integrator, self._verified = integrator or structural(self._x), integrator is None
        self._samplers = Samplers(config.tree, config)

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where the integrator finds nothing that verifies."""
        config = self.config
        sampler, is_complex = self._samplers.choose(rng)
        tree = sampler.tree(rng, rng.randint(config.min_operators, config.max_operators))
        # Drawn before the integrator acts, so that its speed cannot change the next problem's numbers.
        surface = random.Random(rng.getrandbits(64))
        try:
            f = primitive(to_symengine(tree))[1]
        except ALGEBRA_FAILURES:
            return Rejection("undefined")
        return integrated(f, self._x, self._integrator, surface, config, is_complex=is_complex, verified=self._verified)
