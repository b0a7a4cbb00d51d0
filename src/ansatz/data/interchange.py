"""Problems in files of other programs: read and written by suffix.

    folder        a data set: shards with manifests (what ansatz generate writes)
    .parquet      one shard
    .jsonl        one JSON object a line: task, statement, answer, form, branch in prefix words; integrals also
                  `integrand`, `antiderivative` and `variable` as people write them
    .tsv, .txt    Lample–Charton text; Lyapunov pairs in their own published text format

    for record in read(Path("public.tsv")): ...
    write(Path("out/set"), records)           # files appear whole or not at all

Text that other programs wrote is brought into canonical form; prefix words are kept as they are, so that a data
set that went through JSON has the same statements, and the same splits, as before.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from ansatz.data import atomic, lample_charton, lyapunov_format, manifest, shards
from ansatz.data.dedup import Seen
from ansatz.data.manifest import DataConfig, ShardManifest
from ansatz.data.record import Record, trees
from ansatz.data.split import split as split_of
from ansatz.errors import AnsatzError, ConfigError, InputError, NotationError, ParseError
from ansatz.expr.canonical import to_symengine, words
from ansatz.expr.parse import parse
from ansatz.expr.printing import as_written, to_text
from ansatz.expr.tree import Tree, check_limits, walk
from ansatz.expr.vocabulary import SEPARATOR, TASKS

INTEGRALS = ("<integrate>", "<integrate_complex>")
ROWS = 8_192  # in a shard of an imported data set


def read(path: Path, split: str | None = None) -> Iterator[Record]:
    """The problems of a folder or file, all or those of one split; raises `ParseError` with the line."""
    if path.is_dir():
        yield from shards.read(path, split)
        return
    if path.suffix == ".parquet":
        yield from shards.read_file(path, split)
        return
    reader = _READERS.get(path.suffix)
    if reader is None:
        raise ConfigError(f"{path} has no known suffix; known are .parquet, {', '.join(_READERS)} and folders.")
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        record = reader(line)
                    except AnsatzError as error:
                        raise ParseError(f"{path}, line {number}: {error}") from error
                    if split is None or split_of(record.statement) == split:
                        yield record
    except UnicodeDecodeError as error:
        raise ParseError(f"{path} is no text in UTF-8.") from error


def write(path: Path, records: Iterable[Record], unique: bool = False) -> int:
    """Write the problems in the suffix's format, a folder where there is none; how many they were.

    unique: leave out statements met before. Raises `ConfigError` where the format cannot hold a task.
    """
    if unique:
        seen = Seen()
        records = (record for record in records if seen.add(record.statement))
    if path.suffix in _WRITERS:
        return _write_lines(path, records, _WRITERS[path.suffix])
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        kept = list(records)
        shards.write(path, kept)
        return len(kept)
    if path.suffix:
        raise ConfigError(f"'{path.suffix}' is no known format; known are .parquet, {', '.join(_WRITERS)} and folders.")
    return write_folder(path, records)


def _write_lines(path: Path, records: Iterable[Record], line: Callable[[Record], str]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary, count = path.with_name(path.name + atomic.PART), 0
    with ExitStack() as stack:
        stack.callback(temporary.unlink, missing_ok=True)
        stack.enter_context(atomic.full_disk(path.parent))
        with open(temporary, "w", encoding="utf-8") as file:
            for record in records:
                file.write(line(record))
                count += 1
        temporary.replace(path)
    return count


def write_folder(folder: Path, records: Iterable[Record]) -> int:
    """A data set of imported problems, ready for `ansatz.data.shard_stream`."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ConfigError(f"{folder} is not empty; choose another folder.")
    source, done = iter(records), 0
    made: list[ShardManifest] = []
    while batch := list(islice(source, ROWS)):
        checksum = shards.write(folder / manifest.shard_file(len(made)), batch)
        made.append(ShardManifest.of(len(made), (done, done + len(batch)), batch, checksum))
        made[-1].write(folder)
        done += len(batch)
    manifest.write(folder, manifest.describe(DataConfig("imported", shard=ROWS), made))
    return done


# ------------------------------------------------------------------------------------ Lample–Charton


def _read_lample_charton(line: str) -> Record:
    if lyapunov_format.SEPARATOR in line:
        pair = lyapunov_format.read_line(line)
        return _record("<lyapunov>", pair.system, (pair.function,))
    read = lample_charton.read_line(line)
    if read.integrand is not None:
        task = "<integrate_complex>" if "i" in {*walk(read.integrand), *walk(read.answer)} else "<integrate>"
        return _record(task, (read.integrand,), (read.answer,))
    if read.order == 0:
        raise ParseError("the problem is neither an integral nor a differential equation.")
    return _record(f"<ode{read.order}>", (read.statement,), (read.answer,))


def _record(task: str, statement: Iterable[Tree], answer: Iterable[Tree]) -> Record:
    return Record(-1, task, _canonical(statement), _canonical(answer))


def _canonical(expressions: Iterable[Tree]) -> str:
    return f" {SEPARATOR} ".join(" ".join(words(to_symengine(check_limits(tree)))) for tree in expressions)


def lample_charton_line(record: Record) -> str:
    """The line of a record in its published text format, newline included."""
    statement, answer = trees(record.statement), trees(record.answer)
    if record.task in INTEGRALS:
        return lample_charton.write_line(statement[0], answer[0])
    if record.task == "<lyapunov>":
        return lyapunov_format.write_line(statement, answer[0])
    if record.task in ("<ode1>", "<ode2>"):
        return lample_charton.write_equation(statement[0], answer[0])
    raise ConfigError(f"No text format holds the task {record.task}; write .jsonl or .parquet.")


# --------------------------------------------------------------------------------------------- JSON


def json_line(record: Record) -> str:
    """The record as a JSON object, newline included."""
    values: dict[str, object] = record._asdict()
    if record.task in INTEGRALS:
        f, F = trees(record.statement)[0], trees(record.answer)[0]
        values |= {"integrand": _text(f), "antiderivative": _text(F), "variable": "x"}
    return json.dumps(values, ensure_ascii=False) + "\n"


def _text(tree: Tree) -> str:
    return to_text(as_written(tree))


def _read_json(line: str) -> Record:
    try:
        values = json.loads(line)
        if "statement" not in values:
            return _record("<integrate>", (parse(values["integrand"]),), (parse(values["antiderivative"]),))
        record = Record(**{name: values[name] for name in Record._fields if name in values} | {"attempt": -1})
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        raise ParseError(f"no problem in JSON ({error}).") from error
    if record.task not in TASKS or not all(isinstance(value, str) for value in record[1:]):
        raise NotationError(f"'{str(record.task)[:40]}' is no task; tasks are {', '.join(TASKS)}.")
    for text in (record.statement, record.answer, record.branch):
        for tree in trees(text):
            check_limits(tree)
    return record._replace(attempt=int(values.get("attempt", -1)))


_READERS: dict[str, Callable[[str], Record]] = {
    ".tsv": _read_lample_charton,
    ".txt": _read_lample_charton,
    ".jsonl": _read_json,
}
_WRITERS: dict[str, Callable[[Record], str]] = {
    ".tsv": lample_charton_line,
    ".txt": lample_charton_line,
    ".jsonl": json_line,
}
