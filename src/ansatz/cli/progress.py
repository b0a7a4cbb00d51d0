"""Progress bars for long work, on standard error, so that output can be piped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ansatz.cli.terminal import console

if TYPE_CHECKING:
    from ansatz.training.logs import Reported

INTERRUPTED = 130  # the shell's code for Ctrl-C, so that a script does not take a run for finished


@contextmanager
def bar(label: str, total: int | None) -> Iterator[Callable[..., None]]:
    """`advance(steps, remark, total=None)` moves the bar; one without a total is not seen before."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[remark]}"),
    )
    progress = Progress(*columns, console=console(stderr=True))
    task = progress.add_task(label, total=total, remark="")

    def advance(steps: int, remark: str, total: int | None = None) -> None:
        progress.start()
        progress.update(task, advance=steps, remark=remark)
        if total is not None:
            progress.update(task, total=total)

    if total is not None:
        progress.start()
    try:
        yield advance
    finally:
        if progress.live.is_started:
            progress.stop()


@contextmanager
def training_bar() -> "Iterator[Callable[[Reported], None]]":
    """A bar over the budget with loss, accuracies and examples per second."""
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("training"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[remark]}"),
    )
    with Progress(*columns, console=console(stderr=True)) as progress:
        task = progress.add_task("", total=1.0, remark="the first steps compile and warm up")

        def report(row: "Reported") -> None:
            remark = (
                f"loss {row['loss']:.3f}  token {row['token_accuracy']:.1%}  answer {row['accuracy']:.1%}"
                f"  {row['examples_per_second']:.0f} examples/s  {row['examples']:,.0f} seen"
            )
            if row["best"] >= 0:
                remark += f"  solved {row['last']:.1%}, at best {row['best']:.1%}"
            progress.update(task, completed=row["share"], remark=remark)

        yield report


@contextmanager
def generation_bar(total: int) -> Iterator[Callable[[Any], None]]:
    """A bar over the count with pairs per second, acceptance and the most frequent reasons for rejection."""
    import time

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("generating"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    started, before = time.monotonic(), None
    with Progress(*columns, TextColumn("{task.fields[remark]}"), console=console(stderr=True)) as progress:
        task = progress.add_task("", total=total, remark="workers are starting")

        def report(state: Any) -> None:
            nonlocal before
            if before is None:
                before = state.made  # what an earlier run had made
            rate = (state.made - before) / (time.monotonic() - started)
            reasons = state.rejections.most_common(3)
            remark = f"{rate:,.0f} pairs/s  {state.made / max(1, state.attempts):.0%} accepted"
            if reasons:
                remark += "  rejected: " + ", ".join(
                    f"{reason} {number / max(1, state.attempts):.1%}" for reason, number in reasons
                )
            if state.restarts:
                remark += f"  {state.restarts} workers replaced"
            progress.update(task, completed=state.problems, remark=remark)

        yield report


@contextmanager
def stage_bar() -> Iterator[Callable[[str, float, str], None]]:
    """One bar for work in stages: `watch(stage, share done of it, remark)`; a new stage begins a new line."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[remark]}"), console=console(stderr=True)) as progress:
        current, task = "", None

        def watch(stage: str, share: float, remark: str) -> None:
            nonlocal current, task
            if task is None or stage != current:
                current, task = stage, progress.add_task(stage, total=1.0, remark="")
            progress.update(task, completed=min(1.0, share), remark=remark)

        yield watch
