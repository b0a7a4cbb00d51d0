"""Differential equations: what the verifier says of a problem set, and a second opinion on generated pairs.

    python benchmarks/verify_odes.py ode1.tsv [--show]      verdicts on the references of a Lample–Charton file
    python benchmarks/verify_odes.py --generate 2000        generated pairs of both orders, checked with mpmath alone

The second opinion shares no code with the generators beyond the expressions themselves: SymPy turns y and the
equation into mpmath values, y' and y'' are numerical derivatives of 50 digits, and the left side must vanish, to
10 digits of its largest term, at real points of the branch.
"""

import argparse
import random
import signal
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

import mpmath
import sympy

from ansatz.data import lample_charton
from ansatz.errors import AnsatzError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.problems.ode.first_order import FirstOrder
from ansatz.problems.ode.second_order import SecondOrder
from ansatz.problems.problem import Problem
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict

DIGITS = 50
POINTS = 6
DRAWS = 150
LARGEST = 1e12
TOLERANCE = 1e-10


def references(path: Path, show: bool) -> None:
    """Verdicts on a file's reference answers."""
    verdicts: Counter[str] = Counter()
    seconds = []
    for number, line in enumerate(lample_charton.read(path), 1):
        try:
            equation, solution = to_symengine(line.statement), to_symengine(line.answer)
        except AnsatzError as error:
            verdicts[f"cannot be read: {error}"] += 1
            continue
        result = verify_ode(solution, equation, symbol("x"), order=line.order)
        kind = str(result.verdict)
        if result.verdict is Verdict.REFUTED:
            kind += " on part of the domain" if result.scope.holds_at else f" ({result.scope})"
        verdicts[kind] += 1
        seconds.append(result.seconds)
        if show and not result.holds:
            print(f"{number}: {solution}  |  {equation}\n    {kind}: {result.reason}; {result.scope}")
    for kind, count in verdicts.most_common():
        print(f"{count:6d}  {count / sum(verdicts.values()):6.1%}  {kind}")
    print(f"median {statistics.median(seconds) * 1e3:.1f} ms, slowest {max(seconds) * 1e3:.0f} ms")


class SlowError(Exception):
    """One pair took too long."""


class NotRealError(ValueError):
    """A function has no real value, or one too large to go on with: whether the pair holds there is not asked."""


def real_value(e: Any, point: dict[Any, Any]) -> Any:
    """The value of a SymPy expression, of which every part must be real."""
    if e.is_Symbol:
        return point[e]
    if e.is_Rational:
        return mpmath.mpf(e.p) / e.q
    if e.is_NumberSymbol:
        return {sympy.pi: mpmath.pi, sympy.E: mpmath.e}[e] + 0
    parts = [real_value(argument, point) for argument in e.args]
    if e.is_Add:
        return mpmath.fsum(parts)
    if e.is_Mul:
        return mpmath.fprod(parts)
    value = mpmath.power(*parts) if e.is_Pow else getattr(mpmath, type(e).__name__)(*parts)
    if mpmath.im(value) != 0 or not abs(value) < LARGEST:
        raise NotRealError
    return mpmath.re(value)


def second_opinion(problem: Problem, order: int, rng: random.Random) -> str:
    """ "right", "wrong" or "undecided" (fewer than three points with values)."""
    unknowns = sympy.symbols("u0:3")
    plain = {symbol(name): symbol(str(u)) for name, u in zip(("Y", "Y'", "Y''"), unknowns, strict=True)}
    y, equation = problem.answer[0]._sympy_(), problem.statement[0].subs(plain)._sympy_()
    branch = [condition._sympy_() for condition in problem.branch]
    x = sympy.Symbol("x")
    parameters = sorted((y.free_symbols | equation.free_symbols) - {x, *unknowns}, key=str)

    def holds(point: dict[Any, Any], digits: int) -> bool:
        """Whether the left side vanishes; y is differentiated numerically."""
        with mpmath.workdps(digits):
            rates = [mpmath.diff(lambda t: real_value(y, point | {x: t}), point[x], k) for k in range(order + 1)]
            if max(map(abs, rates)) > LARGEST:
                raise NotRealError
            place = point | dict(zip(unknowns, rates, strict=False))
            each = [real_value(term, place) for term in sympy.Add.make_args(equation)]
            # A left side of one term, such as Y'', has no scale but itself.
            return abs(mpmath.fsum(each)) <= max(TOLERANCE * max(map(abs, each)), mpmath.mpf(10) ** (-digits / 2.5))

    right = 0
    for _ in range(DRAWS):
        if right == POINTS:
            break
        at = rng.choice([rng.uniform(-3, 3), rng.uniform(0, 1), rng.uniform(1, 4), rng.uniform(-10, 10)])
        point = {p: mpmath.mpf(rng.uniform(-3 if str(p) in ("c1", "c2") else 0.1, 3)) for p in parameters}
        point[x] = mpmath.mpf(at)
        try:
            if any(real_value(condition, point) <= 0 for condition in branch):
                continue
            if not holds(point, DIGITS) and not holds(point, 10 * DIGITS):
                return "wrong"
        except (ArithmeticError, ValueError):
            continue
        right += 1
    return "right" if right >= 3 else "undecided"


def generated(count: int, orders: list[int], seed: int) -> None:
    """The second opinion on generated pairs."""

    def stop(*_: Any) -> None:
        raise SlowError

    signal.signal(signal.SIGALRM, stop)
    for order in orders:
        generator = FirstOrder() if order == 1 else SecondOrder()
        rng, opinions = random.Random(seed), Counter[str]()
        start = time.perf_counter()
        while opinions.total() < count:
            problem = generator.generate(rng)
            if not isinstance(problem, Problem):
                continue
            signal.alarm(20)
            try:
                opinion = second_opinion(problem, order, random.Random(seed))
            except SlowError:
                opinion = "undecided: slow"
            finally:
                signal.alarm(0)
            opinions[opinion] += 1
            if opinion != "right":
                print(opinion, problem.answer[0], "|", problem.statement[0], "|", problem.branch, flush=True)
        print(f"{generator.name}: {dict(opinions)} in {time.perf_counter() - start:.0f} s", flush=True)


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
