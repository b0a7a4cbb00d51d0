"""A problem with its answer: mathematics only, no tokens.

`Generator.generate(rng)` returns a `Problem`, or a `Rejection` with its reason; encoders
(`ansatz.data.encode`) alone know tokens. Randomness arrives as an argument, and a generator keeps no
state between calls, so that problem k of a data set depends on the seed and on k alone.
"""

import random
from dataclasses import dataclass
from typing import Protocol

import symengine as se

from ansatz.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one task.

    task: a task token of the vocabulary, such as "<integrate>". statement: SymEngine expressions (one
    integrand; one left side of an equation "= 0"; the right-hand sides of a system). answer: likewise.
    form: how the statement is written. branch: expressions that are positive where the pair holds; empty
    where it holds everywhere.
    """

    task: str
    statement: tuple[se.Expr, ...]
    answer: tuple[se.Expr, ...]
    form: str = "raw"
    branch: tuple[se.Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A draw that gave no problem, and why, in a few words that statistics can count."""

    reason: str


class Generator(Protocol):
    """Makes random problems of one kind."""

    name: str

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem, or why this draw gave none."""
        ...


def check_shares(config: object, *names: str) -> None:
    """Raise `ConfigError` unless these fields of a configuration are probabilities."""
    for name in names:
        if not 0 <= getattr(config, name) <= 1:
            raise ConfigError(f"{name} must lie in [0, 1], not {getattr(config, name)}.")
