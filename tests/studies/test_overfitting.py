"""The follower of a validation curve: where it validates, what it measures, and that its time is not the budget's."""

import math
from contextlib import contextmanager, nullcontext
from itertools import pairwise
from types import SimpleNamespace

import pytest
import torch

from ansatz.data.encode import Example
from ansatz.data.stream import StreamConfig, pad
from ansatz.studies import overfitting
from ansatz.studies.overfitting import GROWTH, Follower, mean_loss
from ansatz.training.budget import Progress
from ansatz.training.config import TrainConfig

EXAMPLES = [Example([5, 7, 8], [1, 9, 2]), Example([5, 7], [1, 9, 9, 9, 2])]


class Constant(torch.nn.Module):
    """Gives token 9 a probability of a half, and the 19 others equal shares of the rest."""

    def forward(self, source, target):
        logits = torch.zeros(*target.shape, 20)
        logits[..., 9] = math.log(19)
        return logits


def follower(path, step=0):
    config = TrainConfig(stream=StreamConfig(), bf16=False)
    trainer = SimpleNamespace(
        config=config, model=Constant(), progress=Progress(step), off_the_clock=lambda: nullcontext()
    )
    return Follower(trainer, EXAMPLES, path)  # type: ignore[arg-type]  # what a follower asks of a trainer, no more


def test_the_loss_is_a_mean_over_tokens_not_over_batches():
    # Tokens to predict: 9, 2 and 9, 9, 9, 2: four of probability 1/2, two of 1/38.
    wanted = (4 * math.log(2) + 2 * math.log(38)) / 6
    assert mean_loss(Constant(), [pad(EXAMPLES)]) == pytest.approx(wanted, rel=1e-5)
    assert mean_loss(Constant(), [pad([example]) for example in EXAMPLES]) == pytest.approx(wanted, rel=1e-5)


def test_validations_stand_ever_further_apart_and_a_resumed_curve_has_no_seam(tmp_path):
    path = tmp_path / "curve.csv"
    first = follower(path)
    for step in range(10, 400, 10):
        first({"step": step, "examples": 2 * step, "loss": 1.0})
    steps = [point[0] for point in first.curve]
    assert steps[0] == 10 and len(steps) < 15
    assert all(b >= GROWTH * a for a, b in pairwise(steps))
    first.finish()
    assert first.curve[-1][0] == 390
    resumed = follower(path, step=100)
    assert resumed.curve == [point for point in first.curve if point[0] <= 100]


def test_validation_is_off_the_clock(tmp_path, monkeypatch):
    one, events = follower(tmp_path / "curve.csv"), []

    @contextmanager
    def off_the_clock():
        events.append("stop")
        yield
        events.append("go")

    def mean_loss(*_):
        events.append("validate")
        return 1.0

    one._trainer.off_the_clock = off_the_clock
    monkeypatch.setattr(overfitting, "mean_loss", mean_loss)
    one({"step": 25, "examples": 50, "loss": 1.0})
    assert events == ["stop", "validate", "go"]
