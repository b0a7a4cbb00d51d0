"""Streams of batches: endless, length-bucketed, within a token budget, with an exact position.

    with LiveStream(StreamConfig(seed=0, workers=1)) as stream:
        for batch in stream:            # endless
            batch.source                # int64 (batch, source length), padded with <pad> = 0
            batch.target                # int64 (batch, target length)
            stream.position             # (chunk, batch within it): give it back to resume exactly here

`LiveStream` makes fresh examples while training runs, `ansatz.data.shard_stream.ShardStream` reads data sets;
both are a `ChunkStream`: chunk k is a function of the configuration and of k alone, whichever worker makes it,
and chunks are consumed in order. So the stream is the same for any number of workers, and resuming repeats
nothing and skips nothing.
"""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, count, islice, pairwise
from typing import TYPE_CHECKING, Protocol, Self, final

import numpy as np

from ansatz.data.encode import Example, Lengths, encode, joined_words
from ansatz.data.record import Record, to_example, to_form_example
from ansatz.data.scheme import Scheme
from ansatz.data.source import is_folder, sources_of
from ansatz.data.split import split
from ansatz.data.work import attempt, make_generator
from ansatz.errors import AnsatzError, ConfigError, ResourceError
from ansatz.expr.vocabulary import INDEX, PAD
from ansatz.limits import Crew, Status
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.problem import Rejection

if TYPE_CHECKING:
    from torch import Tensor

PADDING = INDEX[PAD]
CHUNK_SECONDS = 600.0  # a chunk that takes longer is taken to hang
MAX_LEFT_OUT = 3  # chunks in a row
BAND = 6  # tokens of source
MAX_ATTEMPTS = 1_000  # for one example, on average over a chunk


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded token ids: source (batch, source length), target (batch, target length)."""

    source: np.ndarray
    target: np.ndarray

    @property
    def examples(self) -> int:
        """Number of examples in the batch."""
        return len(self.source)

    def tensors(self, device: str = "cpu") -> "tuple[Tensor, Tensor]":
        """Source and target on a device, as int64: what models take."""
        import torch  # not by the workers, who make batches and need no tensors

        source, target = map(torch.from_numpy, (self.source, self.target))
        return source.to(device, torch.long), target.to(device, torch.long)


@dataclass(frozen=True)
class StreamConfig:
    """What is streamed and how.

    seed: the stream's seed. workers: generating processes. chunk: examples generated and bucketed together.
    tokens: budget of a batch, padding included (source plus target). lengths: longest sequences kept.
    backward: the parameters of backward generation. mixture: weights of tasks (`ansatz.problems.registry`) and of data
    sets' folders (`ansatz.data.source`, their split train); empty for backward alone. forms: share of the examples that
    ask for the answer's form (`ansatz.problems.ansatz_form`) instead of the answer; it needs a mixture.
    exclude_held_out: leave out statements of the splits valid and test. notation, tokenizer: how examples are spelt
    (`ansatz.data.scheme`); lengths and budget are in its tokens.
    """

    seed: int = 0
    workers: int = 1
    chunk: int = 16_384
    tokens: int = 16_000
    lengths: Lengths = field(default_factory=Lengths)
    backward: BackwardConfig = field(default_factory=BackwardConfig)
    mixture: dict[str, float] = field(default_factory=dict)
    forms: float = 0.0
    exclude_held_out: bool = False  # runs that were begun without it must go on without it
    notation: str = "prefix"
    tokenizer: str = "words"

    def __post_init__(self) -> None:
        if self.workers < 1 or self.chunk < 1:
            raise ConfigError("A stream needs at least one worker and one example per chunk.")
        if self.tokens < self.lengths.source + self.lengths.target:
            raise ConfigError("The token budget of a batch is smaller than one longest example; raise `tokens`.")
        if not 0 <= self.forms <= 1 or (self.forms and not self.mixture):
            raise ConfigError("The share of forms lies in [0, 1], and needs a mixture.")
        if not all(0 < weight < math.inf for weight in self.mixture.values()):
            raise ConfigError("The weights of a mixture must be positive numbers.")
        _ = self.scheme

    @property
    def scheme(self) -> Scheme:
        """Notation and tokenizer; `scheme.size` is the model's vocabulary. Raises `ConfigError` for unknown names."""
        return Scheme(self.notation, self.tokenizer)


class BatchStream(Protocol):
    """An endless iterator of batches. `position`, given back when it is opened, resumes exactly there."""

    position: tuple[int, int]

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def __iter__(self) -> Iterator[Batch]: ...


def make_chunk(config: StreamConfig, index: int) -> list[Batch]:
    """The batches of chunk `index`: a function of the configuration and the index alone."""
    rng = random.Random(f"{config.seed}/{index}")
    examples = _mixed(config, index) if config.mixture else _backward(config, rng)
    batches = [pad(group) for group in buckets(examples, config.tokens)]
    rng.shuffle(batches)
    return batches


