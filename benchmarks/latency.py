"""What a user feels: milliseconds per solve and verification, memory, start-up times, size of the installation.

    taskset -c 0 python benchmarks/latency.py [FILE] [--count 100] [--beam 10]

FILE holds integrals (.tsv or .jsonl); without one, fresh backward problems are made. Every solve is the public
`ansatz.integrate` with its default methods; the computer algebra systems that take part are named. Memory is the peak
of the sum over this process and all its descendants of the proportional set size (resident memory, in which a page
that n processes share counts 1/n to each; where the system does not tell it, the resident size).
"""

import argparse
import statistics
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

import ansatz
from ansatz.data.generate import integrals
from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.sets import read
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree
from ansatz.problems.integral.backward import BackwardConfig
from ansatz.solve.systems import installed


def megabytes(process: psutil.Process) -> float:
    """Its proportional set size, as far as the system tells it."""
    memory = process.memory_full_info()
    return getattr(memory, "pss", memory.rss) / 1e6


class PeakMemory(threading.Thread):
    """Polls the memory of this process and its descendants, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self) -> None:
        me = psutil.Process()
        while True:
            total = 0.0
            for process in [me, *me.children(recursive=True)]:
                try:
                    total += megabytes(process)
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total)
            time.sleep(0.02)


def problems(path: Path | None, count: int) -> list[tuple[Tree, str]]:
    if path is None:
        config = BackwardConfig(parametric_share=0.0)
        return [(integrand, "x") for integrand, _ in integrals(config, seed=2_000_003, count=count)]
    return [(problem.integrand, problem.variable) for problem in list(read(path))[:count] if not problem.unreadable]


def seconds_of(code: str) -> float:
    """The best of five runs of a Python command in a fresh process."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, *code.split("|")], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--beam", type=int, default=10)
    options = parser.parse_args()

    print(f"import ansatz                {1000 * (seconds_of('-c|import ansatz') - seconds_of('-c|pass')):8.0f} ms")
    print(f"ansatz --help                {1000 * seconds_of('-m|ansatz|--help'):8.0f} ms, interpreter included")
    cold = seconds_of("-m|ansatz|integrate|x*cos(x)")
    print(f"ansatz integrate 'x*cos(x)'  {1000 * cold:8.0f} ms, everything cold but the disk")
    site = Path(sysconfig.get_paths()["purelib"])
    size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"this environment             {size / 1e6:8.0f} MB")

    pair = ("x*sin(x) + cos(x)", "x*cos(x)")
    ansatz.verify(*pair)
    verifications = [milliseconds(lambda: ansatz.verify(*pair)) for _ in range(50)]
    print(f"median of 50 verifications   {statistics.median(verifications):8.1f} ms, worker warm")

    memory = PeakMemory()
    memory.start()
    start = time.perf_counter()
    ansatz.integrate("x", beam=options.beam)
    print(f"first solve, workers cold    {1000 * (time.perf_counter() - start):8.0f} ms")
    times, solved = [], 0
    for integrand, variable in problems(options.file, options.count):
        solution = ansatz.integrate(to_text(integrand), variable, beam=options.beam)
        times.append(1000 * solution.seconds)
        solved += solution.answered
    print(f"computer algebra systems     {', '.join(installed())}")
    print(f"median of {len(times)} solves          {statistics.median(times):8.0f} ms ({solved} answered)")
    print(f"95 % within                  {percentile(times, 95):8.0f} ms")
    print(f"peak memory                  {memory.peak:8.0f} MB, all processes")


if __name__ == "__main__":
    main()
