"""The data engine: rates of one and two workers, and the cost of deduplication.

    python benchmarks/engine.py [--task backward] [--seconds 20] [--statements 10M]

rate           problems a second, deduplicated and written, once the workers are warm; processor seconds beside it,
               since on a busy machine workers wait for their turn
deduplication  statements through `ansatz.data.dedup.Seen`, one in ten a repetition; peak resident memory
"""

import argparse
import os
import resource
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil

from ansatz.cli.data import number
from ansatz.data.dedup import Seen
from ansatz.data.engine import Engine, Progress
from ansatz.data.executor import LocalExecutor
from ansatz.data.manifest import DataConfig


class Stop(Exception):
    """The measurement is over."""


def rate(task: str, workers: int, seconds: float) -> tuple[float, float, float]:
    """(problems a second, problems a second of all processors, the coordinator's share of them)."""
    first: tuple[float, int, float] | None = None
    last: tuple[float, int, float] = (0.0, 0, 0.0)
    own = coordinator = time.process_time()

    def report(progress: Progress) -> None:
        nonlocal first, last, own, coordinator
        if progress.attempts < 500 * workers:
            return
        now = time.monotonic()
        if first is not None and now - first[0] < seconds:
            return
        coordinator = time.process_time()
        last = now, progress.made, processor_seconds()
        if first is not None:
            raise Stop
        first, own = last, coordinator

    with tempfile.TemporaryDirectory() as folder, closing(LocalExecutor(workers)) as executor, suppress(Stop):
        Engine(DataConfig(task), Path(folder) / "set", executor, report=report).run(10**9)
    assert first is not None
    made, spent = last[1] - first[1], last[2] - first[2]
    return made / (last[0] - first[0]), made / spent, (coordinator - own) / spent


def processor_seconds() -> float:
    """Of this process and its children that live."""
    total = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total


def deduplication(statements: int) -> None:
    seen, started = Seen(), time.process_time()
    for n in range(statements):
        k = n % (statements * 9 // 10)
        seen.add(f"+ * {k} x / exp * {k % 97} x sqrt + 1 pow2 x")
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if os.uname().sysname == "Darwin" else 1e6)
    print(
        f"{statements:,} statements, {len(seen):,} different: {statements / spent:,.0f} /s, peak memory {peak:.2f} GB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", default="backward")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--statements", default="10M")
    options = parser.parse_args()
    rates = []
    for workers in (1, 2):
        wall, processor, coordinator = rate(options.task, workers, options.seconds)
        rates.append(wall)
        print(
            f"{options.task}, {workers} worker{'s' * (workers > 1)}: {wall:,.0f} problems/s, {processor:,.0f} per"
            f" processor second, coordinator {coordinator:.1%} of them",
            flush=True,
        )
    print(f"two workers are {rates[1] / rates[0]:.2f} times as fast as one")
    deduplication(number(options.statements))


if __name__ == "__main__":
    main()
