"""The training stream over data sets on disk: shuffled, mixed by weight, resumable at the exact example.

    config = ShardStreamConfig({"out/backward": 3, "out/by_parts": 1}, seed=0)
    with ShardStream(config, position) as stream:
        for batch in stream: ...

Chunk k takes of source i the examples ⌊k·n·wᵢ⌋ … ⌊(k+1)·n·wᵢ⌋ - 1, so that any
chunk can be made without making those before it (`ansatz.data.source`): that is what makes the stream random-access.
"""

import random
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import final

from ansatz.data.encode import Example, Lengths
from ansatz.data.record import to_example
from ansatz.data.scheme import Scheme
from ansatz.data.source import sources_of
from ansatz.data.split import SPLITS
from ansatz.data.stream import Batch, ChunkStream, buckets, pad
from ansatz.errors import ConfigError


@dataclass(frozen=True)
class ShardStreamConfig:
    """What is streamed and how.

    sources: {data set's folder: weight}. split: of each. seed: of the order. workers: reading processes. chunk:
    examples read and bucketed together. tokens: budget of a batch, padding included. lengths: longer examples
    are left out. notation, tokenizer: how examples are spelt (`ansatz.data.scheme`); lengths are in its tokens.
    """

    sources: dict[str, float]
    split: str = "train"
    seed: int = 0
    workers: int = 1
    chunk: int = 8_192
    tokens: int = 6_000
    lengths: Lengths = field(default_factory=Lengths)
    notation: str = "prefix"
    tokenizer: str = "words"

    def __post_init__(self) -> None:
        if not self.sources or any(weight <= 0 for weight in self.sources.values()):
            raise ConfigError("A stream over shards needs at least one data set; weights must be positive.")
        if self.split not in SPLITS:
            raise ConfigError(f"There is no split '{self.split}'; choose from {', '.join(SPLITS)}.")
        if self.workers < 1 or self.chunk < 1:
            raise ConfigError("A stream needs at least one worker and one example per chunk.")
        if self.tokens < self.lengths.source + self.lengths.target:
            raise ConfigError("The token budget of a batch is smaller than one longest example; raise `tokens`.")
        _ = self.scheme

    @property
    def scheme(self) -> Scheme:
        """Notation and tokenizer; `scheme.size` is the model's vocabulary. Raises `ConfigError` for unknown names."""
        return Scheme(self.notation, self.tokenizer)


def make_chunk(config: ShardStreamConfig, index: int) -> list[Batch]:
    """The batches of chunk `index`: a function of the configuration and the index alone."""
    total = sum(Fraction(weight) for weight in config.sources.values())
    examples: list[Example] = []
    scheme = config.scheme
    sources = sources_of(tuple(config.sources), config.split, config.seed)
    for source, weight in zip(sources, config.sources.values(), strict=True):
        share = config.chunk * Fraction(weight) / total
        for record in source.records(int(index * share), int((index + 1) * share)):
            example = to_example(record, config.lengths, scheme)
            if isinstance(example, Example):
                examples.append(example)
    batches = [pad(group) for group in buckets(examples, config.tokens)]
    random.Random(f"{config.seed}/{index}").shuffle(batches)
    return batches


@final
class ShardStream(ChunkStream):
    """Batches from data sets on disk; the same interface as `LiveStream`."""

    def __init__(self, config: ShardStreamConfig, position: tuple[int, int] = (0, 0)) -> None:
        self.config = config
        sources_of(tuple(config.sources), config.split, config.seed)  # what is wrong is said here, not in a worker
        super().__init__(partial(make_chunk, config), config.workers, position)
