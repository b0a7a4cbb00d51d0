"""Random expression trees, uniform in shape (Lample & Charton 2020, appendix C).

A unary–binary tree is grown by filling empty places. D(e, n) counts the ways to finish a tree that has
e empty places with n operators still to place:

    D(0, n) = 0,   D(e, 0) = L^e,   D(e, n) = L·D(e-1, n) + p1·D(e, n-1) + p2·D(e+1, n-1)

with L leaf symbols and p1, p2 operator symbols; with L = p1 = p2 = 1 every *shape* is equally likely,
and operators and leaves are then drawn by weight.

    TreeSampler().tree(rng, operators=7)  -> ("+", ("sin", "x"), 3)
"""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from ansatz.errors import ConfigError
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import PARAMETERS


@dataclass(frozen=True)
class TreeConfig:
    """What random trees are made of.

    variable: the leaf that occurs most. variable_share: its probability at a leaf (the rest are numbers).
    max_integer: numbers are drawn from 1…max_integer. parameter_share: probability that a number is a
    parameter (a, b, …) instead. imaginary_share: probability that it is i or a small Gaussian integer p + qi.
    unary, binary: operator weights by name; the operator table's by default.
    """

    variable: str = "x"
    variable_share: float = 0.75
    max_integer: int = 5
    parameter_share: float = 0.0
    imaginary_share: float = 0.0
    unary: dict[str, float] = field(default_factory=lambda: _table_weights(1))
    binary: dict[str, float] = field(default_factory=lambda: _table_weights(2))

    def __post_init__(self) -> None:
        if not 0 < self.variable_share <= 1:
            raise ConfigError(f"variable_share must lie in (0, 1], not {self.variable_share}.")
        if self.max_integer < 1:
            raise ConfigError(f"max_integer must be at least 1, not {self.max_integer}.")
        if not (0 <= self.parameter_share <= 1 and 0 <= self.imaginary_share <= 1):
            raise ConfigError("parameter_share and imaginary_share are probabilities: choose both from [0, 1].")
        unknown = [name for name in (*self.unary, *self.binary) if name not in OPERATORS]
        if unknown:
            raise ConfigError(f"Unknown operators in a tree configuration: {', '.join(unknown)}.")


def _table_weights(arity: int) -> dict[str, float]:
    return {op.name: op.weight for op in OPERATORS.values() if op.arity == arity and op.weight > 0}


def drawn(rng: random.Random, cumulative: Sequence[float]) -> int:
    """The index that `rng.choices` draws for these cumulative weights, from the same number, without its checks."""
    return bisect(cumulative, rng.random() * (cumulative[-1] + 0.0), 0, len(cumulative) - 1)


@cache
def shapes(empty: int, operators: int) -> int:
    """D(empty, operators): how many ways there are to finish the tree."""
    if empty == 0:
        return 0
    if operators == 0:
        return 1
    return shapes(empty - 1, operators) + shapes(empty, operators - 1) + shapes(empty + 1, operators - 1)


@cache
def _placements(empty: int, operators: int) -> Sequence[int]:
    """Cumulative weights of (arity 1 or 2, place k): the operator goes to the k-th empty place."""
    unary = [shapes(empty - k, operators - 1) for k in range(empty)]
    binary = [shapes(empty - k + 1, operators - 1) for k in range(empty)]
    return list(accumulate(unary + binary))


class TreeSampler:
    """Draws trees for one configuration; the weights are prepared once."""

    def __init__(self, config: TreeConfig = TreeConfig()) -> None:
        self.config = config
        self._unary = (list(config.unary), list(accumulate(config.unary.values())))
        self._binary = (list(config.binary), list(accumulate(config.binary.values())))

    def shape(self, rng: random.Random, operators: int) -> list[str | None]:
        """Prefix list of operator names, None for each leaf."""
        places: list[str | None] = [None]
        empty, left, start = 1, 0, 0  # `left` empty places before `start` are settled to be leaves
        for remaining in range(operators, 0, -1):
            choice = drawn(rng, _placements(empty, remaining))
            arity, skip = (1, choice) if choice < empty else (2, choice - empty)
            names, weights = self._unary if arity == 1 else self._binary
            operator = names[drawn(rng, weights)]
            position = start
            while True:  # the (skip+1)-th empty place from `start` on
                if places[position] is None:
                    if skip == 0:
                        break
                    skip -= 1
                    left += 1
                    empty -= 1
                position += 1
            places[position : position + 1] = [operator] + [None] * arity
            start = position + 1
            empty += arity - 1
        return places

    def leaf(self, rng: random.Random) -> Tree:
        """A variable, a number or a parameter."""
        if rng.random() < self.config.variable_share:
            return self.config.variable
        return self.number(rng)

    def number(self, rng: random.Random) -> Tree:
        """A leaf that is no variable."""
        config = self.config
        if config.imaginary_share and rng.random() < config.imaginary_share:
            return _gaussian_integer(rng)
        if config.parameter_share and rng.random() < config.parameter_share:
            return PARAMETERS[min(int(rng.expovariate(1.0)), 3)]
        return rng.randint(1, config.max_integer)

    def tree(self, rng: random.Random, operators: int) -> Tree:
        """A tree with this many operators."""
        stack: list[Tree] = []
        for place in reversed(self.shape(rng, operators)):
            if place is None:
                stack.append(self.leaf(rng))
            elif OPERATORS[place].arity == 1:
                stack.append((place, stack.pop()))
            else:
                stack.append((place, stack.pop(), stack.pop()))
        return stack[0]


def _gaussian_integer(rng: random.Random) -> Tree:
    """i in half of the draws, else p + qi with |p| <= 3 and 0 < |q| <= 3."""
    if rng.random() < 0.5:
        return "i"
    real, imaginary = rng.randint(-3, 3), rng.choice((-3, -2, -1, 1, 2, 3))
    return ("+", real, ("*", imaginary, "i"))
