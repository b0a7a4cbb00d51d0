"""Differential equations: what the verifier says of a problem set, and a second opinion on generated pairs.

    python benchmarks/verify_odes.py ode1.tsv [--show]      verdicts on the references of a Lample–Charton file
    python benchmarks/verify_odes.py --generate 2000        `ansatz.evaluate.second_opinion` on pairs of both orders

The verdicts are compared with the second opinion, too: what the verifier accepts and it does not is printed.
"""

import argparse
import statistics
import time
from collections import Counter
from pathlib import Path

from ansatz.data import lample_charton
from ansatz.data.generate import distinct
from ansatz.errors import AnsatzError
from ansatz.evaluate.second_opinion.ode import opinion
from ansatz.evaluate.second_opinion.records import opinions
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.problems.ode.first_order import FirstOrder
from ansatz.problems.ode.second_order import SecondOrder
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict


def references(path: Path, show: bool) -> None:
    """Verdicts on a file's reference answers."""
    verdicts: Counter[str] = Counter()
    seconds, contradicted = [], 0
    for number, line in enumerate(lample_charton.read(path), 1):
        try:
            equation, solution = to_symengine(line.statement), to_symengine(line.answer)
        except AnsatzError as error:
            verdicts[f"cannot be read: {error}"] += 1
            continue
        result = verify_ode(solution, equation, symbol("x"), order=line.order)
        second = opinion(line.answer, line.statement, line.order)
        kind = str(result.verdict)
        contradicted += result.holds and second.disagrees
        if result.holds and second.disagrees:
            print(f"{number}: {solution}  |  {equation}\n    {kind}, but the second opinion {second}")
        if result.verdict is Verdict.REFUTED:
            kind += " on part of the domain" if result.scope.holds_at else f" ({result.scope})"
        verdicts[kind] += 1
        seconds.append(result.seconds)
        if show and not result.holds:
            print(f"{number}: {solution}  |  {equation}\n    {kind}: {result.reason}; {result.scope}")
    for kind, count in verdicts.most_common():
        print(f"{count:6d}  {count / sum(verdicts.values()):6.1%}  {kind}")
    print(f"{contradicted} accepted against the second opinion")
    print(f"median {statistics.median(seconds) * 1e3:.1f} ms, slowest {max(seconds) * 1e3:.0f} ms")


def generated(count: int, orders: list[int], seed: int) -> None:
    """The second opinion on generated pairs."""
    for order in orders:
        records = distinct(FirstOrder() if order == 1 else SecondOrder(), seed, count)
        start = time.perf_counter()
        stances: Counter[str] = Counter()
        for record, second in opinions(records, seconds=20):
            stances[second.stance] += 1
            if not second.agrees:
                print(second, record.statement, record.answer, record.branch, sep=" | ", flush=True)
        shown = ", ".join(f"{stance} {number}" for stance, number in stances.items())
        print(f"order {order}: {shown} in {time.perf_counter() - start:.0f} s", flush=True)


def main() -> None:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path, nargs="?")
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--generate", type=int, metavar="COUNT")
    arguments.add_argument("--orders", type=int, nargs="*", choices=(1, 2), default=[1, 2])
    arguments.add_argument("--seed", type=int, default=0)
    given = arguments.parse_args()
    if given.file:
        references(given.file, given.show)
    if given.generate:
        generated(given.generate, given.orders, given.seed)


if __name__ == "__main__":
    main()
