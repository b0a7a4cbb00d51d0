"""`ansatz.lyapunov` on sets of systems: what is proved, refuted and left open, at one deadline.

    python benchmarks/lyapunov_solve.py FLyap.txt … [--barrier] [--deadline 10] [--count N] [--show]
    python benchmarks/lyapunov_solve.py --random 150     2 or 3 equations, degree ≤ 3, integers ≤ 10

references  the published V, judged by our verifier: right ones, wrong ones with a counterexample, undecided ones
ours        V proved, by method; every certificate is checked by `check_certificate`, every V by the second opinion
            (mpmath alone); refuted: it is proved that there is none, by reason; seconds are of wall-clock time
both        systems that are refuted and for which some V is proved, by the methods that are asked in spite of that
"""

import argparse
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ansatz
from ansatz.algebra.polynomials import from_polynomial, ring
from ansatz.data.lyapunov_format import LyapunovLine, read
from ansatz.evaluate.second_opinion.lyapunov import opinion
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.tree import Tree
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.problems.lyapunov.random_polynomials import polynomial
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.check_certificate import accepts
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict
from ansatz.solve.lyapunov.claim import System
from ansatz.solve.lyapunov.ladder import methods
from ansatz.solve.lyapunov.solution import LyapunovSolution

_DESPITE = 1.0  # seconds for methods on refuted systems


def drawn(count: int, seed: int) -> Iterator[LyapunovLine]:
    """Random systems with f(0) = 0, without a reference."""
    for k in range(count):
        rng = random.Random(f"{seed} {k}")
        variables = tuple(symbol(f"x{i}") for i in range(rng.choice((2, 3))))
        context = ring(variables)
        field = (polynomial(rng, context, terms=4, low=1, high=3, largest=10) for _ in variables)
        yield LyapunovLine(tuple(from_symengine(from_polynomial(p, variables)) for p in field), 0)


def reference(line: LyapunovLine, barrier: bool) -> str:
    """The verdict on the reference."""
    if line.function == 0:
        return "none"
    verify = verify_barrier if barrier else verify_lyapunov
    system, variables = list(map(to_symengine, line.system)), list(map(symbol, line.variables))
    return str(verify(to_symengine(line.function), system, variables, squares=sum_of_squares).verdict)


def despite(line: LyapunovLine) -> bool:
    """Whether some method proves a V all the same: it must not."""
    system = System(tuple(map(to_symengine, line.system)), tuple(map(symbol, line.variables)))
    end = time.monotonic() + _DESPITE
    for method in methods().values():
        for claim in method(system, end):
            found = verify_lyapunov(claim.V, system.field, system.variables, certificate=claim.certificate)
            if found.verdict is Verdict.PROVED:
                return True
    return False


def reason(solution: LyapunovSolution) -> str:
    """Of a refutation, in a few words."""
    return solution.reason.partition("because ")[2].partition(":")[0]


def measure(title: str, lines: list[LyapunovLine], given: argparse.Namespace) -> None:
    """One paragraph."""
    references, methods, reasons, faults = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    proved, refuted, open_ones = [], [], []
    for k, line in enumerate(lines):
        references[reference(line, given.barrier)] += 1
        system: dict[str, Tree] = dict(zip(line.variables, line.system, strict=True))
        asked, weights = given.methods.split(","), given.weights
        solution = ansatz.lyapunov(
            system, deadline=given.deadline, barrier=given.barrier, methods=asked, weights=weights
        )
        if solution.tree is not None:
            proved.append(solution.seconds)
            methods[f"{solution.method}, {solution.verdict}"] += 1
            if solution.verdict is Verdict.PROVED and accepts(json.loads(json.dumps(solution.certificate_json))):
                faults[f"certificate of {k} not accepted"] += 1
            if not given.barrier and (second := opinion(solution.tree, line.system, line.variables)).disagrees:
                faults[f"{k}: second opinion {second}"] += 1
        elif solution.refuted:
            refuted.append(solution.seconds)
            reasons[reason(solution)] += 1
            if despite(line):
                faults[f"{k} both refuted and proved"] += 1
        else:
            open_ones.append(f"{k} ({solution.seconds:.1f} s{', other equilibrium' if solution.other else ''})")
        if given.show:
            print(f"{k}: {solution}", flush=True)
    print(f"\n{title}: references {dict(references)}")
    print(f"    found {len(proved)} of {len(lines)}{_times(proved)}; {dict(methods)}")
    print(f"    refuted {len(refuted)}{_times(refuted)}; {dict(reasons)}")
    print(f"    open {len(open_ones)}: {', '.join(open_ones)}")
    print(f"    faults: {dict(faults) or 'none'}", flush=True)


def _times(seconds: list[float]) -> str:
    return f", median {statistics.median(seconds):.3f} s, longest {max(seconds):.2f} s" if seconds else ""


def main() -> None:
    """One paragraph a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--random", type=int, default=0, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--deadline", type=float, default=10.0)
    parser.add_argument("--count", type=int, default=None)
    parser.add_argument("--only", default="", help="these lines of a file alone, such as 2,9")
    parser.add_argument("--barrier", action="store_true")
    parser.add_argument(
        "--methods", default="network,fit", help="network (V as guessed, then its monomials), fit, or both"
    )
    parser.add_argument("--weights", default=None, help="a runtime folder of your own")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    ansatz.lyapunov("x' = -x", deadline=20)  # starts the worker
    for path in given.files:
        lines = list(read(path))
        only = [int(k) for k in given.only.split(",") if k] or range(len(lines))
        measure(path.stem, [lines[k] for k in only][: given.count], given)
    if given.random:
        measure(f"{given.random} random systems", list(drawn(given.random, given.seed)), given)


if __name__ == "__main__":
    main()
