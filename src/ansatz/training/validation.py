"""Validation by solving: what share of held-out problems does the beam hold a verified answer to?

    validator = Validator(config, out)
    validator.share(model)  ->  0.42

The problems are of the split valid (`ansatz.data.split`), which no training stream shows, and drawn from the run's
own tasks by weight, with a seed of their own: runs on the same tasks are asked the same. They are kept in
validation.jsonl in the run's folder.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Protocol, final

import torch

from ansatz.data import interchange
from ansatz.data.encode import Example, Lengths
from ansatz.data.generate import distinct
from ansatz.data.record import Record, to_example
from ansatz.data.source import Source, is_folder
from ansatz.data.split import split
from ansatz.data.work import make_generator
from ansatz.errors import ConfigError, ResourceError
from ansatz.models.interface import Seq2Seq
from ansatz.problems.integral.backward import Backward
from ansatz.problems.problem import Generator
from ansatz.training.config import TrainConfig
from ansatz.training.judge import VERIFIERS
from ansatz.training.solving import Beams, decoded, holds, judging

SPLIT = "valid"
SEED = "validation"
MAX_ATTEMPTS = 100_000  # for one problem: one accepted statement in a hundred is of the split


class Validation(Protocol):
    """What a trainer asks while it trains."""

    def share(self, model: Seq2Seq, stopped: Callable[[], bool] = ...) -> float | None:
        """Solved share, from 0 to 1; None where `stopped` became true on the way."""
        ...


@final
class Validator:
    """Held-out problems, asked again and again. decoder: from a model to its beam search."""

    def __init__(
        self, config: TrainConfig, out: Path, decoder: Callable[[Seq2Seq, TrainConfig], Beams] | None = None
    ) -> None:
        self._config, self._path = config, out / "validation.jsonl"
        self._decoder = decoder or torch_decoder
        self._problems: list[Record] | None = None

    @property
    def problems(self) -> list[Record]:
        """The run's held-out problems, made at first use."""
        if self._problems is None:
            if not self._path.exists():
                self._path.parent.mkdir(parents=True, exist_ok=True)
                interchange.write(self._path, held_out_problems(self._config))
            self._problems = list(interchange.read(self._path))
        return self._problems

    def share(self, model: Seq2Seq, stopped: Callable[[], bool] = lambda: False) -> float | None:
        """Solved share, from 0 to 1; None where `stopped` became true on the way."""
        settings, scheme = self._config.validation, self._config.data.scheme
        sources = [scheme.source(record.task, record.statement.split()) for record in self.problems]
        training = model.training
        model.eval()
        try:
            with torch.no_grad(), judging() as worker:
                solved = 0
                for k, hypotheses, _ in decoded(self._decoder(model, self._config), sources, settings.beam):
                    if stopped():
                        return None
                    candidates = [hypothesis.tree for hypothesis in hypotheses]
                    solved += holds(worker, self.problems[k], candidates, settings.seconds)
                return solved / len(self.problems)
        finally:
            model.train(training)


def torch_decoder(model: Seq2Seq, config: TrainConfig) -> Beams:
    """The beam search of any family."""
    from ansatz.models.beam import TorchDecoder

    return TorchDecoder(model, config.data.scheme, max_length=config.stream.lengths.target)


def held_out_problems(config: TrainConfig) -> list[Record]:
    """The problems that a run with this configuration is validated on: a function of it alone."""
    sources = config.shards or config.stream.mixture or {"backward": 1.0}
    ends = [0.0, *accumulate(sources.values())]
    places = [round(config.validation.problems * end / ends[-1]) for end in ends]
    found: list[Record] = []
    for name, (first, last) in zip(sources, pairwise(places), strict=True):
        draw = _from_shards if config.shards or is_folder(name) else _fresh
        found += draw(name, last - first, config)
    if not found:
        raise ConfigError("There are no held-out problems of these tasks to validate on; set validation.problems = 0.")
    return found


def _fresh(task: str, count: int, config: TrainConfig) -> list[Record]:
    """Different problems of the split from a task's generator."""
    generator: Generator = Backward(config.stream.backward) if task == "backward" else make_generator(task, {})
    slack, lengths = config.stream.scheme.slack, config.stream.lengths
    words, wanted = Lengths(lengths.source * slack, lengths.target * slack), partial(_wanted, config)
    found = list(distinct(generator, f"{SEED}/{task}", count, words, wanted=wanted, patience=MAX_ATTEMPTS))
    if len(found) < count:
        raise ResourceError(f"The generator '{task}' gives too few held-out problems; set validation.problems = 0.")
    return found


def _from_shards(folder: str, count: int, config: TrainConfig) -> Iterator[Record]:
    source = Source(Path(folder), SPLIT, config.stream.seed)
    return islice((record for record in source.records(0, source.size) if _wanted(config, record)), count)


def _wanted(config: TrainConfig, record: Record) -> bool:
    """Held out, of a task that can be verified, and short enough."""
    if split(record.statement) != SPLIT or record.task not in VERIFIERS:
        return False
    return isinstance(to_example(record, config.stream.lengths, config.stream.scheme), Example)
