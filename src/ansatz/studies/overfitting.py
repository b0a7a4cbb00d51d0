"""Follows the validation loss of a training on a fixed data set, to see where it turns up.

    follower = Follower(trainer, examples, folder / "curve.csv")
    trainer.train(minutes=10, report=follower)
    follower.finish()
    follower.curve        [(step, examples, training loss, validation loss), …]

Validations stand closer at the beginning, where little data is learned by heart: each is `GROWTH` times as many steps
from the start as the one before. Their time is no training time.
"""

import csv
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import torch

from ansatz.data.encode import Example
from ansatz.data.stream import Batch, buckets, pad
from ansatz.training.logs import Row
from ansatz.training.loop import Trainer
from ansatz.training.losses import loss_and_counts

GROWTH = 1.4


class Follower:
    """The curve of one training, kept in a file; a run that goes on cuts what was written after its checkpoint."""

    def __init__(self, trainer: Trainer, examples: Sequence[Example], path: Path) -> None:
        self._trainer, self._path = trainer, path
        self._batches = [pad(group) for group in buckets(list(examples), trainer.config.stream.tokens)]
        self._last: tuple[int, int, float] | None = None
        self.curve = [point for point in _read(path) if point[0] <= trainer.progress.step]
        self._write()

    def __call__(self, row: Row) -> None:
        """A row of the training's log: validate if it is time to."""
        self._last = (row["step"], row["examples"], row["loss"])
        if not self.curve or row["step"] >= GROWTH * self.curve[-1][0]:
            self._add()

    def finish(self) -> None:
        """The last point, after the last row."""
        if self._last is not None and (not self.curve or self.curve[-1][0] < self._last[0]):
            self._add()

    def _add(self) -> None:
        assert self._last is not None
        with self._trainer.off_the_clock():
            self.curve.append((*self._last, self._validation_loss()))
            self._write()

    def _validation_loss(self) -> float:
        config = self._trainer.config
        precision = torch.autocast(config.device, torch.bfloat16) if config.bf16 else nullcontext()
        with precision:
            return mean_loss(self._trainer.model, self._batches, config.device)

    def _write(self) -> None:
        temporary = self._path.with_suffix(".part")
        with open(temporary, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(self.curve)
        temporary.replace(self._path)


def mean_loss(model: torch.nn.Module, batches: Sequence[Batch], device: str = "cpu") -> float:
    """Cross-entropy in nats per token under teacher forcing, over all tokens of the batches."""
    training, sums = model.training, [0.0, 0.0]
    model.eval()
    with torch.no_grad():
        for batch in batches:
            source, target = batch.tensors(device)
            loss, _, tokens, *_ = loss_and_counts(model(source, target[:, :-1]), target[:, 1:], 1)[1].tolist()
            sums = [sums[0] + loss, sums[1] + tokens]
    model.train(training)
    return sums[0] / max(1.0, sums[1])


def _read(path: Path) -> list[tuple[int, int, float, float]]:
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return [(int(a), int(b), float(c), float(d)) for a, b, c, d in csv.reader(file)]
