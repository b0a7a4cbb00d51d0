"""Problems one after another in this process, without duplicates: what `ansatz generate` writes to a file.

Attempts and deduplication are the engine's, so that a file begins as a data set of the same seed does.
"""

from collections.abc import Iterator
from itertools import count as count_from

from ansatz.data.dedup import Seen
from ansatz.data.encode import Lengths
from ansatz.data.record import Record, trees
from ansatz.data.work import attempt
from ansatz.expr.tree import Tree
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.problem import Generator


def distinct(generator: Generator, seed: int, count: int, lengths: Lengths = Lengths()) -> Iterator[Record]:
    """`count` distinct problems that fit the vocabulary and the lengths."""
    seen = Seen()
    for index in count_from():
        if len(seen) == count:
            return
        outcome = attempt(generator, seed, index, lengths)
        if isinstance(outcome, Record) and seen.add(outcome.statement):
            yield outcome


def integrals(config: BackwardConfig, seed: int, count: int) -> Iterator[tuple[Tree, Tree]]:
    """`count` distinct (integrand, antiderivative) pairs."""
    for record in distinct(Backward(config), seed, count):
        yield trees(record.statement)[0], trees(record.answer)[0]
