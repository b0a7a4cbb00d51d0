"""The training loop: a stream in, checkpoints and curves out; killed or stopped, it resumes exactly.

    Trainer(TrainConfig(), out=Path("out/run")).train(minutes=60)
    Trainer.resume(Path("out/run")).train()              the rest of those minutes
    Trainer.resume(Path("out/run")).train(steps=1_000)   a new budget

A run's folder holds run.json (settings), checkpoint.safetensors (latest), plateau.safetensors (latest
before the cool-down: prolong a run from here), best.safetensors (best validated, where patience is set), log.csv,
curves.png, validation.jsonl and tensorboard/.

What step n does depends on the configuration, the seed and n alone: dropout draws from a generator that is seeded at
each step. So a budget in steps gives the same weights, bit for bit, however often the run was killed.
"""

import json
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, replace
from hashlib import blake2b
from pathlib import Path

import torch
from torch import Tensor, nn

from ansatz.data.shard_stream import ShardStream, ShardStreamConfig
from ansatz.data.stream import Batch, BatchStream, LiveStream
from ansatz.errors import CheckpointError, ConfigError, ResourceError
from ansatz.models.registry import build
from ansatz.training import checkpoint, curves, optimizers
from ansatz.training.budget import Budget, Progress
from ansatz.training.config import TrainConfig
from ansatz.training.distributed import Order, Team
from ansatz.training.ema import RunningMean
from ansatz.training.logs import Log, Reported, Row, Window
from ansatz.training.losses import loss_and_counts
from ansatz.training.memory import bound_caches, resident_megabytes
from ansatz.training.saving import Rhythm
from ansatz.training.schedule import Schedule
from ansatz.training.settings import put
from ansatz.training.signals import Signals
from ansatz.training.validation import Validation, Validator
from ansatz.training.watch import Watch

LATEST, PLATEAU, BEST = "checkpoint.safetensors", "plateau.safetensors", "best.safetensors"
COOLDOWN = 0.25
OVERTIME = 1.02  # a cool-down measured in minutes may end a little after the budget
# Where the settings do not say otherwise, whichever is less: steps, or a share of the budget.
WARMUP, WARMUP_SHARE = 200, 0.1
LOG_EVERY, LOG_SHARE = 50, 0.02

OpenStream = Callable[[tuple[int, int]], BatchStream]
Report = Callable[[Reported], None]


