"""Encoders: problems to token ids and back. They alone know tokens; generators know mathematics only.

source   task token, then the statement's prefix tokens (systems are joined by <sep>)
target   <s>, the answer's prefix tokens, </s>
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ansatz.expr.canonical import words
from ansatz.expr.tokenizers import to_tokens
from ansatz.expr.vocabulary import END, INDEX, SEPARATOR, START
from ansatz.problems.problem import Problem


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of a problem and of its answer."""

    source: list[int]
    target: list[int]


@dataclass(frozen=True)
class Lengths:
    """The longest sequences kept, in tokens, special tokens included."""

    source: int = 192
    target: int = 80


def statement_tokens(task: str, statement: Sequence) -> list[str]:
    """Source tokens of a task's statement (SymEngine expressions)."""
    out = [task]
    for k, expression in enumerate(statement):
        if k:
            out.append(SEPARATOR)
        out += to_tokens(words(expression))
    return out


def encode(problem: Problem, limit: Lengths = Lengths()) -> Example | None:
    """Token ids of a problem, or None where it is complex, too long or cannot be spelled.

    Raises `InputError` or `NotationError` for expressions outside the vocabulary.
    """
    source = statement_tokens(problem.task, problem.statement)
    if len(source) > limit.source:
        return None
    target = [START]
    for k, expression in enumerate(problem.answer):
        if k:
            target.append(SEPARATOR)
        target += to_tokens(words(expression))
    target.append(END)
    if len(target) > limit.target:
        return None
    if problem.task != "<integrate_complex>" and ("i" in target or "i" in source):
        return None
    return Example([INDEX[t] for t in source], [INDEX[t] for t in target])
