"""A data set on disk as an endless, random-access sequence of records.

Epoch after epoch, shards come in a new order and rows in a new order within each, both functions of (seed, epoch), so
that any part of the sequence can be read without reading what stands before it.
"""

import random
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from ansatz.data import manifest, shards
from ansatz.data.record import Record
from ansatz.errors import ConfigError


def is_folder(name: str) -> bool:
    """Whether an entry of a mixture is a data set's folder and not a task's name."""
    return "/" in name


class Source:
    """One data set as an endless sequence of records, epoch after epoch."""

    def __init__(self, folder: Path, split: str, seed: int) -> None:
        if not manifest.read(folder).get("complete"):
            raise ConfigError(f"The data set in {folder} is not complete; finish it with ansatz generate --resume.")
        self._folder, self._split, self._seed = folder, split, seed
        self._shards = [shard for shard in manifest.read_shards(folder) if shard.splits.get(split)]
        self._sizes = [shard.splits[split] for shard in self._shards]
        self.size = sum(self._sizes)
        if self.size == 0:
            raise ConfigError(f"The data set in {folder} has no problems in its split {split}.")

    def records(self, start: int, stop: int) -> Iterator[Record]:
        """Records start…stop-1 of the sequence."""
        while start < stop:
            epoch, first = divmod(start, self.size)
            last = min(self.size, first + stop - start)
            order = list(range(len(self._shards)))
            random.Random(f"{self._seed}/{epoch}").shuffle(order)
            ends = list(accumulate(self._sizes[k] for k in order))
            for place in range(bisect_right(ends, first), len(order)):
                begin = ends[place] - self._sizes[order[place]]
                if begin >= last:
                    break
                yield from self._rows(order[place], epoch)[max(0, first - begin) : last - begin]
            start += last - first

    def _rows(self, shard: int, epoch: int) -> list[Record]:
        records = list(_load(self._folder / self._shards[shard].file, self._split))
        random.Random(f"{self._seed}/{epoch}/{shard}").shuffle(records)
        return records


@lru_cache(maxsize=16)
def _load(path: Path, split: str) -> tuple[Record, ...]:
    """A shard; the last few are kept, since chunk after chunk takes from the same."""
    return tuple(shards.read_file(path, split))


@lru_cache(maxsize=8)
def sources_of(folders: tuple[str, ...], split: str, seed: int) -> list[Source]:
    """The sources of these folders; kept. Raises `ConfigError` where one is no complete data set."""
    return [Source(Path(folder), split, seed) for folder in folders]