def _backward(config: StreamConfig, rng: random.Random) -> list[Example]:
    """Backward examples, one after another from the same randomness: what older runs were begun with."""
    generator, scheme = Backward(config.backward), config.scheme
    examples: list[Example] = []
    while len(examples) < config.chunk:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            continue
        try:
            example = encode(problem, config.lengths, scheme)
            if example is not None and not (
                config.exclude_held_out and held_out(" ".join(joined_words(problem.statement)))
            ):
                examples.append(example)
        except AnsatzError:
            continue
    return examples


def held_out(statement: str) -> bool:
    """Whether a statement (prefix words) belongs to valid or test."""
    return split(statement) != "train"


def _mixed(config: StreamConfig, index: int) -> list[Example]:
    """Examples of several tasks: task t has its weight's share of the chunk, whatever its acceptance."""
    weights = list(accumulate(config.mixture.values(), initial=0.0))
    ends = [round(config.chunk * weight / weights[-1]) for weight in weights]
    examples: list[Example] = []
    for task, (first, last) in zip(config.mixture, pairwise(ends), strict=True):
        records = _from_folder if is_folder(task) else _fresh
        examples += islice(_spelt(config, records(config, task, index, last - first), f"{task}/{index}"), last - first)
    return examples


def _from_folder(config: StreamConfig, folder: str, index: int, count: int) -> Iterator[Record]:
    """The records of a data set that belong to chunk `index`."""
    (source,) = sources_of((folder,), "train", config.seed)
    return source.records(index * count, (index + 1) * count)


def _fresh(config: StreamConfig, task: str, index: int, count: int) -> Iterator[Record]:
    """Records of a task's generator, as many as are taken; raises `ResourceError` where it gives too few."""
    slack = config.scheme.slack
    words = Lengths(config.lengths.source * slack, config.lengths.target * slack)
    generator = Backward(config.backward) if task == "backward" else make_generator(task, {})
    for k in range(MAX_ATTEMPTS * count):
        made = attempt(generator, f"{config.seed}/{task}/{index}", k, words)
        if isinstance(made, Record) and not (config.exclude_held_out and held_out(made.statement)):
            yield made
    raise ResourceError(f"The generator '{task}' gives too few examples; take it out of the mixture.")


def _spelt(config: StreamConfig, records: Iterable[Record], seed: str) -> Iterator[Example]:
    """The examples of records that fit; `config.forms` of them ask for the answer's form, where it has one."""
    rng = random.Random(f"{config.seed}/forms/{seed}")
    for record in records:
        example: Example | Rejection = Rejection("")
        if config.forms and rng.random() < config.forms:
            example = to_form_example(record, config.lengths, config.scheme)
        if isinstance(example, Rejection):
            example = to_example(record, config.lengths, config.scheme)
        if isinstance(example, Example):
            yield example


def buckets(examples: list[Example], tokens: int) -> Iterator[list[Example]]:
    """Groups of similar length, each within the token budget, padding included.

    Bands of similar source are walked boustrophedon, targets up in one and down in the next, so that
    neighbours at the turn are alike in both: 2 to 12 % fewer padded tokens than always upwards.
    """
    bands = defaultdict(list)
    for example in examples:
        bands[len(example.source) // BAND].append(example)
    ordered = [
        example
        for turn, band in enumerate(sorted(bands))
        for example in sorted(bands[band], key=lambda e: len(e.target), reverse=turn % 2 == 1)
    ]
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


class ChunkStream:
    """Chunks of batches, made ahead by worker processes and consumed in order.

    make(k): the batches of chunk k; it must be picklable. A chunk whose making crashes or hangs twice is left out,
    the same by every run that meets it; several in a row raise `ResourceError`.
    """

    def __init__(self, make: Callable[[int], list[Batch]], workers: int, position: tuple[int, int] = (0, 0)) -> None:
        self._make, self._workers = make, workers
        self.position = position
        self._crew: Crew | None = None

    def __enter__(self) -> Self:
        self._crew = Crew(self._workers)
        return self

    def __exit__(self, *_: object) -> None:
        crew, self._crew = self._crew, None
        if crew is not None:
            crew.close()

    def __iter__(self) -> Iterator[Batch]:
        if self._crew is None:
            raise ConfigError("Open the stream with a `with` statement before iterating.")
        first, skip = self.position
        left_out = 0
        for chunk, run in self._crew.map(self._make, count(first), seconds=CHUNK_SECONDS, ordered=True, tries=2):
            if run.wait().status in (Status.FAILED, Status.CANCELLED):
                run.result()
            made = run.take()
            left_out = 0 if made else left_out + 1
            if left_out == MAX_LEFT_OUT:
                raise ResourceError(
                    f"{MAX_LEFT_OUT} chunks of examples in a row could not be made (memory, or a generator too slow "
                    "for a live stream); write a data set with ansatz generate instead."
                )
            for batches in made:
                for index in range(skip, len(batches)):
                    self.position = (chunk, index + 1)
                    yield batches[index]
            skip = 0


@final
class LiveStream(ChunkStream):
    """Fresh examples, made while they are learned from."""

    def __init__(self, config: StreamConfig, position: tuple[int, int] = (0, 0)) -> None:
        self.config = config
        super().__init__(partial(make_chunk, config), config.workers, position)
