"""How much does the verifier prove? It is given the reference answers of a problem set.

    python benchmarks/verify_references.py bwd.tsv [--limit 300] [--show]
    python benchmarks/verify_references.py integrals.jsonl

A .tsv file is Lample–Charton text, a .jsonl file holds objects with "integrand", "integral" and "variable".
Printed: the share of each verdict, what is accepted against the second opinion, and the times of one verification.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ansatz.data import lample_charton
from ansatz.errors import AnsatzError
from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.verdict import Verdict


def problems(path: Path) -> Iterator[tuple[Tree, Tree, str]]:
    """(F, f, variable) of each line."""
    if path.suffix == ".tsv":
        for line in lample_charton.read(path):
            if line.integrand is not None:
                yield line.answer, line.integrand, "x"
        return
    for text in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        yield parse(row["integral"]), parse(row["integrand"]), row["variable"]


def main() -> None:
    """Print one line of shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--show", action="store_true", help="print what is not proved")
    arguments = parser.parse_args()
    count: Counter[str] = Counter()
    seconds: list[float] = []
    contradicted = 0
    for number, (F, f, x) in enumerate(islice(problems(arguments.path), arguments.limit), 1):
        start = time.perf_counter()
        try:
            result = verify_antiderivative(to_symengine(F), to_symengine(f), symbol(x))
        except AnsatzError as error:
            count["error"] += 1
            print(number, error)
            continue
        seconds.append(time.perf_counter() - start)
        count[result.verdict] += 1
        second = opinion(F, f, x)
        wrong = result.holds and second.disagrees
        contradicted += wrong
        if wrong or (arguments.show and result.verdict is not Verdict.PROVED):
            print(f"{number}\t{result.verdict}\t{1e3 * seconds[-1]:.1f} ms\t{result.scope}; {result.reason}\t{second}")
            print(f"\tF = {to_symengine(F)}\n\tf = {to_symengine(f)}")
    total = count.total()
    shares = ", ".join(f"{verdict} {100 * n / total:.1f} %" for verdict, n in count.most_common())
    print(f"{contradicted} accepted against the second opinion; slowest {1e3 * max(seconds):.0f} ms")
    median, ninetieth = 1e3 * statistics.median(seconds), 1e3 * percentile(seconds, 90)
    print(f"{total} references: {shares}; {median:.1f} ms median, {ninetieth:.1f} ms 90th percentile")


if __name__ == "__main__":
    main()
