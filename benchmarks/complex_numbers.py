"""Integration over the complex numbers: how much is solved, and is anything wrong?

    python benchmarks/complex_numbers.py textbook tests/solve/complex_integrals.txt
    python benchmarks/complex_numbers.py complex --count 200 --seed 1
    python benchmarks/complex_numbers.py parametric --count 200 --seed 1

Problems: lines of a file, or fresh backward problems with Gaussian integers or with parameters. Every answer of our own
methods (network, views, structural, fit; domain "complex") is compared with its integrand by mpmath alone at random
complex points, parameters being complex too unless a condition says that they are positive. Printed: shares solved and
proved, the wrong ones, those that could not be compared, seconds.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from ansatz.errors import AnsatzError
from ansatz.evaluate.second_opinion.integral import opinion, positive_parameters
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.expr.canonical import canonical, from_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.problem import Problem
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.rivals import rivals
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.question import Question
from ansatz.solve.race import Result


def problems(kind: str, path: Path | None, count: int, seed: int) -> Iterator[Tree]:
    """The integrands."""
    if kind == "textbook":
        assert path is not None, "Name the file of integrands."
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield canonical(parse(line))
        return
    shares = {"complex": {"complex_share": 1.0, "parametric_share": 0.0}, "parametric": {"parametric_share": 1.0}}
    generator, rng = Backward(BackwardConfig(**shares[kind])), random.Random(seed)
    while count:
        problem = generator.generate(rng)
        if not isinstance(problem, Problem):
            continue
        try:
            tree = from_symengine(problem.statement[0])
        except AnsatzError:  # infinity inside
            continue
        count -= 1
        yield tree


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("textbook", "complex", "parametric"))
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3.0, help="deadline of each problem")
    parser.add_argument("--no-network", action="store_true")
    options = parser.parse_args()
    lineup = Lineup(network=not options.no_network, views=not options.no_network)
    portfolio = Portfolio()

    def race(tree: Tree, beam: int, seconds: float) -> Result:
        return portfolio.race(rivals(Question("integral", (tree,), domain="complex"), lineup, (), beam), seconds)

    race("x", 1, 60.0)  # starts the worker
    total = proved = solved = conditional = wrong = silent = 0
    seconds = []
    for tree in problems(options.kind, options.path, options.count, options.seed):
        start = time.perf_counter()
        best = race(tree, 10, options.seconds).best
        seconds.append(time.perf_counter() - start)
        total += 1
        if best is None:
            race("x", 1, 60.0)  # the worker may have been killed
            continue
        solved += 1
        proved += best.verdict is Verdict.PROVED
        positive = positive_parameters(best.verification.conditions)
        conditional += bool(positive)
        second = opinion(best.tree, tree, "x", "complex", positive)
        if second.disagrees:
            wrong += 1
            print(f"WRONG {second}", tree, best.expression, best.verification, sep="\n  ")
        silent += second.stance is Stance.CANNOT_SAY
    portfolio.close()
    print(f"{total} problems: {solved} solved ({solved / total:.0%}), {proved} proved, {wrong} wrong,")
    print(f"{silent} not comparable, {conditional} with positive parameters only;")
    print(f"median {statistics.median(seconds):.3f} s, mean {statistics.mean(seconds):.3f} s a problem")


if __name__ == "__main__":
    main()
