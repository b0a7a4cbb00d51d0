"""A training step taken apart: against PyTorch's fused attention in float32, against the matrix peak, and its profile.

    python benchmarks/training.py [--preset small] [--device cpu] [--rounds 6] [--no-profile]

ours        attention as the device does it fastest, bfloat16
fused       the same weights, batches and optimisers with `scaled_dot_product_attention` in float32

Both take the same batches in turns of a few steps, so that a busy machine slows both; loss is the mean over the
last round. The peak is that of bfloat16 matrix products here; of a step, the products of the model's forward and
backward pass count (model FLOP utilisation), and beside them those of the whole step, the optimiser's included.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch.profiler import ProfilerActivity
from torch.utils.flop_counter import FlopCounterMode

from ansatz.data.stream import Batch, StreamConfig, make_chunk
from ansatz.models.config import preset
from ansatz.models.layers import Attention
from ansatz.training.config import TrainConfig
from ansatz.training.loop import Trainer
from ansatz.training.utilisation import matrix_peak, model_flops

STEPS_IN_TURN = 4


def trainer(name: str, device: str, fused: bool, folder: str) -> Trainer:
    made = Trainer(TrainConfig(model=preset(name), device=device, bf16=not fused), Path(folder))
    for module in made.model.modules() if fused else ():
        if isinstance(module, Attention):
            module.kernel = "fused"
    return made


def finish(device: str) -> None:
    """Wait for what the device still has to do."""
    if device == "cuda":
        torch.cuda.synchronize()


def profile(made: Trainer, batches: list[Batch]) -> None:
    watched = [ProfilerActivity.CPU] + [ProfilerActivity.CUDA] * (made.config.device == "cuda")
    with torch.profiler.profile(activities=watched) as profiler:
        for batch in batches:
            made.step(batch)
        finish(made.config.device)

    def spent(row: Any) -> float:
        return row.self_device_time_total if made.config.device == "cuda" else row.self_cpu_time_total

    rows = sorted(profiler.key_averages(), key=lambda row: -spent(row))
    total = sum(map(spent, rows))
    for row in rows[:10]:
        print(f"  profile {spent(row) / total:6.1%}  {row.key}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="small")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--no-profile", action="store_true")
    options = parser.parse_args()

    batches = make_chunk(replace(StreamConfig(), chunk=8_192), 0)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        runs = {
            "ours": trainer(options.preset, options.device, False, first),
            "fused, float32": trainer(options.preset, options.device, True, second),
        }
        with FlopCounterMode(display=False) as counter:
            runs["ours"].step(batches[0])
        runs["fused, float32"].step(batches[0])
        source, target = batches[0].tensors(options.device)
        step = counter.get_total_flops()  # nearly the same for each place of every batch
        work = model_flops(runs["ours"].model, source, target[:, :-1])
        seconds, examples = dict.fromkeys(runs, 0.0), 0
        losses: dict[str, list[float]] = {name: [] for name in runs}
        sources = 0
        for k in range(options.rounds):
            turn = [batches[(1 + k * STEPS_IN_TURN + i) % len(batches)] for i in range(STEPS_IN_TURN)]
            for name, run in runs.items():
                started = time.perf_counter()
                counts = [run.step(batch) for batch in turn]
                finish(options.device)
                seconds[name] += time.perf_counter() - started
                losses[name] += [float(count[0] / count[2]) for count in counts]
            examples += sum(batch.examples for batch in turn)
            sources += sum(batch.source.size for batch in turn)
        for name in runs:
            recent = losses[name][-STEPS_IN_TURN:]
            print(f"{name:<16} {examples / seconds[name]:6.0f} examples/s, loss {sum(recent) / len(recent):.3f}")
        print(f"ours is {seconds['fused, float32'] / seconds['ours']:.2f} times as fast")
        peak = matrix_peak(options.device, 3.0)
        for name, operations in (("model", work), ("whole step", step)):
            reached = operations / batches[0].source.size * sources / seconds["ours"]
            print(f"products, {name}: {reached / 1e9:,.0f} of {peak / 1e9:,.0f} GFLOP/s, {reached / peak:.0%}")
        if not options.no_profile:
            profile(runs["ours"], batches[1:7])


if __name__ == "__main__":
    main()
