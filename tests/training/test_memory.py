"""Resident memory does not grow with the number of different batch shapes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansatz.training.loop import Trainer
from ansatz.training.memory import CACHES, resident_megabytes

# A step on each of many shapes; prints the resident megabytes after some of them, and after all.
STEPS = """
import sys
from pathlib import Path

import numpy as np

from ansatz.data.stream import Batch
from ansatz.models.config import ModelConfig
from ansatz.training.config import TrainConfig
from ansatz.training.loop import Trainer
from ansatz.training.memory import resident_megabytes

trainer = Trainer(TrainConfig(ModelConfig(1, 1, 2, 64, 128, positions=256), threads=1), Path("nowhere"))
rng = np.random.default_rng(0)
for step in range(140):
    rows, source, target = rng.integers(4, 12), rng.integers(20, 150), rng.integers(20, 80)
    trainer.step(Batch(*(rng.integers(5, 50, (rows, n)).astype(np.int16) for n in (source, target))))
    if step in (19, 139):
        print(resident_megabytes())
"""


@pytest.mark.slow
def test_varying_shapes_do_not_fill_the_memory():
    environment = {name: value for name, value in os.environ.items() if name not in CACHES}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
    done = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, env=environment, check=True)
    early, late = map(float, done.stdout.split())
    assert late - early < 100  # several hundred where every shape's kernels are kept


def test_the_environment_has_the_last_word(tiny_config, tmp_path, monkeypatch):
    kept, small = CACHES
    monkeypatch.setenv(kept, "500")
    monkeypatch.delenv(small, raising=False)
    Trainer(tiny_config, tmp_path)
    assert os.environ[kept] == "500" and int(os.environ[small]) < 1_024


@pytest.mark.slow
def test_resident_memory_is_that_of_this_process():
    before = resident_megabytes()
    held = bytearray(os.urandom(1_000_000)) * 200
    assert resident_megabytes() - before == pytest.approx(len(held) / 1e6, abs=60)
