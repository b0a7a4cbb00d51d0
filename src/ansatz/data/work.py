"""What a worker does: a range of attempts at problems, reported in blocks.

Attempt k draws from `attempt_rng(seed, k)` alone, so that what a range gives is a function of the configuration,
the seed, the range and the pool: not of the worker, nor of when or how often it was tried.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, Self, runtime_checkable

import symengine as se

from ansatz.data.encode import Lengths
from ansatz.data.record import Record, expressions, to_record
from ansatz.errors import ConfigError
from ansatz.problems.problem import Generator, Rejection
from ansatz.problems.registry import GENERATORS

BLOCK_SECONDS = 0.5  # between reports; what came after the last one is lost in a crash
DEADLINE = "deadline"  # a generator's own deadline; whether it is met depends on the machine, so it is recorded


class Pool(Protocol):
    """Known pairs, as a value."""

    def extended(self, pairs: Iterable[tuple[se.Expr, se.Expr]]) -> Self: ...


@runtime_checkable
class Pooled(Protocol):
    """A generator that builds on known pairs: integration by parts."""

    known: Pool


@dataclass(frozen=True)
class Work:
    """Attempts start…stop-1 of a task.

    skipped: {index: reason} of the attempts that met a deadline or crashed before; they are not tried.
    pool: (statement, answer) words of known integrals, beyond the generator's own. careful: report after every
    attempt, to find the one that crashes or hangs.
    """

    task: str
    options: dict[str, object]
    seed: int
    start: int
    stop: int
    lengths: Lengths = Lengths()
    skipped: dict[int, str] = field(default_factory=dict)
    pool: tuple[tuple[str, str], ...] = ()
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What came of some attempts: all before `position` are done. deadlines: indices that met a deadline."""

    position: int
    records: list[Record]
    rejections: dict[str, int]
    deadlines: list[int]


def attempt_rng(seed: int | str, index: int) -> random.Random:
    """The randomness of attempt `index`."""
    return random.Random(f"{seed}/{index}")


def make_generator(task: str, options: Mapping[str, object]) -> Generator:
    """The generator of a task, or of a factory "module:function"; raises `ConfigError` for unknown ones."""
    module, colon, name = task.partition(":")
    try:
        factory = getattr(import_module(module), name) if colon else GENERATORS[task]
    except (KeyError, ImportError, AttributeError):
        raise ConfigError(f"There is no generator '{task}'; choose from {', '.join(GENERATORS)}.") from None
    try:
        return factory(**options)
    except TypeError as error:
        raise ConfigError(f"The generator '{task}' does not take these options ({error}).") from error


def attempt(generator: Generator, seed: int | str, index: int, lengths: Lengths) -> Record | Rejection:
    """Attempt `index`; an exception in the generator costs this attempt and nothing else."""
    try:
        problem = generator.generate(attempt_rng(seed, index))
    except Exception as error:  # a generator may fail in any way that its libraries know
        return Rejection(f"error: {type(error).__name__}")
    return problem if isinstance(problem, Rejection) else to_record(problem, index, lengths)


def attempts(work: Work) -> Iterator[Block]:
    """Blocks until the range is done; the first, an empty one, says that the worker is ready."""
    generator = make_generator(work.task, work.options)
    if isinstance(generator, Pooled):
        generator.known = _extended(generator.known, work.pool)
    yield Block(work.start, [], {}, [])
    pause = 0.0 if work.careful else BLOCK_SECONDS
    records: list[Record] = []
    rejections: Counter[str] = Counter()
    deadlines: list[int] = []
    last = time.monotonic()
    for index in range(work.start, work.stop):
        if index in work.skipped:
            rejections[work.skipped[index]] += 1
        else:
            outcome = attempt(generator, work.seed, index, work.lengths)
            if isinstance(outcome, Record):
                records.append(outcome)
            else:
                rejections[outcome.reason] += 1
                if outcome.reason == DEADLINE:
                    deadlines.append(index)
        now = time.monotonic()
        if now - last >= pause or index == work.stop - 1:
            yield Block(index + 1, records, dict(rejections), deadlines)
            records, rejections, deadlines, last = [], Counter(), [], now


_last_pool: tuple[tuple[tuple[str, str], ...], Pool] | None = None


def _extended(known: Pool, pairs: tuple[tuple[str, str], ...]) -> Pool:
    """The pool with these pairs; the last one is kept, since many ranges in a row use the same."""
    global _last_pool
    if _last_pool is None or _last_pool[0] != pairs:
        _last_pool = pairs, known.extended((expressions(f)[0], expressions(F)[0]) for f, F in pairs)
    return _last_pool[1]
