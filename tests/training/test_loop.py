"""Training: it learns, it resumes exactly, and what it writes is read back or refused clearly."""

import csv
import os
import signal
import threading
import time
from dataclasses import replace

import pytest
import torch

from ansatz.errors import CheckpointError, ConfigError, ResourceError
from ansatz.training import checkpoint, curves
from ansatz.training.logs import COLUMNS, Reported
from ansatz.training.loop import Trainer


def weights(trainer):
    return torch.cat([parameter.detach().flatten() for parameter in trainer.model.parameters()])


def rows(folder):
    with open(folder / "log.csv", newline="") as file:
        return list(csv.DictReader(file))


def curve(folder):
    return [(row["step"], row["examples"], row["loss"], row["accuracy"], row["rate"]) for row in rows(folder)]


@pytest.mark.slow
def test_the_loss_falls(tiny_config, tmp_path):
    losses = []
    trainer = Trainer(replace(tiny_config, log_every=20), tmp_path)
    trainer.train(steps=80, report=lambda row: losses.append(row["loss"]))
    assert losses[-1] < 0.75 * losses[0]
    assert trainer.finished and trainer.schedule.finished(trainer.progress.step)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"optimizer": "adamw", "ema": 0.9, "schedule": "cosine"},
        {"optimizer": "adam", "schedule": "noam", "rate": 1.0, "label_smoothing": 0.1},
    ],
)
def test_resuming_is_bit_exact(tiny_config, open_stream, tmp_path, changes):
    config = replace(tiny_config, deterministic=True, model=replace(tiny_config.model, dropout=0.2), **changes)
    straight = Trainer(config, tmp_path / "straight", open_stream=open_stream)
    straight.train(steps=12)
    broken = Trainer(config, tmp_path / "broken", open_stream=open_stream)

    def stop(row):  # as a signal would, at the log's first row
        broken.stopped = True

    broken.train(steps=12, report=stop)
    assert 0 < broken.progress.step < 12
    second = Trainer.resume(tmp_path / "broken", open_stream=open_stream)
    assert second.progress.step == broken.progress.step
    second.train()
    assert second.progress.step == straight.progress.step == 12
    assert second.progress.examples == straight.progress.examples
    assert torch.equal(weights(second), weights(straight))
    assert curve(tmp_path / "broken") == curve(tmp_path / "straight")
    if straight.ema:
        assert second.ema is not None
        assert all(map(torch.equal, second.ema.tensors().values(), straight.ema.tensors().values()))


@pytest.mark.slow
def test_a_new_budget_goes_on_where_the_old_one_ended(tiny_config, open_stream, tmp_path):
    straight = Trainer(tiny_config, tmp_path / "straight", open_stream=open_stream)
    straight.train(steps=8, cooldown=0)
    Trainer(tiny_config, tmp_path / "parts", open_stream=open_stream).train(steps=5, cooldown=0)
    second = Trainer.resume(tmp_path / "parts", open_stream=open_stream)
    assert second.train().step == 5  # its own budget is spent
    second.train(steps=3, cooldown=0)
    assert torch.equal(weights(second), weights(straight))


@pytest.mark.slow
def test_a_run_can_be_prolonged_from_its_plateau(tiny_config, open_stream, tmp_path):
    Trainer(tiny_config, tmp_path, open_stream=open_stream).train(steps=12, cooldown=0.5)
    cooled = Trainer.resume(tmp_path, open_stream=open_stream)
    with pytest.raises(ConfigError, match="plateau"):
        cooled.train(steps=4)
    prolonged = Trainer.resume(tmp_path, "plateau.safetensors", open_stream=open_stream)
    assert prolonged.schedule.cooldown_start is None and prolonged.progress.step == 6
    assert prolonged.train(steps=4).step == 10
    assert [int(row["step"]) for row in rows(tmp_path)] == [4, 8, 10]


@pytest.mark.slow
def test_log_and_curves_are_written(tiny_config, open_stream, tmp_path):
    Trainer(tiny_config, tmp_path, open_stream=open_stream).train(steps=10)
    found = rows(tmp_path)
    assert tuple(found[0]) == COLUMNS
    assert [int(row["step"]) for row in found] == [4, 8, 10]
    assert all(0 <= float(row["waiting"]) < 1 for row in found)
    assert all(50 < float(row["resident_mb"]) < 1e5 for row in found)
    assert (tmp_path / "curves.png").stat().st_size > 1_000


