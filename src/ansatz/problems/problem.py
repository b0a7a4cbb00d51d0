"""A problem with its answer: mathematics only, no tokens.

`Generator.generate(rng)` returns a `Problem`, or None where the draw is rejected; encoders
(`ansatz.data.encode`) alone know tokens. Randomness arrives as an argument.
"""

import random
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one task.

    task: a task token of the vocabulary, such as "<integrate>". statement: SymEngine expressions (one
    integrand; the right-hand sides of a system). answer: likewise. form: how the statement is written.
    """

    task: str
    statement: tuple[Any, ...]
    answer: tuple[Any, ...]
    form: str = "raw"


class Generator(Protocol):
    """Makes random problems of one kind."""

    name: str

    def generate(self, rng: random.Random) -> Problem | None:
        """One problem, or None where this draw is rejected."""
        ...
