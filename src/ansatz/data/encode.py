"""Encoders: problems to token ids and back. They alone know tokens; generators know mathematics only.

source   task token, <form> where the answer's form is asked for, the statement's tokens (systems are joined by <sep>)
target   <s>, the answer's tokens (or those of its form, `ansatz.problems.ansatz_form`), </s>

in a scheme (`ansatz.data.scheme`): prefix words unless another is asked for.
Between mathematics and ids stand *words* (prefix words, one for each integer): what shards keep, because they
are exact, read without any algebra library, and serve every notation and tokenizer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import symengine as se

from ansatz.data.scheme import PREFIX_WORDS, Scheme
from ansatz.expr.canonical import words
from ansatz.expr.tokenizers import to_tokens
from ansatz.expr.vocabulary import END, FORM, INDEX, SEPARATOR, START
from ansatz.problems.problem import Problem, Rejection


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


def joined_words(expressions: Sequence[se.Expr]) -> list[str]:
    """Prefix words of SymEngine expressions, joined by <sep>."""
    out: list[str] = []
    for k, expression in enumerate(expressions):
        if k:
            out.append(SEPARATOR)
        out += words(expression)
    return out


def statement_tokens(task: str, statement: Sequence[se.Expr], form: bool = False) -> list[str]:
    """Source tokens of a task's statement (SymEngine expressions) that ask for its answer, or for the answer's form."""
    return [task, *([FORM] if form else []), *to_tokens(joined_words(statement))]


def encode(problem: Problem, limit: Lengths = Lengths(), scheme: Scheme = PREFIX_WORDS) -> Example | None:
    """Token ids of a problem, or None where it is complex, too long or cannot be spelled.

    Raises `InputError` or `NotationError` for expressions outside the vocabulary.
    """
    statement = joined_words(problem.statement)
    if len(statement) >= limit.source * scheme.slack:
        return None
    example = encode_words(problem.task, statement, joined_words(problem.answer), limit, scheme)
    return None if isinstance(example, Rejection) else example


def encode_words(
    task: str,
    statement: Sequence[str],
    answer: Sequence[str],
    limit: Lengths = Lengths(),
    scheme: Scheme = PREFIX_WORDS,
    form: bool = False,
) -> Example | Rejection:
    """Token ids of a problem given as prefix words, or why it is not kept; raises `NotationError`.

    form: the answer is a form, and is asked for as one.
    """
    try:
        source = scheme.source(task, statement, form)
        target = scheme.tokens(answer)
    except RecursionError:  # infix brackets hundreds deep
        return Rejection("too long")
    if len(source) > limit.source or len(target) + 2 > limit.target:
        return Rejection("too long")
    if task != "<integrate_complex>" and ("i" in answer or "i" in statement):
        return Rejection("complex")
    return Example(source, [INDEX[START], *target, INDEX[END]])
