"""What `ansatz train` does once its flags are read: begin a run, measure one, or go on with one."""

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ansatz.cli.progress import INTERRUPTED, training_bar
from ansatz.errors import ConfigError
from ansatz.training.dry_run import dry_run
from ansatz.training.loop import LATEST, PLATEAU, Trainer
from ansatz.training.plan import check_tasks, plan

if TYPE_CHECKING:
    from ansatz.training.plan import Plan


def begin(file: Path | None, flags: Mapping[str, object], measure: bool) -> None:
    """Train a new run, or measure what it would be like."""
    wanted = plan(file, flags)
    if measure:
        _measure(wanted)
        return
    out = Path(wanted.out)
    if (out / LATEST).exists():
        raise ConfigError(f"{out} already holds a run; use --resume {out}, or another folder.")
    _train(Trainer(wanted.config, out), wanted.minutes, wanted.steps, wanted.cooldown)


def resume(
    out: Path,
    plateau: bool,
    changes: Mapping[str, object],
    minutes: float | None,
    steps: int | None,
    cooldown: float | None,
) -> None:
    """Go on with a run; changes: settings such as "threads" or "stream.mixture"."""
    trainer = Trainer.resume(out, PLATEAU if plateau else LATEST, changes)
    check_tasks(trainer.config.stream.mixture)
    if trainer.complete and minutes is None and steps is None and cooldown is None:
        if trainer.team.leader:
            print(_nothing_left(trainer))
        trainer.team.leave()
        return
    _train(trainer, minutes, steps, cooldown)


def _nothing_left(trainer: Trainer) -> str:
    """That a run is at the end of its budget, and the command that prolongs it."""
    done, out = trainer.progress, trainer.out
    more = "--plateau --minutes 60" if trainer.schedule.cooling else "--minutes 60"
    return (
        f"The run in {out} has met its budget, with {done.examples:,} examples in {done.step:,} steps; "
        f"prolong it with: ansatz train --resume {out} {more}"
    )


def weights(mixture: str) -> dict[str, float]:
    """{task: weight} of "task=weight,…"."""
    found: dict[str, float] = {}
    for entry in mixture.split(","):
        name, _, weight = entry.strip().partition("=")
        try:
            found[name] = float(weight or 1)
        except ValueError:
            raise ConfigError(f"'{entry}' is no task and weight; write such as backward=0.5.") from None
    return found


def _train(trainer: Trainer, minutes: float | None, steps: int | None, cooldown: float | None) -> None:
    leader = trainer.team.leader
    if minutes is not None or steps is not None or cooldown is not None:
        trainer.begin(minutes, steps, cooldown)
    if leader:
        seen = f"{trainer.progress.examples:,} examples seen"
        print(f"{trainer.model.parameter_count / 1e6:.1f} M parameters; {seen}")
    try:
        with training_bar() if leader else nullcontext() as report:
            progress = trainer.train(report=report or _silent, note=_note)
    finally:
        trainer.team.leave()
    if not leader:
        return
    print(f"{progress.examples:,} examples in {progress.step:,} steps; checkpoint and curves.png in {trainer.out}")
    if trainer.stopped and not trainer.finished:
        print(f"Stopped before its time; go on with: ansatz train --resume {trainer.out}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED)


def _silent(row: Mapping[str, object]) -> None:
    pass


def _note(text: str) -> None:
    print(text, file=sys.stderr)


def _measure(wanted: "Plan") -> None:
    found = dry_run(wanted.config, wanted.minutes, wanted.steps)
    memory = "GPU memory" if wanted.config.device == "cuda" else "memory"
    rows = (
        ("parameters", f"{found.parameters:,}"),
        ("training", f"{found.examples_per_second:,.0f} examples/s, {found.tokens_per_second:,.0f} tokens/s"),
        ("making examples", f"{found.made_per_second:,.0f} /s by {wanted.config.stream.workers} worker(s)"),
        ("matrix products", f"{found.utilisation:.0%} of this device's peak in bfloat16"),
        ("peak memory", f"{found.peak_megabytes:,.0f} MB of {memory}"),
        ("budget", f"{found.minutes:,.1f} minutes: {found.steps:,} steps, {found.examples:,} examples"),
    )
    for name, value in rows:
        print(f"{name:<16} {value}")
    if found.made_per_second < found.examples_per_second:
        print("Examples are made more slowly than they are learned from; add --workers.", file=sys.stderr)
