"""Generated pairs, and the second opinion on them: mpmath's numbers, nothing of generators or verifier."""

import random
from collections.abc import Iterable

from ansatz.data.record import Record
from ansatz.evaluate.second_opinion.opinion import Opinion
from ansatz.evaluate.second_opinion.records import opinion
from ansatz.expr.canonical import symbol, words
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
    """The second opinion on a problem and its answer."""
    statement, answer, branch = (
        " <sep> ".join(" ".join(words(e)) for e in part) for part in (problem.statement, problem.answer, problem.branch)
    )
    return opinion(Record(0, problem.task, statement, answer, problem.form, branch))


def wrong(problems: Iterable[Problem]) -> tuple[list[tuple[Problem, Opinion]], int]:
    """(wrong pairs, how many pairs are right)."""
    opinions = [(problem, second(problem)) for problem in problems]
    return [pair for pair in opinions if pair[1].disagrees], sum(opinion.agrees for _, opinion in opinions)
