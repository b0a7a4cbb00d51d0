"""Problem sets on disk: data sets (what `ansatz generate` writes), Lample–Charton text, JSON lines with `integrand`.

    folder, .parquet   records of integrals
    .jsonl             objects with `integrand` and, if they like, `variable` and `source`
    .tsv, .txt         "sub Y' f TAB F"

Reference answers are read over: an answer is judged by differentiation, never by comparison.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ansatz.data import interchange, lample_charton, manifest, shards
from ansatz.data.record import trees
from ansatz.errors import ConfigError, InputError, ParseError
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree

_ONLY_INTEGRALS = "only integrals can be evaluated here"


@dataclass(frozen=True, slots=True)
class TestProblem:
    """One integral to solve: its place in the set, the integrand, the variable, the source's own label."""

    index: int
    integrand: Tree
    variable: str = "x"
    source: str = ""

    __test__ = False


def read(path: Path) -> Iterator[TestProblem]:
    """The integrals of a set in order; raises `ParseError` or `ConfigError` for what is none."""
    if path.is_dir() or path.suffix == ".parquet":
        yield from _read_records(path)
        return
    reader = _READERS.get(path.suffix)
    if reader is None:
        known = ", ".join((".parquet", *_READERS))
        raise ConfigError(f"{path} is no problem set; give one in {known}, or a folder that ansatz generate wrote.")
    try:
        yield from reader(path)
    except UnicodeDecodeError as error:
        raise ParseError(f"{path} is no text in UTF-8; give a .tsv or .jsonl file of integrals.") from error


def checksum(path: Path) -> str:
    """SHA-256 of a set: of the file, or of the checksums of a data set's shards."""
    if not path.is_dir():
        return shards.checksum(path)
    manifest.read(path)
    return hashlib.sha256("".join(shard.sha256 for shard in manifest.read_shards(path)).encode()).hexdigest()


def _read_records(path: Path) -> Iterator[TestProblem]:
    for index, record in enumerate(interchange.read(path)):
        if record.task not in interchange.INTEGRALS:
            raise ParseError(f"{path}, problem {index + 1}: {_ONLY_INTEGRALS}, not {record.task}.")
        yield TestProblem(index, trees(record.statement)[0])


def _read_lample_charton(path: Path) -> Iterator[TestProblem]:
    for index, line in enumerate(lample_charton.read(path)):
        if line.integrand is None:
            raise ParseError(f"{path}, problem {index + 1}: {_ONLY_INTEGRALS} (sub Y' f).")
        yield TestProblem(index, line.integrand)


def _read_json_lines(path: Path) -> Iterator[TestProblem]:
    with open(path, encoding="utf-8") as file:
        for index, line in enumerate(file):
            try:
                entry = json.loads(line)
                if "integrand" not in entry:
                    raise ParseError(f"{_ONLY_INTEGRALS}, stated as 'integrand'.")
                integrand = parse(entry["integrand"])
            except (ValueError, TypeError, InputError) as error:
                raise ParseError(f"{path}, line {index + 1}: {error}") from error
            yield TestProblem(index, integrand, entry.get("variable", "x"), entry.get("source", ""))


_READERS = {".tsv": _read_lample_charton, ".txt": _read_lample_charton, ".jsonl": _read_json_lines}
