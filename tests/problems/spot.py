"""Generated pairs, and the second opinion on them: mpmath's numbers, nothing of generators or verifier."""

import random
from collections.abc import Iterable

from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.evaluate.second_opinion.opinion import Opinion
from ansatz.expr.canonical import from_symengine, symbol
from ansatz.problems.problem import Generator, Problem

X = symbol("x")
COMPLEX = "<integrate_complex>"


def draw(generator: Generator, count: int, seed: int = 0) -> list[Problem]:
    """`count` problems."""
    rng = random.Random(seed)
    found: list[Problem] = []
    while len(found) < count:
        problem = generator.generate(rng)
        if isinstance(problem, Problem):
            found.append(problem)
    return found


def second(problem: Problem) -> Opinion:
    """The second opinion on an integral and its answer."""
    f, F = from_symengine(problem.statement[0]), from_symengine(problem.answer[0])
    if problem.task == COMPLEX:
        return opinion(F, f, domain="complex")
    return opinion(F, f, both_real=True)


def wrong(problems: Iterable[Problem]) -> tuple[list[tuple[Problem, Opinion]], int]:
    """(wrong pairs, how many pairs are right)."""
    opinions = [(problem, second(problem)) for problem in problems]
    return [pair for pair in opinions if pair[1].disagrees], sum(opinion.agrees for _, opinion in opinions)
