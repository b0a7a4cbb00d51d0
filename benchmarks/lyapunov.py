"""Lyapunov functions of sets of systems by our own methods: proved shares by method, and what fails.

    python benchmarks/lyapunov.py FLyap.txt … [--barrier] [--methods quadratic,squares | full] [--seconds 10]
    python benchmarks/lyapunov.py --random 150      systems of 2 or 3 equations, degree ≤ 3, integers ≤ 10

Each system has a worker process, a deadline and a memory bound; the reference function is not looked at. A claim
counts where its certificate proves it. Times are a worker's processor seconds.
"""

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ansatz.algebra.polynomials import from_polynomial, ring
from ansatz.data.lyapunov_format import read
from ansatz.expr.canonical import symbol
from ansatz.expr.symengine_bridge import to_symengine
from ansatz.fit.sos.lyapunov_program import of_support
from ansatz.fit.sos.monomials import of_degrees
from ansatz.limits import Crew, Status
from ansatz.problems.lyapunov.random_polynomials import polynomial
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict
from ansatz.solve.lyapunov.claim import Claim, System
from ansatz.solve.lyapunov.ladder import barrier_methods, methods
from ansatz.solve.lyapunov.polynomial_field import polynomial_field

_MOST = 60  # monomials of degree up to 8


def of_file(path: Path, k: int) -> System:
    """The system of line k."""
    line = list(read(path))[k]
    return System(tuple(map(to_symengine, line.system)), tuple(map(symbol, line.variables)))


def drawn(k: int, seed: int) -> System:
    """A random system with f(0) = 0: one to four terms in each component; those of `lyapunov_solve.py`."""
    rng = random.Random(f"{seed} {k}")
    variables = tuple(symbol(f"x{i}") for i in range(rng.choice((2, 3))))
    context = ring(variables)
    field = (polynomial(rng, context, terms=4, low=1, high=3, largest=10) for _ in variables)
    return System(tuple(from_polynomial(component, variables) for component in field), variables)


def full(system: System, deadline: float, *, proper: bool) -> Iterator[Claim]:
    """Sums of squares with all monomials of degree 2, 4, 6 and, where they are few, 8: what the others must beat."""
    field = polynomial_field(system)
    for degree in (2, 4, 6, 8) if field is not None else ():
        support, left = of_degrees(system.dimension, 2, degree), deadline - time.monotonic()
        if field is None or left <= 0 or (degree == 8 and len(support) > _MOST):
            return
        found = of_support(field, support, time.thread_time() + left, proper=proper)
        if found is not None:
            yield Claim(from_polynomial(found[0], system.variables), "full", found[1])


def solve(
    path: Path | None, k: int, seconds: float, barrier: bool, names: tuple[str, ...], seed: int
) -> Iterator[tuple[str, float, str]]:
    """(method, processor seconds, V) of the first claim that is proved; the method is "" where there is none."""
    system = drawn(k, seed) if path is None else of_file(path, k)
    verify = verify_barrier if barrier else verify_lyapunov
    start, deadline = time.process_time(), time.monotonic() + seconds
    known = {**(barrier_methods() if barrier else methods()), "full": partial(full, proper=not barrier)}
    for name, method in known.items():
        for claim in method(system, deadline) if name in (names or known.keys() - {"full"}) else ():
            finding = verify(claim.V, system.field, system.variables, certificate=claim.certificate)
            if finding.verdict is Verdict.PROVED:
                yield claim.method, time.process_time() - start, str(claim.V)
                return
    yield "", time.process_time() - start, ""


def main() -> None:
    """One paragraph a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--barrier", action="store_true")
    parser.add_argument("--methods", default="")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="every V")
    given = parser.parse_args()
    names = tuple(filter(None, given.methods.split(",")))
    sets = [(path, min(given.count, sum(1 for _ in read(path)))) for path in given.files]
    if given.random:
        sets.append((None, given.random))
    with Crew(given.workers, megabytes=3_000) as crew:
        for path, count in sets:
            arguments = (given.seconds, given.barrier, names, given.seed)
            task = "lyapunov:solve"
            runs = [crew.submit(task, path, k, *arguments, seconds=2 * given.seconds + 5) for k in range(count)]
            times, found, failed = [], Counter[str](), []
            for k, run in enumerate(runs):
                ended = run.wait()
                method, spent, V = next(iter(run.take()), ("", ended.seconds, ""))
                if method:
                    found[method] += 1
                    times.append(spent)
                else:
                    status = f"{spent:.1f} s" if ended.status is Status.FINISHED else str(ended.status)
                    failed.append(f"{k} ({status})")
                if given.show and V:
                    print(f"{k}: {V}")
            median = statistics.median(times) if times else float("nan")
            title = path.stem if path else "random"
            print(f"{title}: {len(times)} of {count} proved, median {median:.3f} s; {dict(found)}")
            print(f"    not: {', '.join(failed)}", flush=True)


if __name__ == "__main__":
    main()
