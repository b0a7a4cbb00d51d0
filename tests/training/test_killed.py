"""kill -9, ten times: the final weights are those of an undisturbed run, bit for bit, and the log has no seam."""

import json
import multiprocessing
import os
import random
import struct
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import torch

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
    with open(folder / LATEST, "rb") as file:  # once: safe_open opens twice, and the file is being replaced
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    return json.loads(header["__metadata__"]["ansatz"])["progress"]["step"]


def logged(folder):
    lines = [line.split(",") for line in (folder / "log.csv").read_text().splitlines()]
    timed = [COLUMNS.index(name) for name in ("seconds", "examples_per_second", "waiting", "resident_mb")]
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
        try:
            while process.is_alive() and saved_step(broken) < min(wanted, STEPS):
                assert time.monotonic() < last, f"only {kills} kills, {saved_step(broken)} steps"
                time.sleep(0.002)
            if kills == KILLS:
                process.join()
            else:
                time.sleep(rng.random() * 0.02)  # within a step, a save or a line of the log
                kills += 1
        finally:
            process.kill()
            process.join()
    assert kills == KILLS
    ends = [checkpoint.load(folder / LATEST) for folder in (straight, broken)]
    (one, one_state), (other, other_state) = ends
    assert one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)
    assert one_state["position"] == other_state["position"]
    assert logged(straight) == logged(broken) and len(logged(straight)) == 1 + -(-STEPS // 7)


STREAM = """
from ansatz.data.stream import LiveStream, StreamConfig

if __name__ == "__main__":
    with LiveStream(StreamConfig(chunk=16)) as stream:
        next(iter(stream))
        print("ready", flush=True)
        input()
"""


@pytest.mark.slow
def test_no_worker_outlives_a_killed_trainer(tmp_path):
    (tmp_path / "stream.py").write_text(STREAM)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "stream.py"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as trainer:
        assert trainer.stdout is not None and trainer.stdout.readline() == "ready\n"
        workers = psutil.Process(trainer.pid).children(recursive=True)
        assert workers
        trainer.kill()
        _, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive
