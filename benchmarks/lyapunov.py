"""How many systems of a file of the published format get a proved Lyapunov function, and by which method?

    python benchmarks/lyapunov.py SET.txt … --seconds 10 [--barrier] [--methods quadratic,squares] [--out results.tsv]

Every system is solved in a worker that can be killed, with a deadline in seconds of its own processor time; the
reference function is not looked at. What is found is verified by its certificate alone.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import symengine as se

from ansatz.data.lyapunov_format import read
from ansatz.expr.symengine_bridge import to_symengine
from ansatz.limits import Crew, Status


def solve(task: tuple[int, Path, int, float, bool, tuple[str, ...] | None]) -> tuple[str, float, str]:
    """(method or "", processor seconds, V) for line k."""
    from ansatz.proof.lyapunov.barrier import verify_barrier
    from ansatz.proof.lyapunov.verifier import verify_lyapunov
    from ansatz.proof.verdict import Verdict
    from ansatz.solve.lyapunov.claim import System
    from ansatz.solve.lyapunov.methods import BARRIER_METHODS, METHODS

    k, path, _, seconds, barrier, names = task
    line = list(read(path))[k]
    variables = tuple(se.Symbol(name) for name in line.variables)
    system = System(tuple(map(to_symengine, line.system)), variables)
    return _first(system, seconds, barrier, names, BARRIER_METHODS if barrier else METHODS,
                  verify_barrier if barrier else verify_lyapunov, Verdict)


def _first(system, seconds, barrier, names, methods, verify, Verdict):  # type: ignore[no-untyped-def]
    start = time.process_time()
    deadline = time.monotonic() + seconds
    for name, method in methods.items():
        if names is not None and name not in names:
            continue
        for claim in method(system, deadline):
            finding = verify(claim.V, system.field, system.variables, certificate=claim.certificate)
            if finding.verdict is Verdict.PROVED:
                return claim.method, time.process_time() - start, str(claim.V)
    return "", time.process_time() - start, ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line a set: share, median, methods; and what failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--count", type=int, default=None)
    parser.add_argument("--barrier", action="store_true")
    parser.add_argument("--methods", default=None)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(arguments)
    names = tuple(options.methods.split(",")) if options.methods else None
    with Crew(options.workers, megabytes=3000) as crew:
        for path in options.files:
            count = len(list(read(path))[: options.count])
            tasks = [(k, path, count, options.seconds, options.barrier, names) for k in range(count)]
            solve_seconds, methods, failed = [], Counter[str](), []
            for task, run in crew.map(solve, tasks, seconds=2 * options.seconds + 5):
                outcome = run.outcome
                if outcome is None or outcome.status is not Status.DONE:
                    failed.append((task[0], str(outcome and outcome.status)))
                    continue
                method, spent, _ = outcome.value
                if method:
                    methods[method] += 1
                    solve_seconds.append(spent)
                else:
                    failed.append((task[0], f"{spent:.1f} s"))
            median = statistics.median(solve_seconds) if solve_seconds else float("nan")
            print(f"{path.stem}: {sum(methods.values())} of {count} proved, median {median:.3f} s; {dict(methods)}")
            print("   failed:", ", ".join(f"{k} ({why})" for k, why in sorted(failed)), flush=True)


if __name__ == "__main__":
    main()
