"""Measure structural integration on a problem file.

    python benchmarks/structural.py PATH [--count N] [--start K] [--seconds S] [--unsolved OUT]

PATH is JSON lines with `integrand` in SymPy syntax, or a .tsv in the Lample–Charton prefix format. An
answer counts when `verify_antiderivative` proves or checks it; the verifier's time is reported apart. Prints
the solved share by category, times, and the length of answers; writes what is unsolved.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import symengine as se

from ansatz.evaluate.ranks import percentile
from ansatz.expr.canonical import to_symengine, words
from ansatz.expr.operators import OPERATORS
from ansatz.expr.sympy_bridge import from_sympy
from ansatz.fit.structural import structural_candidates
from ansatz.proof.integral.verifier import verify_antiderivative

X = se.Symbol("x")
_CONSTANTS = {"E": se.E, "I": se.I, "pi": se.pi}
_LAMPLE_CHARTON = {op.lample_charton: op for op in OPERATORS.values() if op.lample_charton}


def read_sympy(text: str):
    """An integrand of a trusted local file, through SymPy's parser."""
    import sympy

    return to_symengine(from_sympy(sympy.parse_expr(text)))


def read_prefix(words: list[str]):
    """A Lample–Charton prefix expression."""
    stack = list(reversed(words))

    def integer() -> se.Integer:
        digits = ""
        while stack and stack[-1].isdigit():
            digits += stack.pop()
        return se.Integer(int(digits))

    def parse():
        word = stack.pop()
        if word in ("INT+", "INT-"):
            return integer() if word == "INT+" else -integer()
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        operator = _LAMPLE_CHARTON.get(word)
        if operator is None:
            return se.Symbol(word)
        return operator.symengine(*(parse() for _ in range(operator.arity)))

    return parse()


def load(path: Path) -> list[tuple[str, str, object]]:
    """(category, text, integrand) of every problem."""
    problems = []
    for line in path.read_text().splitlines():
        try:
            if path.suffix == ".jsonl":
                row = json.loads(line)
                problems.append((row["source"].split("/")[0][:24], row["integrand"], read_sympy(row["integrand"])))
            else:
                words = line.split("|")[-1].split("\t")[0].split()
                problems.append(("", line.split("\t")[0], read_prefix(words[2:])))
        except Exception as error:  # a line outside our language counts as unsolved
            problems.append(("unread", f"{line[:80]} ({error})", None))
    return problems


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
    problems = load(arguments.path)[arguments.start : arguments.start + arguments.count]
    solved: Counter = Counter()
    total: Counter = Counter()
    methods: Counter = Counter()
    verdicts: Counter = Counter()
    times, checks, unsolved, lengths = [], [], [], []
    for category, text, f in problems:
        total[category] += 1
        if f is None:
            unsolved.append(f"{category}\t{text}\tunread")
            continue
        start = time.perf_counter()
        checking = 0.0
        outcome = "none"
        try:
            for candidate in structural_candidates(f, X, deadline_seconds=arguments.seconds):
                before = time.perf_counter()
                verification = verify_antiderivative(candidate.antiderivative, f, X, seconds=1.0)
                checking += time.perf_counter() - before
                if verification.holds:
                    outcome = "solved"
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
        checks.append(checking)
        if outcome == "solved":
            solved[category] += 1
        else:
            unsolved.append(f"{category}\t{text if category else f}\t{outcome}\t{elapsed:.2f}s")
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
