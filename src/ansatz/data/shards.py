"""Shards: problems in Parquet files, and the reading of whole data sets.

Columns: those of `ansatz.data.record.Record` and `split` (train, valid, test). Compression is zstd.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from ansatz.data import atomic, manifest
from ansatz.data.record import Record
from ansatz.data.split import SPLITS, split
from ansatz.errors import ConfigError, ParseError

if TYPE_CHECKING:
    import pyarrow


def arrow() -> ModuleType:
    """The module pyarrow, or one sentence that says how to install it."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise ConfigError("Parquet files need PyArrow; install it with pip install 'ansatz-math[train]'.") from error
    return pyarrow


def _schema() -> "pyarrow.Schema":
    pa = arrow()
    word = pa.dictionary(pa.int8(), pa.string())
    types = {"attempt": pa.int64(), "task": word, "split": word}
    return pa.schema([(name, types.get(name, pa.string())) for name in (*Record._fields, "split")])


def to_bytes(records: Sequence[Record], splits: Sequence[str]) -> bytes:
    """The Parquet file of the records."""
    pa = arrow()
    import pyarrow.parquet

    columns = [list(column) for column in zip(*records, strict=True)] or [[] for _ in Record._fields]
    schema = _schema()
    arrays = [pa.array(values, field.type) for values, field in zip([*columns, list(splits)], schema, strict=True)]
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(pa.table(arrays, schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue())


def write(path: Path, records: Sequence[Record]) -> str:
    """Write a shard atomically; its SHA-256."""
    data = to_bytes(records, [split(record.statement) for record in records])
    atomic.write(path, data)
    return hashlib.sha256(data).hexdigest()


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_file(path: Path, split: str | None = None) -> Iterator[Record]:
    """The records of one Parquet file, all or those of one split; raises `ParseError` for foreign files."""
    pa = arrow()
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=[*Record._fields, *(["split"] if split else [])]):
                columns = [column.to_pylist() for column in batch.columns]
                names = batch.schema.names
                rows = zip(*(columns[names.index(name)] for name in Record._fields), strict=True)
                if split is None:
                    yield from (Record(*row) for row in rows)
                else:
                    kept = columns[names.index("split")]
                    yield from (Record(*row) for row, its in zip(rows, kept, strict=True) if its == split)
    except (pa.ArrowInvalid, pa.ArrowKeyError, ValueError) as error:
        raise ParseError(f"{path} is no shard of problems ({error}).") from error


def read(folder: Path, split: str | None = None) -> Iterator[Record]:
    """The records of a data set in order, all or those of one split."""
    if split is not None and split not in SPLITS:
        raise ConfigError(f"There is no split '{split}'; choose from {', '.join(SPLITS)}.")
    manifest.read(folder)
    for shard in manifest.read_shards(folder):
        yield from read_file(folder / shard.file, split)
