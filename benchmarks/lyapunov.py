"""Lyapunov generators on one core: how fast, how much is rejected and why, how long; and an independent check.

    python benchmarks/lyapunov.py [--seconds 10] [--check 200] [--squares 200] [--seed 0] [--references FILE ...]

rate        pairs with their token ids per second of processor time, every pair verified; none stated twice
check       `ansatz.evaluate.second_opinion`, which shares nothing with the verifier; what it does not accept is printed
squares     random sums of one to five squares, most without a positive definite Gram matrix: how many are proved
references  on files in the published text format: the verdicts on the references, and what sums of squares solve;
            what is accepted against the second opinion is printed
"""

import argparse
import random
import statistics
import time
from collections import Counter
from pathlib import Path

from ansatz.algebra.polynomials import ring
from ansatz.data.encode import Lengths, encode
from ansatz.data.generate import distinct
from ansatz.data.lyapunov_format import read
from ansatz.evaluate.second_opinion.lyapunov import opinion
from ansatz.evaluate.second_opinion.records import opinions
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.lyapunov_program import fit_lyapunov
from ansatz.problems.lyapunov.random_polynomials import polynomial
from ansatz.problems.problem import Generator, Rejection
from ansatz.problems.registry import GENERATORS
from ansatz.proof.lyapunov.verifier import verify_lyapunov

TASKS = ("lyapunov_backward", "lyapunov_nonpolynomial", "lyapunov_forward")
LENGTHS = Lengths(source=1024, target=256)


def rate(generator: Generator, seconds: float, seed: int) -> None:
    rng, outcomes, sources, targets, seen = random.Random(seed), Counter(), [], [], set()
    generator.generate(rng)  # imports and caches
    started = time.process_time()
    while (spent := time.process_time() - started) < seconds:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            outcomes[problem.reason] += 1
            continue
        example = encode(problem, LENGTHS)
        if example is None:
            outcomes["too many tokens"] += 1
        elif tuple(example.source) in seen:
            outcomes["stated before"] += 1
        else:
            seen.add(tuple(example.source))
            sources.append(len(example.source))
            targets.append(len(example.target))
    draws = len(sources) + outcomes.total()
    print(f"\n{generator.name}: {len(sources) / spent:.1f} pairs/s, {len(sources) / draws:.1%} of {draws} draws kept")
    for reason, count in outcomes.most_common():
        print(f"    {count / draws:6.1%}  {reason}")
    for name, lengths in (("source", sources), ("target", targets)):
        spread = statistics.pstdev(lengths)
        print(f"    {name} tokens {statistics.mean(lengths):.0f} ± {spread:.0f}, at most {max(lengths)}")


def check(generator: Generator, count: int, seed: int) -> None:
    stances: Counter[str] = Counter()
    for record, second in opinions(distinct(generator, seed, count, LENGTHS)):
        stances[second.stance] += 1
        if not second.agrees:
            print(f"    {second}: {record.statement} | {record.answer}", flush=True)
    print(f"    second opinions: {', '.join(f'{stance} {number}' for stance, number in stances.items())}", flush=True)


def squares(count: int, seed: int) -> None:
    rng, proved, started = random.Random(seed), 0, time.process_time()
    for _ in range(count):
        n = rng.randint(2, 4)
        context, degree = ring(f"x{k}" for k in range(n)), rng.randint(2, 6 - n + 1)
        p = context.constant(0)
        for _ in range(rng.randint(1, 5)):
            p += polynomial(rng, context, terms=6, low=0, high=degree, largest=9) ** 2
        found = sum_of_squares(p, seconds=10)
        proved += found is not None and found.proves(p)
    print(f"\nsquares: {proved} of {count} proved, {(time.process_time() - started) / max(1, count) * 1e3:.1f} ms each")


def references(path: Path) -> None:
    verdicts, solved, spent = Counter(), Counter(), 0.0
    for line in read(path):
        system = [to_symengine(component) for component in line.system]
        variables = [symbol(name) for name in line.variables]
        verification = verify_lyapunov(to_symengine(line.function), system, variables, squares=sum_of_squares)
        verdicts[str(verification.verdict)] += 1
        second = opinion(line.function, line.system, line.variables)
        if verification.holds and second.disagrees:
            print(f"    {verification.verdict}, but the second opinion {second}: {line}", flush=True)
        started = time.perf_counter()
        found = fit_lyapunov(system, variables, seconds=10)
        spent += time.process_time() - started
        verdict = found and verify_lyapunov(found.V, system, variables, certificate=found.certificate).verdict
        solved[str(verdict or "none")] += 1
    print(f"\n{path.name}: references {dict(verdicts)}")
    print(f"    sums of squares {dict(solved)}, {spent / max(1, solved.total()):.2f} s each", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=10.0, help="of processor time for each generator")
    arguments.add_argument("--check", type=int, default=200, help="pairs of each generator checked independently")
    arguments.add_argument("--squares", type=int, default=200, help="random sums of squares to be proved")
    arguments.add_argument("--tasks", nargs="*", default=TASKS, choices=TASKS)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--references", type=Path, nargs="*", default=(), metavar="FILE")
    settings = arguments.parse_args()
    for task in settings.tasks:
        generator = GENERATORS[task]()
        rate(generator, settings.seconds, settings.seed)
        check(generator, settings.check, settings.seed + 1)
    squares(settings.squares, settings.seed)
    for path in settings.references:
        references(path)


if __name__ == "__main__":
    main()
