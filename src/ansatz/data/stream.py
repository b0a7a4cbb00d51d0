"""The live stream: fresh examples from a local process pool, in length-bucketed, token-budget batches.

    with LiveStream(StreamConfig(seed=0, workers=1)) as stream:
        for batch in stream:            # endless
            batch.source                # int64 (batch, source length), padded with <pad> = 0
            batch.target                # int64 (batch, target length)
            stream.position             # (chunk, batch within it): give it back to resume exactly here

Chunk k is made from the seed and k alone, whichever worker makes it, and chunks are consumed in order:
the stream is the same for any number of workers, and resuming repeats nothing and skips nothing.
"""

import multiprocessing
import random
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from ansatz.data.encode import Example, Lengths, encode
from ansatz.errors import AnsatzError, ConfigError
from ansatz.expr.vocabulary import INDEX, PAD
from ansatz.problems.integration.backward import Backward, BackwardConfig
from ansatz.problems.problem import Rejection

PADDING = INDEX[PAD]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded token ids: source (batch, source length), target (batch, target length)."""

    source: np.ndarray
    target: np.ndarray

    @property
    def examples(self) -> int:
        """Number of examples in the batch."""
        return len(self.source)


@dataclass(frozen=True)
class StreamConfig:
    """What is streamed and how.

    seed: the stream's seed. workers: generating processes. chunk: examples generated and bucketed together.
    tokens: budget of a batch, padding included (source plus target). lengths: longest sequences kept.
    backward: the generator's parameters.
    """

    seed: int = 0
    workers: int = 1
    chunk: int = 8_192
    tokens: int = 6_000
    lengths: Lengths = field(default_factory=Lengths)
    backward: BackwardConfig = field(default_factory=BackwardConfig)

    def __post_init__(self) -> None:
        if self.workers < 1 or self.chunk < 1:
            raise ConfigError("A stream needs at least one worker and one example per chunk.")
        if self.tokens < self.lengths.source + self.lengths.target:
            raise ConfigError("The token budget of a batch is smaller than one longest example; raise `tokens`.")


def make_chunk(config: StreamConfig, index: int) -> list[Batch]:
    """The batches of chunk `index`: a function of the seed and the index alone."""
    rng = random.Random(f"{config.seed}/{index}")
    generator = Backward(config.backward)
    examples: list[Example] = []
    while len(examples) < config.chunk:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            continue
        try:
            example = encode(problem, config.lengths)
        except AnsatzError:
            continue
        if example is not None:
            examples.append(example)
    batches = [pad(group) for group in buckets(examples, config.tokens)]
    rng.shuffle(batches)
    return batches


def buckets(examples: list[Example], tokens: int) -> Iterator[list[Example]]:
    """Groups of similar length, each within the token budget, padding included."""
    ordered = sorted(examples, key=lambda e: (len(e.source) // 4, len(e.target)))
    group: list[Example] = []
    source = target = 0
    for example in ordered:
        wider, longer = max(source, len(example.source)), max(target, len(example.target))
        if group and (wider + longer) * (len(group) + 1) > tokens:
            yield group
            group, wider, longer = [], len(example.source), len(example.target)
        group.append(example)
        source, target = wider, longer
    if group:
        yield group


def pad(group: list[Example]) -> Batch:
    """One batch of the group, padded on the right."""
    source = np.full((len(group), max(len(e.source) for e in group)), PADDING, np.int16)
    target = np.full((len(group), max(len(e.target) for e in group)), PADDING, np.int16)
    for row, example in enumerate(group):
        source[row, : len(example.source)] = example.source
        target[row, : len(example.target)] = example.target
    return Batch(source, target)


def _ignore_interrupts() -> None:
    """A terminal's Ctrl-C reaches the workers too; when to stop is the trainer's decision."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class LiveStream:
    """An endless iterator of batches with an exact position."""

    def __init__(self, config: StreamConfig, position: tuple[int, int] = (0, 0)) -> None:
        self.config = config
        self.position = position
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        # "spawn": workers inherit neither the trainer's threads nor its memory.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self.config.workers, mp_context=context, initializer=_ignore_interrupts)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def __iter__(self) -> Iterator[Batch]:
        if self._pool is None:
            raise ConfigError("Open the stream with a `with` statement before iterating.")
        chunk, skip = self.position
        ahead: deque[Future[list[Batch]]] = deque()
        for k in range(2 * self.config.workers):
            ahead.append(self._pool.submit(make_chunk, self.config, chunk + k))
        while True:
            batches = ahead.popleft().result()
            ahead.append(self._pool.submit(make_chunk, self.config, chunk + 2 * self.config.workers))
            for index in range(skip, len(batches)):
                self.position = (chunk, index + 1)
                yield batches[index]
            chunk, skip = chunk + 1, 0
