"""Measure structural integration on a problem file.

    python benchmarks/structural.py PATH [--count N] [--start K] [--seconds S] [--unsolved OUT]

PATH is JSON lines with `integrand` in SymPy syntax, or a .tsv in the Lample–Charton prefix format. An
answer counts when its derivative agrees with the integrand at random points, real and complex, to 30
digits. Prints the solved share by category, the median and 95th percentile time; writes what is unsolved.
"""

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

import symengine as se

from ansatz.expr.canonical import derivative
from ansatz.expr.operators import OPERATORS
from ansatz.fit.structural import structural_candidates

X = se.Symbol("x")
_CONSTANTS = {"E": se.E, "I": se.I, "pi": se.pi}
_LAMPLE_CHARTON = {op.lample_charton: op for op in OPERATORS.values() if op.lample_charton}


def read_sympy(text: str):
    """An integrand of a trusted local file, through SymPy's parser."""
    import sympy

    return se.sympify(sympy.parse_expr(text))


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


_POINTS = [se.Rational(random.Random(7 + k).randrange(-3000, 3000), 1009) for k in range(8)]
_COMPLEX = [p + se.I * _POINTS[(k + 3) % 8] for k, p in enumerate(_POINTS)]


def agrees(answer, f) -> bool:
    """The derivative equals f at most real points of the domain, or at complex points."""
    difference, scale = derivative(answer, X), f
    for points in (_POINTS + [p / 4 for p in _POINTS], _COMPLEX):
        good = bad = 0
        for point in points:
            try:
                value = complex(scale.subs({X: point}).n(120))
                if points is not _COMPLEX and abs(value.imag) > 1e-25 * (1 + abs(value)):
                    continue
                error = abs(complex((difference.subs({X: point}) - scale.subs({X: point})).n(120)))
            except (RuntimeError, ValueError, TypeError, ZeroDivisionError, OverflowError):
                continue
            if error <= 1e-25 * (1 + abs(value)):
                good += 1
            else:
                bad += 1
        if good > bad and good >= 2:
            return True
    return False


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
    times, unsolved = [], []
    stages: dict[str, float] = defaultdict(float)
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
                good = agrees(candidate.antiderivative, f)
                checking += time.perf_counter() - before
                if good:
                    outcome = "solved"
                    methods[candidate.method] += 1
                    break
                outcome = f"wrong by {candidate.method}: {candidate.antiderivative}"[:300]
        except Exception as error:  # a crash is a result to look at, not the end of the measurement
            outcome = f"{type(error).__name__}: {error}"[:200]
        elapsed = time.perf_counter() - start - checking
        times.append(elapsed)
        stages[outcome.split(":")[0]] += elapsed
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
        print(f"median {1e3 * times[len(times) // 2]:.1f} ms, p95 {1e3 * times[int(0.95 * len(times))]:.1f} ms")
        print(f"longest {times[-1]:.2f} s")
    print("methods", dict(methods))
    if arguments.unsolved:
        arguments.unsolved.write_text("\n".join(unsolved) + "\n")


if __name__ == "__main__":
    main()
