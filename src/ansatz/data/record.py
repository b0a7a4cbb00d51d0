"""A record: one problem as shards keep it, in prefix words, with where it came from.

    Record(17, "<integrate>", "+ sin x * x cos x", "* x sin x", "raw", "")

Words are exact and are read without an algebra library. Systems, and several answers, are joined by <sep>.
"""

from collections.abc import Iterator
from typing import NamedTuple

import symengine as se

from ansatz.data.encode import Example, Lengths, encode_words, joined_words
from ansatz.data.scheme import PREFIX_WORDS, Scheme
from ansatz.errors import AnsatzError, NotationError
from ansatz.expr.canonical import to_symengine, words
from ansatz.expr.notation import from_prefix
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import SEPARATOR
from ansatz.problems.ansatz_form import form_of
from ansatz.problems.problem import Problem, Rejection


class Record(NamedTuple):
    """One problem.

    attempt: the one that made it (-1 where it came from elsewhere). task: its task token. statement,
    answer: prefix words joined by spaces, several expressions by <sep>. form: how the statement is
    written. branch: what is positive where the pair holds; empty where it holds everywhere.
    """

    attempt: int
    task: str
    statement: str
    answer: str
    form: str = "raw"
    branch: str = ""


def to_record(problem: Problem, attempt: int, lengths: Lengths = Lengths()) -> Record | Rejection:
    """The record of a problem, or why it is not kept: too long, complex, or without a spelling."""
    try:
        statement = joined_words(problem.statement)
        if len(statement) >= lengths.source:
            return Rejection("too long")
        answer = joined_words(problem.answer)
        example = encode_words(problem.task, statement, answer, lengths)
        branch = joined_words(problem.branch)
    except AnsatzError:
        return Rejection("no spelling")
    if isinstance(example, Rejection):
        return example
    return Record(attempt, problem.task, " ".join(statement), " ".join(answer), problem.form, " ".join(branch))


def to_example(record: Record, lengths: Lengths = Lengths(), scheme: Scheme = PREFIX_WORDS) -> Example | Rejection:
    """Token ids of a record, or why it does not fit; raises `NotationError` for words outside the vocabulary."""
    return encode_words(record.task, record.statement.split(), record.answer.split(), lengths, scheme)


def to_form_example(record: Record, lengths: Lengths = Lengths(), scheme: Scheme = PREFIX_WORDS) -> Example | Rejection:
    """Token ids that ask for the form of a record's answer, or why there are none."""
    form = form_of(record.task, expressions(record.answer))
    if form is None:
        return Rejection("no form")
    return encode_words(record.task, record.statement.split(), words(form), lengths, scheme, form=True)


def trees(text: str) -> tuple[Tree, ...]:
    """The trees of a statement, an answer or a branch; raises `NotationError`."""
    return tuple(from_prefix(part.split()) for part in _parts(text))


def expressions(text: str) -> tuple[se.Expr, ...]:
    """The SymEngine expressions of a statement, an answer or a branch."""
    return tuple(to_symengine(tree) for tree in trees(text))


def _parts(text: str) -> Iterator[str]:
    if text:
        for part in text.split(f" {SEPARATOR} "):
            if SEPARATOR in part:
                raise NotationError(f"'{text[:60]}' has an empty part beside {SEPARATOR}.")
            yield part
