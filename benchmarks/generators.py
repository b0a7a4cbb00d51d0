"""How fast problems are made, how long they are, and where the time goes.

    python benchmarks/generators.py [--seconds 10] [--task by_parts …] [--no-profile]

For each task: unique pairs with their token ids per second of one core's time (processor time, so that a busy
machine tells the same), the share of draws that are kept and why others are not, mean ± standard deviation of
lengths in our tokens and in the words of the Lample–Charton format beside those that were published (Lample &
Charton 2020, table 1), and the five functions of the generator that take most time.
"""

import argparse
import cProfile
import pstats
import random
import time
from collections import Counter
from collections.abc import Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

from ansatz.data.encode import Lengths, encode
from ansatz.data.lample_charton import to_words
from ansatz.data.work import Pooled
from ansatz.errors import AnsatzError
from ansatz.expr.canonical import from_symengine
from ansatz.problems.problem import Generator, Problem, Rejection
from ansatz.problems.registry import GENERATORS

# Mean and standard deviation of the words of statement and answer.
PUBLISHED = {
    "backward": ("70 ± 47", "21 ± 8"),
    "forward": ("19 ± 7", "50 ± 48"),
    "by_parts": ("18 ± 9", "26 ± 11"),
    "ode1": ("123 ± 72", "23 ± 10"),
    "ode2": ("149 ± 65", "29 ± 12"),
}
GENERATION = 40_000  # attempts after which the pool grows: 16 shards of a data set of 20,000 problems
_SAMPLE = 2_000  # problems whose lengths are measured in words


class Measurement(NamedTuple):
    """What one run of a generator gave; lengths are in tokens."""

    problems: list[Problem]
    sources: list[int]
    targets: list[int]
    reasons: Counter[str]
    draws: int
    seconds: float


def measure(generator: Generator, seconds: float, seed: int = 0) -> Measurement:
    """Draw for so many seconds of processor time."""
    rng, seen = random.Random(seed), set()
    problems: list[Problem] = []
    sources: list[int] = []
    targets: list[int] = []
    reasons: Counter[str] = Counter()
    draws, pooled, started = 0, 0, time.process_time()
    while (spent := time.process_time() - started) < seconds:
        draws += 1
        if draws % GENERATION == 0 and isinstance(generator, Pooled):  # the pool grows as the engine's does
            new, pooled = problems[pooled:], len(problems)
            generator.known = generator.known.extended((problem.statement[0], problem.answer[0]) for problem in new)
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            reasons[problem.reason] += 1
            continue
        try:
            example = encode(problem, Lengths())
        except AnsatzError as error:
            reasons[type(error).__name__] += 1
            continue
        if example is None:
            reasons["too long to encode"] += 1
        elif (key := tuple(example.source)) in seen:
            reasons["duplicate"] += 1
        else:
            seen.add(key)
            problems.append(problem)
            sources.append(len(example.source))
            targets.append(len(example.target))
    return Measurement(problems, sources, targets, reasons, draws, spent)


def words_of(expressions: Sequence) -> int:
    """Words of the Lample–Charton format."""
    return sum(len(to_words(from_symengine(e))) for e in expressions)


def spread(lengths: list[int]) -> str:
    return f"{fmean(lengths):.0f} ± {pstdev(lengths):.0f}" if lengths else "–"


def top_five(generator: Generator, seconds: float) -> list[str]:
    """The functions with most time of their own, as a share of the whole; encoding included."""
    profiler = cProfile.Profile()
    profiler.enable()
    measure(generator, seconds)
    profiler.disable()
    stats = pstats.Stats(profiler)
    total = stats.total_tt  # type: ignore[attr-defined]
    rows = sorted(stats.stats.items(), key=lambda row: -row[1][2])[:5]  # type: ignore[attr-defined]
    return [f"{own / total:5.1%}  {name} ({file.rsplit('ansatz/')[-1]})" for (file, _, name), (_, _, own, _, _) in rows]


def report(task: str, seconds: float, profile: bool) -> None:
    started = time.process_time()
    generator = GENERATORS[task]()
    prepared = time.process_time() - started
    found = measure(generator, seconds)
    kept, sample = len(found.problems), found.problems[:_SAMPLE]
    print(f"\n{task}: {kept / found.seconds:,.0f} unique pairs/s   (prepared in {prepared:.1f} s)")
    print(f"  kept {kept / found.draws:.1%} of {found.draws:,} draws;", end=" ")
    print(", ".join(f"{reason} {count / found.draws:.1%}" for reason, count in found.reasons.most_common()))
    print(f"  tokens         in {spread(found.sources)}, out {spread(found.targets)}")
    statements = [words_of(problem.statement) for problem in sample]
    answers = [words_of(problem.answer) for problem in sample]
    published = PUBLISHED.get(task)
    beside = f"   (published: in {published[0]}, out {published[1]})" if published else ""
    print(f"  their words    in {spread(statements)}, out {spread(answers)}{beside}")
    forms = Counter(problem.form for problem in found.problems)
    print("  forms         ", ", ".join(f"{form} {count / kept:.0%}" for form, count in forms.most_common()))
    if profile:
        for line in top_five(generator, min(seconds, 5.0)):
            print("  profile", line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time for each task")
    parser.add_argument("--task", nargs="*", default=list(GENERATORS), choices=list(GENERATORS))
    parser.add_argument("--no-profile", action="store_true")
    options = parser.parse_args()
    for task in options.task:
        report(task, options.seconds, not options.no_profile)


if __name__ == "__main__":
    main()
