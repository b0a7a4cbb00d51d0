"""Families of functions y(x, c1[, c2]): what the generators of differential equations start from.

FamilySampler(OdeConfig(), ("c1",)).draw(rng)      y = c1·exp(x) + x, or a `Rejection`
"""

import random
from dataclasses import dataclass, field

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.tree import Tree
from ansatz.problems.ode.inversion import absorb
from ansatz.problems.problem import Rejection, check_shares
from ansatz.problems.trees import TreeConfig, TreeSampler


@dataclass(frozen=True)
class OdeConfig:
    """Parameters of the generators of differential equations.

    min_operators, max_operators: operators of the solution's tree. max_terms: terms of an equation, written as a
    sum. collected_share: how often it is written as a sum of powers of the highest derivative with factored
    coefficients instead. rationalise: remove roots whose sign is a choice of branch, where that stays within
    max_terms. keep_branches: keep pairs that hold on a branch only, tagged with it. parametric_share: the share of
    problems in which numbers may be parameters a, b, c, d. tree: operators and leaves.
    """

    min_operators: int = 5
    max_operators: int = 14
    max_terms: int = 40
    collected_share: float = 0.5
    rationalise: bool = True
    keep_branches: bool = True
    parametric_share: float = 0.1
    tree: TreeConfig = field(default_factory=TreeConfig)

    def __post_init__(self) -> None:
        if not 1 <= self.min_operators <= self.max_operators:
            raise ConfigError(
                f"1 <= min_operators <= max_operators must hold, not {self.min_operators}, {self.max_operators}."
            )
        if self.max_terms < 2:
            raise ConfigError(f"max_terms must be at least 2, not {self.max_terms}.")
        check_shares(self, "collected_share", "parametric_share")


class FamilySampler:
    """Random trees in which some leaves, one for each, are constants of integration."""

    def __init__(self, config: OdeConfig, constants: tuple[str, ...]) -> None:
        self.config, self.constants = config, constants
        self.x = symbol(config.tree.variable)
        self._symbols = tuple(map(symbol, constants))
        self._plain = TreeSampler(config.tree)
        self._parametric = TreeSampler(
            TreeConfig(**{**vars(config.tree), "parameter_share": config.tree.parameter_share or 0.5})
        )

    def draw(self, rng: random.Random) -> se.Expr | Rejection:
        """A function of x with all the constants, each as simple as a change of its name allows."""
        config = self.config
        sampler = self._parametric if rng.random() < config.parametric_share else self._plain
        tree = sampler.tree(rng, rng.randint(config.min_operators, config.max_operators))
        leaves = _leaves(tree)
        if leaves < len(self.constants):
            return Rejection("too few leaves")
        places = rng.sample(range(leaves), len(self.constants))
        try:
            y = to_symengine(_planted(tree, dict(zip(places, self.constants, strict=True)), [0]))
            for constant in self._symbols:
                y = absorb(y, constant, self.x, frozenset(self._symbols) - {constant})
        except ALGEBRA_FAILURES:
            return Rejection("undefined")
        present = y.free_symbols
        if self.x not in present or not present.issuperset(self._symbols):
            return Rejection("a constant or the variable is absent")
        return y


def _leaves(tree: Tree) -> int:
    return sum(map(_leaves, tree[1:])) if isinstance(tree, tuple) else 1


def _planted(tree: Tree, constants: dict[int, str], count: list[int]) -> Tree:
    """The tree with some leaves, numbered from left to right, replaced."""
    if isinstance(tree, tuple):
        return (tree[0], *(_planted(child, constants, count) for child in tree[1:]))  # type: ignore[return-value]
    count[0] += 1
    return constants.get(count[0] - 1, tree)


__all__ = ["FamilySampler", "OdeConfig"]
