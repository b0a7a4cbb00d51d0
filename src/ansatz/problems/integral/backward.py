"""Backward generation: sample an antiderivative F, differentiate it, ask for ∫F' (Lample & Charton 2020, 3.2).

    generator = Backward(BackwardConfig())
    problem = generator.generate(random.Random(0))
    problem.statement, problem.answer  ->  (F',), (F,)

F' is written with the rules of calculus. For acosh u and asech u these hold where the function is real:
beyond, ln|u + √(u² - 1)| is the antiderivative (`ansatz.solve.integral.real_forms`). Over the complex numbers the
principal derivative is used, which holds everywhere.
"""

import random
from dataclasses import dataclass, field
from typing import final

from ansatz.algebra.forms import without_constant
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import derivative, symbol, to_symengine
from ansatz.problems.integral.variety import Samplers, Variety, present
from ansatz.problems.problem import Problem, Rejection
from ansatz.problems.trees import TreeConfig


@dataclass(frozen=True)
class BackwardConfig(Variety):
    """Parameters of backward generation; the defaults follow the published generator.

    max_operators: F has 4…max_operators operators, or, in one draw of `small_one_in`, 0…3.
    tree: operators and leaves.
    """

    max_operators: int = 15
    small_one_in: int = 40
    tree: TreeConfig = field(default_factory=TreeConfig)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.max_operators < 4:
            raise ConfigError(f"max_operators must be at least 4, not {self.max_operators}.")
        if self.small_one_in < 1:
            raise ConfigError(f"small_one_in must be at least 1, not {self.small_one_in}.")


@final
class Backward:
    """Problems ∫F' dx with the answer F."""

    name = "backward"

    def __init__(self, config: BackwardConfig = BackwardConfig()) -> None:
        self.config = config
        self._x = symbol(config.tree.variable)
        self._samplers = Samplers(config.tree, config)

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where F is constant or undefined."""
        config, x = self.config, self._x
        small = rng.randrange(config.small_one_in) == 0
        operators = rng.randint(0, 3) if small else rng.randint(4, config.max_operators)
        sampler, is_complex = self._samplers.choose(rng)
        try:
            antiderivative = without_constant(to_symengine(sampler.tree(rng, operators)), x)
            if antiderivative is None:
                return Rejection("constant")
            integrand = (principal_derivative if is_complex else derivative)(antiderivative, x)
            return present(integrand, antiderivative, x, rng, config, is_complex, by_rules=True)
        except ALGEBRA_FAILURES:
            return Rejection("undefined")


__all__ = ["Backward", "BackwardConfig"]