@pytest.mark.slow
def test_what_report_does_off_the_clock_takes_nothing_of_the_budget(tiny_config, open_stream, tmp_path):
    trainer = Trainer(tiny_config, tmp_path, open_stream=open_stream)
    pauses = []

    def report(row):
        with trainer.off_the_clock():
            time.sleep(0.3)
            pauses.append(0.3)

    began = time.monotonic()
    trainer.train(steps=10, report=report)
    assert len(pauses) == 3
    assert trainer.progress.seconds <= time.monotonic() - began - sum(pauses)


class Late:
    """A stream whose first batch comes late."""

    def __init__(self, inner, seconds):
        self.inner, self.seconds, self.position = inner, seconds, inner.position

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        time.sleep(self.seconds)
        for batch in self.inner:
            self.position = self.inner.position
            yield batch


@pytest.mark.slow
def test_the_budget_begins_with_the_first_batch(tiny_config, open_stream, tmp_path):
    found: list[Reported] = []
    began = time.monotonic()
    trainer = Trainer(tiny_config, tmp_path, open_stream=lambda position: Late(open_stream(position), 0.4))
    trainer.train(steps=4, report=found.append)
    assert trainer.progress.seconds <= time.monotonic() - began - 0.4
    assert found[0]["waiting"] * found[0]["seconds"] < 0.4


@pytest.mark.slow
def test_what_was_logged_after_the_checkpoint_is_cut(tiny_config, open_stream, tmp_path):
    Trainer(tiny_config, tmp_path, open_stream=open_stream).train(steps=8)
    log = tmp_path / "log.csv"
    before = log.read_text()
    log.write_text(before + "12,200,3.0,1.5,0.3,0.1,0.002,9,\r\n16,26")  # killed in the middle of a line
    Trainer.resume(tmp_path, open_stream=open_stream)
    assert log.read_text() != before  # reading a run changes nothing
    resumed = Trainer.resume(tmp_path, "plateau.safetensors", open_stream=open_stream)
    resumed.train(steps=6, cooldown=0)
    assert [int(row["step"]) for row in rows(tmp_path)] == [4, 8, 12]


@pytest.mark.slow
def test_the_running_mean_is_what_is_exported(tiny_config, open_stream, tmp_path):
    trainer = Trainer(replace(tiny_config, ema=0.5), tmp_path, open_stream=open_stream)
    trainer.train(steps=4)
    tensors, _ = checkpoint.load(tmp_path / "checkpoint.safetensors")
    raw, best = checkpoint.model_tensors(tensors), checkpoint.best_tensors(tensors)
    assert raw.keys() == best.keys()
    assert not torch.equal(raw["embedding.weight"], best["embedding.weight"])
    own = trainer.model.embedding.weight.clone()
    assert trainer.ema is not None
    with trainer.ema.applied():
        assert torch.equal(trainer.model.embedding.weight, best["embedding.weight"])
    assert torch.equal(trainer.model.embedding.weight, own)


@pytest.mark.slow
def test_a_loss_that_is_not_a_number_ends_the_run_and_overwrites_nothing(tiny_config, open_stream, tmp_path):
    trainer = Trainer(tiny_config, tmp_path, open_stream=open_stream)
    trainer.train(steps=4, cooldown=0)
    before = (tmp_path / "checkpoint.safetensors").read_bytes()
    with torch.no_grad():
        next(trainer.model.parameters()).fill_(float("nan"))
    with pytest.raises(ResourceError, match="not a number at step 5"):
        trainer.train(steps=10)
    assert (tmp_path / "checkpoint.safetensors").read_bytes() == before


@pytest.mark.slow
def test_a_short_run_leaves_its_warm_up_and_draws_curves(tiny_config, open_stream, tmp_path):
    config = replace(tiny_config, warmup=None, log_every=None)
    found: list[Reported] = []
    Trainer(config, tmp_path, open_stream=open_stream).train(steps=60, report=found.append)
    assert max(row["rate"] for row in found) == config.matrix_rate
    assert len(rows(tmp_path)) == len(found) == 30  # every other step: a fiftieth of the budget, and at least that
    long = Trainer(config, tmp_path / "long", open_stream=open_stream)
    long.begin(steps=100_000)
    long.progress.step = 100
    assert long.budget is not None
    assert long.schedule.factor(long.progress.step, long.budget.used(long.progress)) == pytest.approx(101 / 200)


def test_a_log_without_rows_is_no_picture(tmp_path):
    (tmp_path / "log.csv").write_text(",".join(COLUMNS) + "\n")
    curves.draw(tmp_path)
    assert not (tmp_path / "curves.png").exists()


class Dies:
    """A stream at whose second batch the power fails: nothing more is saved."""

    position = (0, 0)

    def __init__(self, inner):
        self.inner = inner

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        yield next(iter(self.inner))
        self.position = self.inner.position
        raise MemoryError


