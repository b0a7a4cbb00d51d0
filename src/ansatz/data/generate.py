"""Problems one after another in this process, without duplicates: what `ansatz generate` writes to a file.

    list(distinct(generator, seed=0, count=500))
    list(distinct(generator, "validation", 100, wanted=lambda record: split(record.statement) == "valid"))

Attempts and deduplication are the engine's, so that a file begins as a data set of the same seed does. Problems of one
split, to validate on or to test with, are drawn here too.
"""

import math
from collections.abc import Callable, Iterator
from itertools import count as count_from

from ansatz.data.dedup import Seen
from ansatz.data.encode import Lengths
from ansatz.data.record import Record, trees
from ansatz.data.work import attempt
from ansatz.expr.tree import Tree
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.problem import Generator


def distinct(
    generator: Generator,
    seed: int | str,
    count: int,
    lengths: Lengths = Lengths(),
    *,
    wanted: Callable[[Record], bool] = lambda record: True,
    patience: float = math.inf,
) -> Iterator[Record]:
    """The first `count` distinct problems that are wanted and fit the vocabulary and the lengths.

    patience: attempts in a row without one, after which there are no more.
    """
    seen, barren = Seen(), 0
    for index in count_from():
        if len(seen) == count or barren >= patience:
            return
        outcome, barren = attempt(generator, seed, index, lengths), barren + 1
        if isinstance(outcome, Record) and wanted(outcome) and seen.add(outcome.statement):
            barren = 0
            yield outcome


def integrals(config: BackwardConfig, seed: int, count: int) -> Iterator[tuple[Tree, Tree]]:
    """`count` distinct (integrand, antiderivative) pairs."""
    for record in distinct(Backward(config), seed, count):
        yield trees(record.statement)[0], trees(record.answer)[0]
