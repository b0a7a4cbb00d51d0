"""kill -9, ten times: the final weights are those of an undisturbed run, bit for bit, and the log has no seam."""

import json
import multiprocessing
import os
import random
import time
from dataclasses import replace

import pytest
import torch
from safetensors import safe_open

from ansatz.models.config import ModelConfig
from ansatz.training import checkpoint
from ansatz.training.logs import COLUMNS
from ansatz.training.loop import LATEST, Trainer

STEPS, KILLS = 60, 10
SECONDS = 300.0  # a machine may be busy


def live(config, folder, open_stream):
    """One life of the run: begin it, or go on with it, to the end of its budget."""
    torch.set_num_threads(1)
    if (folder / LATEST).exists():
        Trainer.resume(folder, open_stream=open_stream).train()
    else:
        Trainer(config, folder, open_stream=open_stream).train(steps=STEPS)


def saved_step(folder):
    if not (folder / LATEST).exists():
        return 0
    with safe_open(folder / LATEST, framework="pt") as file:
        return json.loads(file.metadata()["ansatz"])["progress"]["step"]


def logged(folder):
    lines = [line.split(",") for line in (folder / "log.csv").read_text().splitlines()]
    timed = [COLUMNS.index(name) for name in ("seconds", "examples_per_second")]
    return [[entry for k, entry in enumerate(line) if k not in timed] for line in lines]


@pytest.mark.slow
def test_ten_kills_change_nothing(tiny_config, open_stream, tmp_path):
    config = replace(
        tiny_config,
        model=ModelConfig(1, 1, 1, 16, 16, positions=64, dropout=0.2, family="attention"),
        sampling=0.5,
        ema=0.9,
        deterministic=True,
        log_every=7,
        checkpoint_every=0.0,
    )
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    live(replace(config, checkpoint_every=1e9), straight, open_stream)
    context, rng, kills = multiprocessing.get_context("fork"), random.Random(0), 0
    last = time.monotonic() + SECONDS
    while saved_step(broken) < STEPS:
        before = saved_step(broken)
        process = context.Process(target=live, args=(config, broken, open_stream))
        process.start()
        wanted = before + rng.randint(1, 5) if kills < KILLS else STEPS
        while process.is_alive() and saved_step(broken) < min(wanted, STEPS):
            assert time.monotonic() < last, f"only {kills} kills, {saved_step(broken)} steps"
            time.sleep(0.002)
        if kills < KILLS:
            time.sleep(rng.random() * 0.02)  # within a step, a save or a line of the log
            os.kill(process.pid, 9)
            kills += 1
        process.join()
    assert kills == KILLS
    ends = [checkpoint.load(folder / LATEST) for folder in (straight, broken)]
    (one, one_state), (other, other_state) = ends
    assert one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)
    assert one_state["position"] == other_state["position"]
    assert logged(straight) == logged(broken) and len(logged(straight)) == 1 + -(-STEPS // 7)
