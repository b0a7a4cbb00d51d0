"""The training loop: a live stream in, checkpoints and curves out; killed or stopped, it resumes exactly.

    Trainer(TrainConfig(), out=Path("out/run")).train(minutes=60)
    Trainer.resume(Path("out/run")).train(minutes=60)

A run's folder holds run.json (settings), checkpoint.safetensors (latest), plateau.safetensors (latest
before the cool-down: prolong a run from here), log.csv and curves.png.
"""

import csv
import json
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ansatz.data.stream import PADDING, Batch, LiveStream
from ansatz.errors import CheckpointError, ConfigError
from ansatz.expr.vocabulary import TOKENS
from ansatz.models.interface import Seq2Seq
from ansatz.models.registry import build
from ansatz.training import checkpoint
from ansatz.training.config import TrainConfig
from ansatz.training.muon import Muon
from ansatz.training.schedule import Schedule

COLUMNS = ("step", "examples", "seconds", "loss", "token_accuracy", "accuracy", "rate", "examples_per_second")


@dataclass(slots=True)
class Progress:
    """Where a run stands: optimisation steps, examples seen, seconds of training."""

    step: int = 0
    examples: int = 0
    seconds: float = 0.0


class Trainer:
    """One run: model, optimisers, schedule and position in the stream. `stopped`: a signal ended the training."""

    def __init__(self, config: TrainConfig, out: Path) -> None:
        self.config, self.out = config, out
        if config.device == "cuda" and not torch.cuda.is_available():
            raise ConfigError("PyTorch finds no CUDA device here; train with --device cpu.")
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.model = build(config.model, len(TOKENS)).to(config.device)
        self.optimizers = _optimizers(self.model, config)
        self.schedule = Schedule(config.warmup)
        self.progress = Progress()
        self.position = (0, 0)
        self._forward: Callable[..., Tensor] = self.model
        if config.compile:
            self._forward = torch.compile(self.model, dynamic=True)
        self.stopped = False

    # ------------------------------------------------------------------------------- checkpoints

    @classmethod
    def resume(
        cls,
        out: Path,
        file: str = "checkpoint.safetensors",
        stream: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> "Trainer":
        """The run in folder `out` as it stood; `changes` override settings such as threads or compile.

        stream: changes to the stream's settings, such as its mixture; a changed stream starts at its next chunk.
        """
        tensors, state = checkpoint.load(out / file)
        if tuple(state["tokens"]) != TOKENS[: len(state["tokens"])] or len(state["tokens"]) != len(TOKENS):
            raise CheckpointError(f"The vocabulary of {out / file} is not this version's; convert it by token name.")
        config = TrainConfig.from_dict(state["config"])
        position = tuple(state["position"])
        if stream:
            config = replace(config, stream=replace(config.stream, **stream))
            position = (position[0] + 1, 0)
        trainer = cls(replace(config, **changes), out)
        trainer.model.load_state_dict(checkpoint.model_tensors(tensors))
        for index, optimizer in enumerate(trainer.optimizers):
            _load_optimizer(optimizer, index, tensors)
        trainer.schedule = Schedule(**state["schedule"])
        trainer.progress = Progress(**state["progress"])
        trainer.position = position
        torch.set_rng_state(tensors["random.torch"])
        return trainer

    def save(self, file: str = "checkpoint.safetensors") -> None:
        """Write the whole state atomically."""
        self.out.mkdir(parents=True, exist_ok=True)
        tensors = {f"model.{name}": tensor for name, tensor in self.model.state_dict().items()}
        for index, optimizer in enumerate(self.optimizers):
            tensors |= _optimizer_tensors(optimizer, index)
        tensors["random.torch"] = torch.get_rng_state()
        state = {
            "config": self.config.to_dict(),
            "tokens": list(TOKENS),
            "schedule": asdict(self.schedule),
            "progress": asdict(self.progress),
            "position": list(self.position),
        }
        checkpoint.save(self.out / file, tensors, state)
        (self.out / "run.json").write_text(json.dumps(self.config.to_dict(), indent=2) + "\n")

    # ---------------------------------------------------------------------------------- training

    def step(self, batch: Batch) -> tuple[float, float, float]:
        """One optimisation step; (loss per token in nats, token accuracy, whole-answer accuracy).

        Every example is seen once, before it is learned from: the accuracies are those of unseen data.
        """
        device = self.config.device
        source = torch.from_numpy(batch.source).to(device, torch.long)
        target = torch.from_numpy(batch.target).to(device, torch.long)
        factor = self.schedule.factor(self.progress.step)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * factor
        with self._precision():
            logits = self._forward(source, target[:, :-1])
        wanted = target[:, 1:]
        loss = F.cross_entropy(logits.flatten(0, 1).float(), wanted.flatten(), ignore_index=PADDING)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            real = wanted != PADDING
            right = (logits.argmax(-1) == wanted) & real
            tokens = right.sum().item() / real.sum().item()
            answers = (right | ~real).all(1).float().mean().item()
        self.progress.step += 1
        self.progress.examples += batch.examples
        return loss.item(), tokens, answers

    def _precision(self) -> AbstractContextManager[Any]:
        return torch.autocast(self.config.device, torch.bfloat16) if self.config.bf16 else nullcontext()

    def train(
        self,
        minutes: float | None = None,
        steps: int | None = None,
        *,
        cooldown: float = 0.25,
        checkpoint_every: float = 120.0,
        log_every: int = 50,
        report: Callable[[dict[str, float]], None] = lambda row: None,
    ) -> Progress:
        """Train for a budget of minutes or of steps, the last `cooldown` share of it cooling down.

        SIGINT and SIGTERM end the run after the current step with everything saved.
        """
        if (minutes is None) == (steps is None):
            raise ValueError("Give a budget in minutes or in steps, not both.")
        start_step, start = self.progress.step, time.monotonic()
        before = self.progress.seconds
        last_save = window_start = start
        window: list[tuple[float, float, float, int]] = []
        self.out.mkdir(parents=True, exist_ok=True)
        with _Signals(self), LiveStream(self.config.stream, self.position) as stream:
            for batch in stream:
                used = self._share_used(start, start_step, minutes, steps)
                if cooldown and self.schedule.cooldown_start is None and used >= 1 - cooldown:
                    self._begin_cooldown(start_step, used, cooldown, steps)
                window.append((*self.step(batch), batch.examples))
                self.position = stream.position
                now = time.monotonic()
                self.progress.seconds = before + now - start
                used = self._share_used(start, start_step, minutes, steps)
                # A cool-down measured in minutes may end a little before or after the budget.
                cooling = minutes is not None and self.schedule.cooldown_start is not None
                done = self.schedule.finished(self.progress.step) or used >= (1.02 if cooling else 1)
                done |= self.stopped
                if done or len(window) >= log_every:
                    row = self._row(window, now - window_start)
                    self._log(row)
                    report(row | {"share": min(1.0, used)})
                    window, window_start = [], now
                if done or now - last_save >= checkpoint_every:
                    self.save()
                    last_save = now
                if done:
                    break
        draw_curves(self.out)
        return self.progress

    def _share_used(self, start: float, start_step: int, minutes: float | None, steps: int | None) -> float:
        if steps is not None:
            return (self.progress.step - start_step) / steps
        assert minutes is not None
        return (time.monotonic() - start) / (60 * minutes)

    def _begin_cooldown(self, start_step: int, used: float, share: float, steps: int | None) -> None:
        self.save("plateau.safetensors")
        done = self.progress.step - start_step
        length = round(steps * share) if steps is not None else round(done / max(used, 1e-9) * (1 - used)) or 200
        self.schedule.cooldown_start, self.schedule.cooldown_steps = self.progress.step, max(1, length)

    def _row(self, window: list[tuple[float, float, float, int]], seconds: float) -> dict[str, float]:
        examples = sum(entry[3] for entry in window)

        def mean(k: int) -> float:
            return sum(entry[k] * entry[3] for entry in window) / examples

        rate = self.config.matrix_rate * self.schedule.factor(self.progress.step)
        done = self.progress
        values = (done.step, done.examples, done.seconds, mean(0), mean(1), mean(2), rate, examples / seconds)
        return dict(zip(COLUMNS, values, strict=True))

    def _log(self, row: dict[str, float]) -> None:
        path = self.out / "log.csv"
        fresh = not path.exists()
        with open(path, "a", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow(COLUMNS)
            writer.writerow(f"{value:.6g}" if isinstance(value, float) else value for value in row.values())


class _Signals:
    """While training: SIGINT and SIGTERM ask for a stop after the current step instead of raising."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer

    def __enter__(self) -> None:
        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.trainer.stopped = True

        self.previous = {sig: signal.signal(sig, stop) for sig in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        for sig, handler in self.previous.items():
            signal.signal(sig, handler)


def _optimizers(model: Seq2Seq, config: TrainConfig) -> list[torch.optim.Optimizer]:
    """Muon for the layers' matrices, AdamW for everything else."""
    matrices = list(model.matrices())
    apart = set(matrices)
    others = [parameter for parameter in model.parameters() if parameter not in apart]
    muon = Muon(matrices, lr=config.matrix_rate, weight_decay=config.weight_decay)
    adamw = torch.optim.AdamW(others, lr=config.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    for optimizer in (muon, adamw):
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return [muon, adamw]


def _optimizer_tensors(optimizer: torch.optim.Optimizer, index: int) -> dict[str, Tensor]:
    state = optimizer.state_dict()["state"]
    return {
        f"optimizer.{index}.{parameter}.{slot}": value
        for parameter, slots in state.items()
        for slot, value in slots.items()
        if isinstance(value, Tensor)
    }


def _load_optimizer(optimizer: torch.optim.Optimizer, index: int, tensors: dict[str, Tensor]) -> None:
    prefix = f"optimizer.{index}."
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith(prefix):
            parameter, slot = name[len(prefix) :].split(".")
            state.setdefault(int(parameter), {})[slot] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def draw_curves(out: Path) -> None:
    """curves.png from log.csv: loss and accuracies against examples seen."""
    path = out / "log.csv"
    if not path.exists():
        return
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    with open(path, newline="") as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    examples = [row["examples"] for row in rows]
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    left.plot(examples, [row["loss"] for row in rows])
    left.set(xlabel="examples seen", ylabel="loss per token (nats)", yscale="log")
    right.plot(examples, [row["token_accuracy"] for row in rows], label="token")
    right.plot(examples, [row["accuracy"] for row in rows], label="whole answer, teacher-forced")
    right.set(xlabel="examples seen", ylabel="accuracy on unseen examples", ylim=(0, 1))
    right.legend()
    figure.savefig(out / "curves.png", dpi=120)
    plt.close(figure)
