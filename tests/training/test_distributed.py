"""Two gloo processes learn what one does from the same batches, up to the rounding of sums."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from ansatz.data.stream import Batch
from ansatz.training import checkpoint
from ansatz.training.distributed import Team

ROOT = Path(__file__).parents[2]
LOSS_TOLERANCE = 1e-5  # after six steps in float32
# Of weights. Muon turns every direction of a gradient into one of length 1, also those that are mere rounding.
WEIGHT_TOLERANCE = {"adamw": 1e-5, "muon": 2e-3}

SCRIPT = """
import sys
from pathlib import Path

import torch.distributed as dist

from ansatz.data.encode import Lengths
from ansatz.data.stream import StreamConfig
from ansatz.models.config import ModelConfig
from ansatz.training.config import TrainConfig
from ansatz.training.loop import Trainer

if __name__ == "__main__":
    stream = StreamConfig(seed=3, chunk=128, tokens=1_024, lengths=Lengths(64, 32))
    config = TrainConfig(
        ModelConfig(1, 1, 2, 32, 64, positions=64), stream, optimizer=sys.argv[2], bf16=False, threads=1, warmup=3,
        log_every=2, label_smoothing=0.1,
    )
    trainer = Trainer(config, Path(sys.argv[1]))
    trainer.train(steps=6)
    if dist.is_initialized():
        dist.barrier()  # the store lives in one of the two: neither leaves while the other is still at work
    trainer.team.leave()
    done = trainer.team.size, trainer.progress.step, trainer.progress.examples
    Path(f"{sys.argv[1]}-{trainer.team.rank}.txt").write_text(" ".join(map(str, done)))
"""


def run(command, tmp_path):
    environment = {key: value for key, value in os.environ.items() if key not in ("RANK", "WORLD_SIZE")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", WEIGHT_TOLERANCE)
def test_two_processes_equal_one(optimizer, tmp_path):
    (tmp_path / "train.py").write_text(SCRIPT)
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    run([sys.executable, "train.py", "one", optimizer], tmp_path)
    run([*torchrun, "train.py", "two", optimizer], tmp_path)
    alone, *together = ((tmp_path / f"{name}.txt").read_text() for name in ("one-0", "two-0", "two-1"))
    assert together == [alone.replace("1", "2", 1)] * 2
    one, two = (checkpoint.load(tmp_path / name / "checkpoint.safetensors") for name in ("one", "two"))
    for name, tensor in checkpoint.model_tensors(one[0]).items():
        assert torch.allclose(
            tensor, checkpoint.model_tensors(two[0])[name], rtol=0, atol=WEIGHT_TOLERANCE[optimizer]
        ), name
    assert one[1]["position"] == two[1]["position"]
    rows = [list(csv.DictReader((tmp_path / name / "log.csv").read_text().splitlines())) for name in ("one", "two")]
    for alone, together in zip(*rows, strict=True):
        assert float(alone["loss"]) == pytest.approx(float(together["loss"]), abs=LOSS_TOLERANCE)
        assert (alone["step"], alone["examples"], alone["token_accuracy"]) == (
            together["step"],
            together["examples"],
            together["token_accuracy"],
        )


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_every_row_is_learned_from_once(rows):
    batch = Batch(np.full((rows, 4), 5, np.int16), np.arange(1, 1 + 3 * rows, dtype=np.int16).reshape(rows, 3))
    shares = []
    for rank in range(3):
        team = Team("cpu")
        team.size, team.rank = 3, rank
        shares.append(team.share(batch))
    assert all(share.examples for share in shares)
    learned = [row for share in shares for row in share.target.tolist() if any(row)]
    assert sorted(learned) == batch.target.tolist()


def test_one_process_sends_nothing():
    team = Team("cpu")
    assert team.size == 1 and team.leader
    team.send(None)
    model = torch.nn.Linear(1, 1)
    assert team.together(model) is model
    counts = torch.ones(5)
    assert team.total(counts) is counts
