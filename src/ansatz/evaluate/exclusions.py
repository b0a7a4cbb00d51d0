"""Keys of the problems of test sets, in all the spellings in which a generator may make them.

    keys(Path("bwd.tsv"))    of every statement: as it stands, and each of its surface forms

A generator shows an integrand in several forms and without its rational factor; a test problem is to be left out in
every one of them. Integrals are known in x, whatever their variable is called.
"""

from collections.abc import Iterator
from pathlib import Path

import symengine as se

from ansatz.data import interchange
from ansatz.data.record import expressions
from ansatz.data.split import key
from ansatz.errors import ALGEBRA_FAILURES, AnsatzError
from ansatz.evaluate import sets
from ansatz.expr.canonical import symbol, to_symengine, words
from ansatz.expr.vocabulary import SEPARATOR
from ansatz.problems.integral.pairs import X, primitive
from ansatz.problems.integral.surface import FORMS


def keys(path: Path) -> Iterator[bytes]:
    """The keys of a set: a folder, .parquet, .tsv or .txt file of problems, or a .jsonl file of integrands."""
    for statement in _statements(path):
        yield _key(statement)
        if len(statement) == 1:
            for form in _forms(statement[0]):
                yield _key((form,))


def _statements(path: Path) -> Iterator[tuple[se.Expr, ...]]:
    if path.suffix == ".jsonl":
        for problem in sets.read(path):
            yield (to_symengine(problem.integrand).xreplace({symbol(problem.variable): X}),)
    else:
        for record in interchange.read(path):
            yield expressions(record.statement)


def _key(statement: tuple[se.Expr, ...]) -> bytes:
    return key(f" {SEPARATOR} ".join(" ".join(words(part)) for part in statement))


def _forms(f: se.Expr) -> Iterator[se.Expr]:
    """The surface forms of f and of f without its rational factor, as far as they can be made."""
    for whole in (f, primitive(f)[1]):
        for transformation, _ in FORMS.values():
            try:
                form = transformation(whole)
                words(form)
            except (AnsatzError, *ALGEBRA_FAILURES):
                continue
            yield form
