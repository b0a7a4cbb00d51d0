"""Training: it learns, it resumes exactly, and what it writes is read back or refused clearly."""

import csv
from dataclasses import replace

import pytest
import torch

from ansatz.errors import CheckpointError, ConfigError
from ansatz.training.config import TrainConfig
from ansatz.training.loop import COLUMNS, Trainer
from ansatz.training.schedule import Schedule


def weights(trainer):
    return torch.cat([parameter.detach().flatten() for parameter in trainer.model.parameters()])


def test_the_loss_falls(tiny_config, tmp_path):
    losses = []
    trainer = Trainer(tiny_config, tmp_path)
    trainer.train(steps=80, log_every=20, report=lambda row: losses.append(row["loss"]))
    assert losses[-1] < 0.75 * losses[0]
    assert trainer.schedule.finished(trainer.progress.step)


def test_resuming_is_bit_exact(tiny_config, tmp_path):
    straight = Trainer(tiny_config, tmp_path / "straight")
    straight.train(steps=24, cooldown=0)
    first = Trainer(tiny_config, tmp_path / "broken")
    first.train(steps=10, cooldown=0)
    second = Trainer.resume(tmp_path / "broken")
    assert second.progress.step == first.progress.step
    second.train(steps=14, cooldown=0)
    assert second.progress.step == straight.progress.step == 24
    assert second.progress.examples == straight.progress.examples
    assert torch.equal(weights(second), weights(straight))


def test_a_run_can_be_prolonged_from_its_plateau(tiny_config, tmp_path):
    Trainer(tiny_config, tmp_path).train(steps=20, cooldown=0.5)
    assert Trainer.resume(tmp_path).schedule.cooldown_start is not None
    prolonged = Trainer.resume(tmp_path, "plateau.safetensors")
    assert prolonged.schedule.cooldown_start is None
    assert prolonged.progress.step < 20


def test_log_and_curves_are_written(tiny_config, tmp_path):
    Trainer(tiny_config, tmp_path).train(steps=12, log_every=4)
    with open(tmp_path / "log.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) == set(COLUMNS)
    assert [float(row["step"]) for row in rows] == sorted(float(row["step"]) for row in rows)
    assert (tmp_path / "curves.png").stat().st_size > 1_000


def test_a_truncated_checkpoint_is_refused_in_one_sentence(tiny_config, tmp_path):
    Trainer(tiny_config, tmp_path).save()
    path = tmp_path / "checkpoint.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="not a readable checkpoint"):
        Trainer.resume(tmp_path)
    with pytest.raises(CheckpointError, match="no checkpoint"):
        Trainer.resume(tmp_path / "nowhere")


def test_settings_survive_json_and_unknown_ones_are_refused(tiny_config):
    assert TrainConfig.from_dict(tiny_config.to_dict()) == tiny_config
    with pytest.raises(ConfigError, match="frobnicate"):
        TrainConfig.from_dict(tiny_config.to_dict() | {"frobnicate": 1})
    with pytest.raises(ConfigError, match="positions"):
        replace(tiny_config, model=replace(tiny_config.model, positions=32))


def test_the_schedule_warms_up_and_cools_down():
    schedule = Schedule(warmup=10)
    assert schedule.factor(0) == pytest.approx(0.1)
    assert schedule.factor(10_000) == 1
    schedule.cooldown_start, schedule.cooldown_steps = 100, 50
    assert schedule.factor(125) == pytest.approx(0.5)
    assert schedule.factor(150) == schedule.floor
    assert schedule.finished(150) and not schedule.finished(149)


def test_a_resumed_run_can_change_its_problems(tiny_config, tmp_path):
    first = Trainer(tiny_config, tmp_path)
    first.train(steps=3, cooldown=0)
    second = Trainer.resume(tmp_path, stream={"mixture": {"substitution": 1.0}})
    assert second.config.stream.mixture == {"substitution": 1.0}
    assert second.position == (first.position[0] + 1, 0)
    second.train(steps=3, cooldown=0)
    assert second.progress.step == 6
