"""Problem sets on disk: Lample–Charton text (.tsv, .txt) and JSON lines with `integrand` and `variable`.

Reference answers are read over: an answer is judged by differentiation, never by comparison.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ansatz.data import lample_charton
from ansatz.errors import InputError, ParseError
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class TestProblem:
    """One integral to solve: its place in the file, the integrand, the variable, the source's own label."""

    index: int
    integrand: Tree
    variable: str = "x"
    source: str = ""

    __test__ = False


def read(path: Path) -> Iterator[TestProblem]:
    """The integrals of a file; lines of other tasks (differential equations) raise `ParseError`."""
    try:
        yield from _read_json_lines(path) if path.suffix == ".jsonl" else _read_lample_charton(path)
    except UnicodeDecodeError as error:
        raise ParseError(f"{path} is no text in UTF-8; give a .tsv or .jsonl file of integrals.") from error


def _read_lample_charton(path: Path) -> Iterator[TestProblem]:
    for index, line in enumerate(lample_charton.read(path)):
        if line.integrand is None:
            raise ParseError(f"{path}, problem {index + 1}: only integrals (sub Y' f) can be evaluated here.")
        yield TestProblem(index, line.integrand)


def _read_json_lines(path: Path) -> Iterator[TestProblem]:
    with open(path, encoding="utf-8") as file:
        for index, line in enumerate(file):
            try:
                entry = json.loads(line)
                integrand = parse(entry["integrand"])
            except (ValueError, KeyError, InputError) as error:
                raise ParseError(f"{path}, line {index + 1}: {error}") from error
            yield TestProblem(index, integrand, entry.get("variable", "x"), entry.get("source", ""))
