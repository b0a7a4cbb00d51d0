"""Backward generation: sample an antiderivative F, differentiate it, ask for ∫F' (Lample & Charton 2020, 3.2).

    generator = Backward(BackwardConfig())
    problem = generator.generate(random.Random(0))
    problem.statement, problem.answer  ->  (F',), (F,)

F' is written with the rules of calculus. For acosh u and asech u these hold where the function is real:
beyond, ln|u + √(u² - 1)| is the antiderivative (`ansatz.solve.realise`).
"""

import random
from dataclasses import dataclass, field
from typing import Any

import symengine as se

from ansatz.errors import ConfigError, InputError
from ansatz.expr.canonical import derivative, symbol, to_symengine
from ansatz.problems.problem import Problem, Rejection
from ansatz.problems.surface import vary
from ansatz.problems.trees import TreeConfig, TreeSampler


@dataclass(frozen=True)
class BackwardConfig:
    """Parameters of backward generation; the defaults follow the published generator.

    max_operators: F has 4…max_operators operators, or, in one draw of `small_one_in`, 0…3.
    surface_variety: show F' in several forms (`ansatz.problems.surface`) instead of the raw derivative.
    parametric_share: the share of problems in which numbers may be parameters a, b, c, d.
    tree: operators and leaves.
    """

    max_operators: int = 15
    small_one_in: int = 40
    surface_variety: bool = True
    parametric_share: float = 0.1
    tree: TreeConfig = field(default_factory=TreeConfig)

    def __post_init__(self) -> None:
        if self.max_operators < 4:
            raise ConfigError(f"max_operators must be at least 4, not {self.max_operators}.")
        if not 0 <= self.parametric_share <= 1:
            raise ConfigError(f"parametric_share must lie in [0, 1], not {self.parametric_share}.")


class Backward:
    """Problems ∫F' dx with the answer F."""

    name = "backward"

    def __init__(self, config: BackwardConfig = BackwardConfig()) -> None:
        self.config = config
        self._x = symbol(config.tree.variable)
        self._plain = TreeSampler(config.tree)
        self._parametric = TreeSampler(
            TreeConfig(**{**vars(config.tree), "parameter_share": config.tree.parameter_share or 0.5})
        )

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where F is constant or undefined."""
        config, x = self.config, self._x
        small = rng.randrange(config.small_one_in) == 0
        operators = rng.randint(0, 3) if small else rng.randint(4, config.max_operators)
        sampler = self._parametric if rng.random() < config.parametric_share else self._plain
        try:
            antiderivative = without_constant(to_symengine(sampler.tree(rng, operators)), x)
            if antiderivative is None:
                return Rejection("constant")
            integrand = derivative(antiderivative, x)
            form = "raw"
            if config.surface_variety:
                integrand, form = vary(integrand, rng)
        except (InputError, RuntimeError, ZeroDivisionError):
            return Rejection("undefined")
        if integrand == 0:
            return Rejection("locally constant")
        return Problem("<integrate>", (integrand,), (antiderivative,), form)


def without_constant(expression: Any, x: Any) -> Any | None:
    """The expression without its additive constants; None where it does not depend on x."""
    if x not in expression.free_symbols:
        return None
    if expression.__class__ is se.Add:
        terms = [term for term in expression.args if x in term.free_symbols]
        return se.Add(*terms)
    return expression
