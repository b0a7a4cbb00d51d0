"""How much does the verifier prove? It is given the reference answers of a problem set.

    python benchmarks/verify_references.py bwd.tsv [--limit 300] [--show]
    python benchmarks/verify_references.py integrals.jsonl

A .tsv file holds lines "problem TAB reference" in the Lample–Charton prefix format, a .jsonl file objects
with "integrand", "integral" and "variable" in SymPy syntax (trusted text: SymPy evaluates it).
Printed: the share of each verdict, and the median and 90th percentile of the time of one verification.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import symengine as se

from ansatz.errors import AnsatzError
from ansatz.evaluate.ranks import percentile
from ansatz.expr.canonical import to_symengine
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import Tree
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.verdict import Verdict

_OPERATOR = {operator.lample_charton or name: name for name, operator in OPERATORS.items()}
_LEAF = {"E": "e", "I": "i", "pi": "pi"}


def lample_charton(words: list[str]) -> Tree:
    """The tree of Lample–Charton prefix words; an integer is a sign token and its digits."""
    stack: list[Tree] = []
    position = len(words)
    digits = ""
    while position:
        position -= 1
        word = words[position]
        if word.isdigit():
            digits = word + digits
        elif word in ("INT+", "INT-"):
            stack.append(int(digits) if word == "INT+" else -int(digits))
            digits = ""
        elif word in _OPERATOR:
            operator = _OPERATOR[word]
            stack.append((operator, *(stack.pop() for _ in range(OPERATORS[operator].arity))))
        else:
            stack.append(_LEAF.get(word, word))
    (tree,) = stack
    return tree


def problems(path: Path) -> Iterator[tuple[Any, Any, Any]]:
    """(F, f, x) of each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if path.suffix == ".tsv":
            problem, answer = line.split("\t")
            words = problem.split()[2:]
            yield to_symengine(lample_charton(answer.split())), to_symengine(lample_charton(words)), se.Symbol("x")
        else:
            import sympy

            row = json.loads(line)
            try:
                F, f = (se.sympify(sympy.sympify(row[key])) for key in ("integral", "integrand"))
            except (TypeError, ValueError, RuntimeError, AttributeError):
                continue
            yield F, f, se.Symbol(row["variable"])


def main() -> None:
    """Print one line of shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--show", action="store_true", help="print what is not proved")
    arguments = parser.parse_args()
    count: Counter[str] = Counter()
    seconds: list[float] = []
    for number, (F, f, x) in enumerate(problems(arguments.path), 1):
        if number > arguments.limit:
            break
        start = time.perf_counter()
        try:
            result = verify_antiderivative(F, f, x)
        except AnsatzError as error:
            count["error"] += 1
            print(number, error)
            continue
        seconds.append(time.perf_counter() - start)
        count[result.verdict] += 1
        if arguments.show and result.verdict is not Verdict.PROVED:
            print(f"{number}\t{result.verdict}\t{1e3 * seconds[-1]:.1f} ms\t{result.scope}; {result.reason}")
            print(f"\tF = {F}\n\tf = {f}")
    total = sum(count.values())
    shares = ", ".join(f"{verdict} {100 * n / total:.1f} %" for verdict, n in count.most_common())
    print(f"slowest {1e3 * max(seconds):.0f} ms")
    median, ninetieth = 1e3 * statistics.median(seconds), 1e3 * percentile(seconds, 90)
    print(f"{total} references: {shares}; {median:.1f} ms median, {ninetieth:.1f} ms 90th percentile")


if __name__ == "__main__":
    main()
