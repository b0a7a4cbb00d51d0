"""A fixed data set as a stream: seen epoch after epoch, in a new order each time, from memory.

    with FixedStream(examples, seed=0, tokens=8_000, position=(3, 1)) as stream:
        for batch in stream: ...            # from the second batch of the fourth epoch on

Chunk k of `ansatz.data.stream.BatchStream` is epoch k here: every example once, shuffled before batches of similar
length are cut, so that the same examples do not always stand together.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Self, final

from ansatz.data.encode import Example
from ansatz.data.stream import Batch, buckets, pad
from ansatz.errors import ConfigError


@final
class FixedStream:
    """Endless batches of the same examples. tokens: budget of a batch, padding included."""

    def __init__(self, examples: Sequence[Example], seed: int, tokens: int, position: tuple[int, int] = (0, 0)) -> None:
        if not examples:
            raise ConfigError("A fixed data set needs at least one example.")
        self._examples, self._seed, self._tokens = list(examples), seed, tokens
        self.position = position

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __iter__(self) -> Iterator[Batch]:
        epoch, skip = self.position
        while True:
            batches = self._epoch(epoch)
            for index in range(skip, len(batches)):
                self.position = (epoch, index + 1)
                yield pad(batches[index])
            epoch, skip = epoch + 1, 0

    def _epoch(self, epoch: int) -> list[list[Example]]:
        rng = random.Random(f"{self._seed}/{epoch}")
        batches = list(buckets(rng.sample(self._examples, len(self._examples)), self._tokens))
        rng.shuffle(batches)
        return batches
