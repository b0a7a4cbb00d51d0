"""A training step taken apart: against PyTorch's fused attention in float32, against the matrix peak, and its profile.

    python benchmarks/training.py [--preset small] [--rounds 6] [--no-profile]

ours        explicit attention, bfloat16
fused       the same weights, batches and optimisers with `scaled_dot_product_attention` in float32

Both take the same batches in turns of a few steps, so that a busy machine slows both; loss is the mean over the
last round. The peak is that of bfloat16 matrix products here; the share counts the products of whole steps, the
optimiser's included.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import torch
from speed import matrix_peak
from torch import Tensor
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from ansatz.data.stream import Batch, StreamConfig, make_chunk
from ansatz.models.config import preset
from ansatz.models.layers import CrossAttention, SelfAttention, join_heads, split_heads
from ansatz.training.config import TrainConfig
from ansatz.training.loop import Trainer

STEPS_IN_TURN = 4


class FusedSelfAttention(SelfAttention):
    """Self-attention by PyTorch's fused kernel."""

    def with_keys(self, x: Tensor, bias: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        query, key, value = split_heads(self.fused(x), 3, self.heads)
        mixed = F.scaled_dot_product_attention(query, key, value, bias, scale=self.scale)
        return self.output(join_heads(mixed)), key, value


class FusedCrossAttention(CrossAttention):
    """Cross-attention by PyTorch's fused kernel."""

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        (query,) = split_heads(self.query(x), 1, self.heads)
        key, value = self.keys(memory)
        mask = bias.expand(-1, -1, query.shape[2], -1)
        return self.output(join_heads(F.scaled_dot_product_attention(query, key, value, mask, scale=self.scale)))


def trainer(name: str, fused: bool, folder: str) -> Trainer:
    made = Trainer(TrainConfig(model=preset(name), bf16=not fused), Path(folder))
    for module in made.model.modules() if fused else ():
        if isinstance(module, SelfAttention):
            module.__class__ = FusedSelfAttention
        elif isinstance(module, CrossAttention):
            module.__class__ = FusedCrossAttention
    return made


def profile(made: Trainer, batches: list[Batch]) -> None:
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profiler:
        for batch in batches:
            made.step(batch)
    rows = sorted(profiler.key_averages(), key=lambda row: -row.self_cpu_time_total)
    total = sum(row.self_cpu_time_total for row in rows)
    for row in rows[:10]:
        print(f"  profile {row.self_cpu_time_total / total:6.1%}  {row.key}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="small")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--no-profile", action="store_true")
    options = parser.parse_args()

    batches = make_chunk(replace(StreamConfig(), chunk=8_192), 0)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        runs = {
            "ours": trainer(options.preset, False, first),
            "fused, float32": trainer(options.preset, True, second),
        }
        with FlopCounterMode(display=False) as counter:
            runs["ours"].step(batches[0])
        runs["fused, float32"].step(batches[0])
        work = counter.get_total_flops() / batches[0].source.size  # nearly the same share in every batch
        seconds, examples = dict.fromkeys(runs, 0.0), 0
        losses: dict[str, list[float]] = {name: [] for name in runs}
        sources = 0
        for k in range(options.rounds):
            turn = [batches[(1 + k * STEPS_IN_TURN + i) % len(batches)] for i in range(STEPS_IN_TURN)]
            for name, run in runs.items():
                started = time.perf_counter()
                losses[name] += [run.step(batch)[0] for batch in turn]
                seconds[name] += time.perf_counter() - started
            examples += sum(batch.examples for batch in turn)
            sources += sum(batch.source.size for batch in turn)
        for name in runs:
            recent = losses[name][-STEPS_IN_TURN:]
            print(f"{name:<16} {examples / seconds[name]:6.0f} examples/s, loss {sum(recent) / len(recent):.3f}")
        print(f"ours is {seconds['fused, float32'] / seconds['ours']:.2f} times as fast")
        peak, reached = matrix_peak(3.0), work * sources / seconds["ours"] / 1e9
        print(f"matrix products: {reached:.0f} of {peak:.0f} GFLOP/s at their peak, {reached / peak:.0%}")
        if not options.no_profile:
            profile(runs["ours"], batches[1:7])


if __name__ == "__main__":
    main()