def test_a_run_that_is_killed_early_has_a_checkpoint(tiny_config, open_stream, tmp_path):
    never, saved = replace(tiny_config, checkpoint_every=1e9), []

    def dying(position):
        saved.append((tmp_path / "checkpoint.safetensors").exists())
        return Dies(open_stream(position))

    with pytest.raises(MemoryError):
        Trainer(never, tmp_path, open_stream=dying).train(steps=20)
    assert saved == [True]  # before the first examples are made
    resumed = Trainer.resume(tmp_path, open_stream=open_stream)
    assert resumed.progress.step == 1 and resumed.budget is not None and resumed.budget.steps == 20


class Stuck:
    """A stream whose first batch never comes."""

    position = (0, 0)

    def __init__(self, position):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        time.sleep(600)
        yield


def test_a_signal_ends_the_waiting_for_examples(tiny_config, tmp_path):
    trainer = Trainer(tiny_config, tmp_path, open_stream=Stuck)
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert trainer.train(steps=5).step == 0 and trainer.stopped
    budget = Trainer.resume(tmp_path).budget
    assert budget is not None and budget.steps == 5


@pytest.mark.slow
def test_a_resumed_run_can_change_its_problems(tiny_config, tmp_path):
    first = Trainer(tiny_config, tmp_path)
    first.train(steps=3, cooldown=0)
    assert Trainer.resume(tmp_path, changes={"stream.workers": 2}).position == first.position
    second = Trainer.resume(tmp_path, changes={"stream.mixture": {"substitution": 1.0}})
    assert second.config.stream.mixture == {"substitution": 1.0}
    assert second.position == (first.position[0] + 1, 0)
    second.train(steps=3, cooldown=0)
    assert second.progress.step == 6
    with pytest.raises(ConfigError, match="no setting 'treads'; the nearest is 'threads'"):
        Trainer.resume(tmp_path, changes={"treads": 1})


# ---------------------------------------------------------------------------------------- what cannot be read


@pytest.fixture
def saved(tiny_config, tmp_path):
    """The checkpoint of a new run."""
    Trainer(tiny_config, tmp_path).save()
    return tmp_path / "checkpoint.safetensors"


def refused(folder, message):
    path = folder / "checkpoint.safetensors"
    before = path.read_bytes()
    with pytest.raises(CheckpointError, match=message) as error:
        Trainer.resume(folder)
    assert path.read_bytes() == before and "\n" not in str(error.value)


def test_damaged_checkpoints_are_refused_in_one_sentence(saved):
    whole = saved.read_bytes()
    saved.write_bytes(whole[:-100])
    refused(saved.parent, "not a readable checkpoint")
    flipped = bytearray(whole)
    flipped[-50] ^= 1
    saved.write_bytes(flipped)
    refused(saved.parent, "damaged")
    saved.write_bytes(b"")
    refused(saved.parent, "not a readable checkpoint")
    with pytest.raises(CheckpointError, match="no checkpoint"):
        Trainer.resume(saved.parent / "nowhere")


def test_weights_of_another_vocabulary_or_shape_are_refused(saved):
    tensors, state = checkpoint.load(saved)
    checkpoint.save(saved, tensors, state | {"tokens": state["tokens"][:-1]})
    refused(saved.parent, "vocabulary")
    checkpoint.save(saved, tensors | {"model.embedding.weight": torch.zeros(7, 32)}, state)
    refused(saved.parent, "does not fit")
    checkpoint.save(saved, tensors, {key: value for key, value in state.items() if key != "progress"})
    refused(saved.parent, "does not fit")


def test_checkpoints_of_older_versions_are_read(saved):
    tensors, state = checkpoint.load(saved)
    known = ("matrix_rate", "rate", "weight_decay", "clip", "warmup", "bf16", "compile", "threads", "device", "seed")
    config = {key: state["config"][key] for key in known}
    config["model"] = {key: value for key, value in state["config"]["model"].items() if key not in ("family", "cell")}
    config["stream"] = {
        key: value for key, value in state["config"]["stream"].items() if key not in ("notation", "tokenizer")
    }
    old = {key: state[key] for key in ("tokens", "progress", "position")} | {
        "config": config,
        "schedule": {"warmup": 5, "cooldown_start": None, "cooldown_steps": 0, "floor": 0.01},
    }
    checkpoint.save(saved, tensors | {"random.torch": torch.get_rng_state()}, old)
    trainer = Trainer.resume(saved.parent)
    assert trainer.config.model.family == "transformer"
    with pytest.raises(ConfigError, match="budget"):
        trainer.train()
