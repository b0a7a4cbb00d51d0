"""A dry run: a few steps are measured, and nothing is written.

estimate = dry_run(config, minutes=60)
estimate.examples       how many the budget will see
"""

import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from ansatz.data import shard_stream, stream
from ansatz.data.stream import Batch
from ansatz.errors import ConfigError
from ansatz.training.config import TrainConfig
from ansatz.training.loop import Trainer
from ansatz.training.utilisation import matrix_peak, model_flops

SMALL_CHUNK, CHUNK = 256, 4_096  # examples made for the measurement
WARM_UP, WARM_UP_COMPILED = 2, 8  # steps


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will be like.

    parameters: trainable numbers. examples_per_second, tokens_per_second (padding left out; problem and answer): of
    training. made_per_second: examples that the stream makes, with all its workers. utilisation: the share of the
    device's measured peak that the model's products reach (`ansatz.training.utilisation`). peak_megabytes: memory of
    the training process, or of the GPU. steps, examples, minutes: what the budget comes to.
    """

    parameters: int
    examples_per_second: float
    tokens_per_second: float
    made_per_second: float
    utilisation: float
    peak_megabytes: float
    steps: int
    examples: int
    minutes: float


def dry_run(
    config: TrainConfig, minutes: float | None = None, steps: int | None = None, seconds: float = 8.0
) -> Estimate:
    """Measure steps for some seconds, at least three; raises `ConfigError` without a budget or under torchrun."""
    if (minutes is None) == (steps is None):
        raise ConfigError("Give a budget in minutes or in steps, not both.")
    trainer = Trainer(config, Path("nowhere"))
    if trainer.team.size > 1:
        raise ConfigError("A dry run measures one process; start it without torchrun.")
    batches, made_per_second = _some_batches(config)
    for k in range(WARM_UP_COMPILED if config.compile else WARM_UP):
        trainer.step(batches[k % len(batches)])
    done = examples = tokens = places = 0
    started = time.perf_counter()
    while done < 3 or time.perf_counter() - started < seconds:
        batch = batches[done % len(batches)]
        trainer.step(batch)
        done, examples = done + 1, examples + batch.examples
        places += batch.source.size + batch.target.size
        tokens += int((batch.source != stream.PADDING).sum() + (batch.target != stream.PADDING).sum())
    if config.device == "cuda":
        torch.cuda.synchronize()
    spent = time.perf_counter() - started
    speed = min(examples / spent, made_per_second)
    if steps is None:
        assert minutes is not None
        steps = round(60 * minutes * speed * done / examples)
    seen = round(steps * examples / done)
    return Estimate(
        trainer.model.parameter_count,
        examples / spent,
        tokens / spent,
        made_per_second,
        _flops_per_place(trainer, batches[0]) * places / spent / matrix_peak(config.device),
        _peak_megabytes(config.device),
        steps,
        seen,
        seen / speed / 60,
    )


def _flops_per_place(trainer: Trainer, batch: Batch) -> float:
    """Of the model's products, for each place of a batch; nearly the same in every batch."""
    source, target = batch.tensors(trainer.team.device)
    return model_flops(trainer.model, source, target[:, :-1]) / (batch.source.size + batch.target.size)


def _some_batches(config: TrainConfig) -> tuple[list[Batch], float]:
    """Some batches, and how many examples the stream's workers make each second.

    A chunk costs something before its first example; a small one shows how much.
    """

    def timed(index: int, chunk: int) -> tuple[list[Batch], int, float]:
        data, started = replace(config.data, chunk=chunk), time.perf_counter()
        if isinstance(data, shard_stream.ShardStreamConfig):
            batches = shard_stream.make_chunk(data, index)
        else:
            batches = stream.make_chunk(data, index)
        return batches, sum(batch.examples for batch in batches), time.perf_counter() - started

    full = config.data.chunk
    timed(0, min(SMALL_CHUNK, full))  # imports
    _, few, start = timed(1, min(SMALL_CHUNK, full))
    batches, many, whole = timed(2, min(CHUNK, full))
    each = (whole - start) / (many - few) if many > few and whole > start else whole / many
    seconds = max(start, whole - many * each) + full * each
    return batches, full / seconds * config.data.workers


def _peak_megabytes(device: str) -> float:
    if device == "cuda":
        return torch.cuda.max_memory_allocated() / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
