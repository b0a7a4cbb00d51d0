"""kill -9, ten times: the final weights are those of an undisturbed run, bit for bit, and the log has no seam."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import torch

from ansatz.models.config import ModelConfig
from ansatz.training import checkpoint
from ansatz.training.logs import COLUMNS
from ansatz.training.loop import LATEST

SCRIPT = Path(__file__).with_name("kill_again_and_again.py")
SOURCE = Path(__file__).parents[2] / "src"
STEPS, KILLS = 60, 10
SECONDS = 600.0  # a machine may be busy


def logged(folder):
    lines = [line.split(",") for line in (folder / "log.csv").read_text().splitlines()]
    timed = [COLUMNS.index(name) for name in ("seconds", "examples_per_second", "waiting", "resident_mb")]
    return [[entry for k, entry in enumerate(line) if k not in timed] for line in lines]


@pytest.mark.slow
def test_ten_kills_change_nothing(tiny_config, tmp_path):
    config = replace(
        tiny_config,
        model=ModelConfig(1, 1, 1, 16, 16, positions=64, dropout=0.2, family="attention"),
        sampling=0.5,
        ema=0.9,
        deterministic=True,
        log_every=7,
        checkpoint_every=0.0,
    )
    command = [sys.executable, str(SCRIPT), str(tmp_path), json.dumps(config.to_dict())]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) == KILLS
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    ends = [checkpoint.load(folder / LATEST) for folder in (straight, broken)]
    (one, one_state), (other, other_state) = ends
    assert one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)
    assert one_state["position"] == other_state["position"]
    assert logged(straight) == logged(broken) and len(logged(straight)) == 1 + -(-STEPS // 7)


STREAM = """
from ansatz.data.stream import LiveStream, StreamConfig

if __name__ == "__main__":
    with LiveStream(StreamConfig(chunk=16)) as stream:
        batches = iter(stream)  # kept: an iterator that is dropped ends its workers
        next(batches)
        print("ready", flush=True)
        input()
"""


@pytest.mark.slow
def test_no_worker_outlives_a_killed_trainer(tmp_path):
    (tmp_path / "stream.py").write_text(STREAM)
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
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
