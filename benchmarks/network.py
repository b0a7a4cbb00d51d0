"""What a network finds: alone, with the exact fit, with views; integrals, equations and Lyapunov functions.

    python benchmarks/network.py bwd.tsv rubi.jsonl ode1.tsv FLyap.txt --count 100      the weights that ship
    python benchmarks/network.py bwd.tsv --weights out/200000 out/400000 --lineups network,fit

Several folders of weights give a learning curve. Each problem has a worker process, a deadline and a memory bound; a
problem is solved where a candidate is proved or checked. Lines of differential equations whose reference does not hold
everywhere are read like all others; sets of systems with "Barr" in their name are asked for barrier functions. Of
Lyapunov functions "network" counts V as guessed, "fit" the coefficients that a
semidefinite program finds for the network's monomials, too. Shares come with Wilson's 95 % interval.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from ansatz.data import lample_charton, lyapunov_format
from ansatz.decoding.cards import SHIPPED, card
from ansatz.evaluate import sets
from ansatz.evaluate.alone import holds
from ansatz.expr.canonical import canonical
from ansatz.limits import Crew
from ansatz.solve.naming import rename
from ansatz.solve.question import Question
from ansatz.studies.intervals import wilson


def questions(path: Path) -> Iterator[Question]:
    """The questions of a set."""
    if path.suffix == ".txt":
        for line in lyapunov_format.read(path):
            yield Question("barrier" if "Barr" in path.stem else "lyapunov", line.system, line.variables)
    elif path.name.startswith("ode"):
        for equation in lample_charton.read(path):
            yield Question(f"ode{equation.order}", (equation.statement,))
    else:
        for problem in sets.read(path):
            tree, _ = rename(canonical(problem.integrand), problem.variable)
            yield Question("integral", (tree,))


def main() -> None:
    """One line for a set, a folder of weights and a line-up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--weights", nargs="+", type=Path, default=[None])
    parser.add_argument("--lineups", default="network,fit")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--beam", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", type=Path, help="add a line for each result to this file")
    given = parser.parse_args()
    with Crew(given.workers, megabytes=3_000) as crew:
        for path in given.files:
            asked = list(questions(path))[: given.count]
            for weights in given.weights:
                for lineup in given.lineups.split(","):
                    options = (lineup, weights and str(weights.absolute()), given.beam, given.seconds)
                    name = weights.name if weights else "shipped"
                    seen = card(weights or SHIPPED).get("trained", {}).get("examples")
                    runs = [crew.submit(holds, q, *options, seconds=given.seconds + 5) for q in asked]
                    marks = [next(iter(run.take()), False) for run in runs if run.wait()]
                    _, low, high = wilson(sum(marks), len(marks))
                    share = f"{sum(marks)} of {len(marks)} ({low:.0%} to {high:.0%})"
                    print(f"{path.stem:18} {name:12} {lineup:8} {share}", flush=True)
                    if given.json is not None:
                        row = {"set": path.stem, "weights": name, "examples": seen, "lineup": lineup, "solved": marks}
                        with given.json.open("a") as file:
                            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