class Trainer:
    """One run: model, optimisers, schedule and position in the stream.

    open_stream: another source of batches than the configuration's, given the position to start at. validator:
    another than validation by solving. `stopped`: a signal ended the training.
    """

    def __init__(
        self,
        config: TrainConfig,
        out: Path,
        *,
        open_stream: OpenStream | None = None,
        validator: Validation | None = None,
    ) -> None:
        self.config, self.out = config, out
        _prepare(config)
        self.team = Team(config.device)
        self.names = config.data.scheme.names
        torch.manual_seed(config.seed)
        self.model = build(config.model, len(self.names)).to(self.team.device)
        self.optimizers = optimizers.make(self.model, config)
        self.ema = RunningMean(self.model, config.ema) if config.ema else None
        self.schedule = Schedule(
            WARMUP if config.warmup is None else config.warmup,
            kind=config.schedule,
            decay_after=config.decay_after,
            width=config.model.width,
            warmup_share=WARMUP_SHARE if config.warmup is None else 0.0,
        )
        self.budget: Budget | None = None
        self.progress, self.watch, self.window = Progress(), Watch(), Window()
        self.position = (0, 0)
        self.stopped = False
        self._last_tick, self._waiting = 0.0, False
        self._open_stream = open_stream or self._configured_stream
        self._validator = validator or (Validator(config, out) if config.validation.problems else None)
        self._forward: Callable[..., Tensor] = self.team.together(self.model)
        if config.compile:
            self._forward = torch.compile(self._forward, dynamic=True)

    def _configured_stream(self, position: tuple[int, int]) -> BatchStream:
        data = self.config.data
        return ShardStream(data, position) if isinstance(data, ShardStreamConfig) else LiveStream(data, position)

    # ------------------------------------------------------------------------------- checkpoints

    @classmethod
    def resume(
        cls,
        out: Path,
        file: str = LATEST,
        changes: Mapping[str, object] | None = None,
        *,
        open_stream: OpenStream | None = None,
        validator: Validation | None = None,
    ) -> "Trainer":
        """The run in folder `out` as it stood.

        changes: to its settings, such as {"threads": 1, "stream.workers": 2}; a stream of other problems starts at its
        next chunk. Raises `CheckpointError` for a file that is missing, damaged or of another vocabulary.
        """
        path = out / file
        tensors, state = checkpoint.load(path)
        try:
            saved, (chunk, batch) = state["config"], state["position"]
            old = TrainConfig.from_dict(saved).stream
            for name, value in (changes or {}).items():
                put(saved, name, value)
            config = TrainConfig.from_dict(saved)
            if replace(config.stream, workers=old.workers) != old:
                chunk, batch = chunk + 1, 0
            trainer = cls(config, out, open_stream=open_stream, validator=validator)
            trainer._restore(tensors, state, path)
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            if isinstance(error, ConfigError):
                raise
            reason = " ".join(str(error).split())[:200]
            raise CheckpointError(
                f"{path} does not fit the run it describes ({reason}); use an earlier copy."
            ) from error
        trainer.position = (chunk, batch)
        return trainer

    def _restore(self, tensors: dict[str, Tensor], state: checkpoint.State, path: Path) -> None:
        if tuple(state["tokens"]) != self.names:
            raise CheckpointError(f"The vocabulary of {path} is not this version's; convert it by token name.")
        self.model.load_state_dict(checkpoint.model_tensors(tensors))
        optimizers.load(self.optimizers, tensors)
        if self.ema is not None:
            self.ema.load(tensors)
        self.schedule = Schedule(**state["schedule"])
        self.progress = Progress(**state["progress"])
        if state.get("budget"):
            self.budget = Budget(**state["budget"])
        self.watch = Watch(**state.get("watch", {}))
        self.window = Window(**state.get("window", {}))

    def save(self, file: str = LATEST) -> None:
        """Write the whole state atomically."""
        if not self.team.leader:
            return
        window = self.window.state()
        self._check_finite(window["counts"][0])
        self.out.mkdir(parents=True, exist_ok=True)
        tensors = {f"model.{name}": tensor for name, tensor in self.model.state_dict().items()}
        tensors |= optimizers.tensors(self.optimizers)
        if self.ema is not None:
            tensors |= self.ema.tensors()
        state = {
            "config": self.config.to_dict(),
            "tokens": list(self.names),
            "schedule": asdict(self.schedule),
            "progress": asdict(self.progress),
            "budget": asdict(self.budget) if self.budget else None,
            "watch": asdict(self.watch),
            "window": window,
            "position": list(self.position),
        }
        checkpoint.save(self.out / file, tensors, state)
        (self.out / "run.json").write_text(json.dumps(self.config.to_dict(), indent=2) + "\n")

    def _check_finite(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise ResourceError(
                f"The loss is not a number at step {self.progress.step}; the last checkpoint stands: lower the "
                "learning rates and begin anew."
            )

    # ---------------------------------------------------------------------------------- one step

    def step(self, batch: Batch) -> Tensor:
        """One optimisation step; the counts of `ansatz.training.losses`.

        Every example is seen once, before it is learned from: the accuracies are those of unseen data.
        """
        used = self.budget.used(self.progress) if self.budget else 0.0
        factor = self.schedule.factor(self.progress.step, used)
        order = Order(batch, factor, self.config.sampling * min(1.0, used))
        self.team.send(order)
        return self._learn(order)

    def _learn(self, order: Order) -> Tensor:
        """This process's part of a step; returns the counts of all."""
        config = self.config
        torch.manual_seed(_seed(config.seed, self.progress.step, self.team.rank))
        if config.sampling:
            self.model.sampling = order.sampling
        source, target = self.team.share(order.batch).tensors(self.team.device)
        with self._precision():
            logits = self._forward(source, target[:, :-1])
        loss, counts = loss_and_counts(logits, target[:, 1:], order.tokens, config.label_smoothing)
        (loss * self.team.size).backward()  # gradients are averaged over the team
        if config.clip:
            nn.utils.clip_grad_norm_(self.model.parameters(), config.clip)
        optimizers.scale(self.optimizers, order.factor)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.progress.step += 1
        self.progress.examples += order.batch.examples
        if self.ema is not None:
            self.ema.update(self.progress.step)
        return self.team.total(counts)

    def _precision(self) -> AbstractContextManager[object]:
        return torch.autocast(self.config.device, torch.bfloat16) if self.config.bf16 else nullcontext()

    # ---------------------------------------------------------------------------------- training

    def begin(self, minutes: float | None = None, steps: int | None = None, cooldown: float | None = None) -> None:
        """Give the run a new budget, of which the share `cooldown` cools down, where the schedule does.

        Raises `ConfigError` for an impossible budget, and where the run has begun to cool down.
        """
        share = COOLDOWN if cooldown is None else cooldown
        budget = Budget(minutes, steps, share, self.progress.step, self.progress.seconds)
        if self.schedule.cooling:
            raise ConfigError(
                "The run has begun to cool down: go on without a new budget to finish it, or with the plateau to "
                "prolong it."
            )
        self.budget = budget

    def train(
        self,
        minutes: float | None = None,
        steps: int | None = None,
        *,
        cooldown: float | None = None,
        report: Report = lambda row: None,
        note: Callable[[str], None] = print,
    ) -> Progress:
        """Train for a new budget of minutes or of steps (`begin`), or for what is left of the run's own.

        report: each row of the log, with the share of the budget and the last and best solved shares (-1: none yet).
        note: remarks for people. SIGINT and SIGTERM end the run after the current step with everything saved. Raises
        `ConfigError` where there is no budget, or the run has cooled down.
        """
        if minutes is not None or steps is not None or cooldown is not None:
            self.begin(minutes, steps, cooldown)
        elif self.budget is None:
            raise ConfigError("The run does not know its budget; give one in minutes or in steps.")
        if not self.team.leader:
            with Signals(lambda: None):  # the leader will say when to stop
                for order in self.team.orders():
                    self._learn(order)
            return self.progress
        try:
            with Signals(self._stop):
                self._train(report, note)
        finally:
            self.team.send(None)
        curves.draw(self.out)
        return self.progress

    def _stop(self) -> None:
        self.stopped = True
        if self._waiting:
            raise KeyboardInterrupt

    @property
    def finished(self) -> bool:
        """Whether the budget is spent, or its cool-down over."""
        if self.schedule.finished(self.progress.step):
            return True
        in_minutes = self.budget is not None and self.budget.minutes is not None
        return self._used() >= (OVERTIME if in_minutes and self.schedule.cooling else 1)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do within the budget: it is spent, and the log's last row is written."""
        return self.finished and not self.window.steps

    def _used(self) -> float:
        return self.budget.used(self.progress) if self.budget else 0.0

    def _train(self, report: Report, note: Callable[[str], None]) -> None:
        if self.complete:
            return
        self.out.mkdir(parents=True, exist_ok=True)
        self._last_tick = time.monotonic()
        with Log(self.out, self.progress.step, self.config.tensorboard, note) as log:
            self._end_window(log, report)  # where the run was stopped while it was validated
            if self.finished or not (self.out / LATEST).exists():
                self.save()
            if self.finished:
                return
            with self._open_stream(self.position) as stream:
                self._follow(stream, log, report)

    def _follow(self, stream: BatchStream, log: Log, report: Report) -> None:
        """Learn from the stream until the budget is spent or a signal comes; the budget's time begins with a batch."""
        rhythm, batches = Rhythm(self.config.checkpoint_every), iter(stream)
        with self.off_the_clock():
            batch = self._next(batches)
        while batch is not None:
            if self._cooldown_due():
                self._begin_cooldown()
            self.window.add(self.step(batch))
            self.position = stream.position
            self._tick()
            self._end_window(log, report)
            over = self.finished or self.stopped
            if over or rhythm.due:
                with rhythm.measured():
                    self.save()
            if over:
                return
            began = time.monotonic()
            batch = self._next(batches)
            self.window.waiting += time.monotonic() - began
        self.save()

    def _next(self, batches: Iterator[Batch]) -> Batch | None:
        """The next batch; None at the stream's end, or where a signal comes while it is waited for."""
        try:
            self._waiting = True
            return next(batches, None)
        except KeyboardInterrupt:
            return None
        finally:
            self._waiting = False

    @contextmanager
    def off_the_clock(self) -> Iterator[None]:
        """What happens inside the `with`, in `report` for example, takes nothing of the budget."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._last_tick += time.monotonic() - began

    def _tick(self) -> None:
        now = time.monotonic()
        self.progress.seconds += now - self._last_tick
        self.window.seconds += now - self._last_tick
        self._last_tick = now

    def _end_window(self, log: Log, report: Report) -> None:
        """Write a row of the log where it is due, with a validation where that is due."""
        if not self._row_due():
            return
        row = self._row()
        if self._validation_due():
            row["solved"] = self._validate()
            self._tick()
            if row["solved"] is None:  # interrupted: the row is written when the run goes on
                return
        log.write(row)
        watch = self.watch
        report(Reported(**row, share=min(1.0, self._used()), last=watch.last, best=watch.best))
        self.window = Window()

    def _row_due(self) -> bool:
        window, every = self.window, self.config.log_every
        if self.finished or window.steps == 0:
            return window.steps > 0
        if every is not None:
            return window.steps >= every
        share = self.budget.share(window.steps, window.seconds) if self.budget else 0.0
        return window.steps >= LOG_EVERY or share >= LOG_SHARE

    def _cooldown_due(self) -> bool:
        if self.config.schedule != "wsd" or self.schedule.cooling:
            return False
        return self.budget is not None and self.budget.cooldown_due(self.progress)

    def _begin_cooldown(self) -> None:
        assert self.budget is not None
        self.save(PLATEAU)
        self.schedule.cooldown_start = self.progress.step
        self.schedule.cooldown_steps = self.budget.steps_left(self.progress)

    def _row(self) -> Row:
        loss, right, tokens, answers, examples = self.window.counts()
        self._check_finite(loss)
        main = self.optimizers[0].param_groups[0]["lr"]
        done = self.progress
        return {
            "step": done.step,
            "examples": done.examples,
            "seconds": done.seconds,
            "loss": loss / tokens,
            "token_accuracy": right / tokens,
            "accuracy": answers / examples,
            "rate": main,
            "examples_per_second": examples / max(self.window.seconds, 1e-9),
            "waiting": self.window.waiting / max(self.window.seconds, 1e-9),
            "resident_mb": resident_megabytes(),
            "solved": None,
        }

    # -------------------------------------------------------------------------------- validation

    def _validation_due(self) -> bool:
        if self._validator is None:
            return False
        return self.finished or self.watch.due(self.config.validation, self.progress)

    def _validate(self) -> float | None:
        """The solved share; None where a signal came on the way."""
        assert self._validator is not None
        with self.ema.applied() if self.ema else nullcontext():
            share = self._validator.share(self.model, lambda: self.stopped)
        if share is None:
            return None
        self.watch.see(share, self.progress)
        if patience := self.config.validation.patience:
            if self.watch.stale == 0:
                self.save(BEST)
            elif self.watch.stale >= patience and not self.finished:
                self._end_early()
        return share

    def _end_early(self) -> None:
        """Cool down now, where the schedule does, or stop: the budget shrinks to what is used."""
        budget, done = self.budget, self.progress
        assert budget is not None
        if self.schedule.cooling:
            return
        steps = done.step - budget.start_step
        if self.config.schedule == "wsd" and 0 < budget.cooldown < 1:
            steps += max(1, round(steps * budget.cooldown / (1 - budget.cooldown)))
        self.budget = replace(budget, minutes=None, steps=steps)


def _prepare(config: TrainConfig) -> None:
    """Settings that PyTorch keeps for the whole process."""
    bound_caches()
    if config.device == "cuda" and not torch.cuda.is_available():
        raise ConfigError("PyTorch finds no CUDA device here; train with --device cpu.")
    if config.threads:
        torch.set_num_threads(config.threads)
    if config.deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # what PyTorch asks of cuBLAS
        torch.utils.deterministic.fill_uninitialized_memory = False
    torch.use_deterministic_algorithms(config.deterministic)


def _seed(seed: int, step: int, rank: int) -> int:
    """The seed of a step's dropout in one process."""
    return int.from_bytes(blake2b(f"{seed}/{step}/{rank}".encode(), digest_size=7).digest(), "big")
