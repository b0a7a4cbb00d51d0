"""Measure structural integration on a problem file.

    python benchmarks/structural.py PATH [--count N] [--start K] [--seconds S] [--unsolved OUT]

PATH is any set that `ansatz evaluate` takes. An answer counts when `verify_antiderivative` proves or checks it;
the verifier's time is reported apart. Prints the solved share by category, times, the length of answers, and what
is accepted against the second opinion; writes what is unsolved.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.evaluate.sets import read
from ansatz.expr.canonical import from_symengine, symbol, to_symengine, words
from ansatz.fit.structural import structural_candidates
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.solve.naming import rename

X = symbol("x")


def load(path: Path) -> Iterator[tuple[str, Any]]:
    """(category, integrand in x) of every problem."""
    for problem in read(path):
        if problem.task != "integral" or problem.unreadable:
            continue
        yield problem.source.split("/")[0][:24], to_symengine(rename(problem.integrand, problem.variable)[0])


def size(expression) -> int:
    """Words in the one spelling; a large number where it has none."""
    try:
        return len(words(expression))
    except Exception:
        return 10**6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--unsolved", type=Path, default=None)
    arguments = parser.parse_args()
    problems = islice(load(arguments.path), arguments.start, arguments.start + arguments.count)
    solved: Counter = Counter()
    total: Counter = Counter()
    methods: Counter = Counter()
    verdicts: Counter = Counter()
    times, checks, unsolved, lengths = [], [], [], []
    for category, f in problems:
        total[category] += 1
        start = time.perf_counter()
        checking = 0.0
        outcome, answer = "none", None
        try:
            for candidate in structural_candidates(f, X, deadline_seconds=arguments.seconds):
                before = time.perf_counter()
                verification = verify_antiderivative(candidate.antiderivative, f, X, seconds=1.0)
                checking += time.perf_counter() - before
                if verification.holds:
                    outcome = "solved"
                    answer = candidate.antiderivative
                    methods[candidate.method.split(",")[0]] += 1
                    verdicts[str(verification.verdict)] += 1
                    lengths.append(size(candidate.antiderivative))
                    break
                verdicts[f"{verification.verdict} ({candidate.method.split(',')[0]})"] += 1
                outcome = f"wrong by {candidate.method}: {candidate.antiderivative}"[:300]
        except Exception as error:  # a crash is a result to look at, not the end of the measurement
            outcome = f"{type(error).__name__}: {error}"[:200]
        elapsed = time.perf_counter() - start - checking
        times.append(elapsed)
        if answer is not None and (second := opinion(from_symengine(answer), from_symengine(f))).disagrees:
            print(f"accepted, but the second opinion {second}: {answer} | {f}")
        checks.append(checking)
        if outcome == "solved":
            solved[category] += 1
        else:
            unsolved.append(f"{category}\t{f}\t{outcome}\t{elapsed:.2f}s")
    times.sort()
    for category in sorted(total):
        print(f"{category:26s} {solved[category]:4d} / {total[category]}")
    share = 100 * sum(solved.values()) / max(sum(total.values()), 1)
    print(f"solved {sum(solved.values())} of {sum(total.values())} ({share:.1f} %)")
    if times:
        print(f"median {1e3 * times[len(times) // 2]:.1f} ms, p95 {1e3 * percentile(times, 95):.1f} ms")
        print(f"longest {times[-1]:.2f} s")
        checks.sort()
        print(f"verifier: median {1e3 * checks[len(checks) // 2]:.1f} ms, longest {checks[-1]:.2f} s")
    if lengths:
        print(f"length of answers: median {sorted(lengths)[len(lengths) // 2]} words")
    print("methods", dict(methods))
    print("verdicts", dict(verdicts))
    if arguments.unsolved:
        arguments.unsolved.write_text("\n".join(unsolved) + "\n")


if __name__ == "__main__":
    main()
