"""Manifests: what a data set and each of its shards are, in JSON beside the data.

    DIR/manifest.json         configuration, seed, versions; once complete, counts and checksums
    DIR/shard-000012.parquet  the problems of attempts 12·shard … 13·shard - 1
    DIR/shard-000012.json     range, counts, rejections, skipped attempts, SHA-256: written after the shard
    DIR/skipped.jsonl         while a run lasts: attempts that met a deadline or crashed, as they are found

A shard counts once its manifest is there. Manifests hold no times and no number of workers: the same
configuration gives the same bytes.
"""

import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ansatz.data import atomic
from ansatz.data.encode import Lengths
from ansatz.data.record import Record
from ansatz.data.split import split
from ansatz.errors import ConfigError

FORMAT = 1
MANIFEST = "manifest.json"
SKIPPED = "skipped.jsonl"


@dataclass(frozen=True)
class DataConfig:
    """What determines a data set.

    task, options: the generator and its configuration's fields. seed: of the randomness. shard: attempts in a
    shard. generation: shards that share one pool of known pairs. pool: pairs kept in it. lengths: in tokens.
    excluded: SHA-256 of the statements left out (`ansatz.data.exclusion`), "" where there are none.
    """

    task: str
    options: dict[str, object] = field(default_factory=dict)
    seed: int = 0
    shard: int = 8_192
    generation: int = 16
    pool: int = 20_000
    lengths: Lengths = Lengths()
    excluded: str = ""

    def __post_init__(self) -> None:
        if self.shard < 1 or self.generation < 1 or self.pool < 0:
            raise ConfigError("A shard needs at least one attempt, a generation at least one shard.")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "DataConfig":
        """The configuration of `asdict`; raises `ConfigError` for unknown keys."""
        try:
            return cls(**{**values, "lengths": Lengths(**values["lengths"])})
        except (TypeError, KeyError) as error:
            raise ConfigError(f"A manifest's configuration cannot be used: {error}.") from error


@dataclass(frozen=True)
class ShardManifest:
    """One shard. attempts: [start, stop). cut: problems left out because the count was reached."""

    index: int
    attempts: tuple[int, int]
    rows: int
    splits: dict[str, int]
    forms: dict[str, int]
    rejections: dict[str, int]
    skipped: dict[int, str]
    cut: int
    sha256: str

    @property
    def file(self) -> str:
        return shard_file(self.index)

    @classmethod
    def of(
        cls,
        index: int,
        attempts: tuple[int, int],
        records: Sequence[Record],
        sha256: str,
        rejections: dict[str, int] | None = None,
        skipped: dict[int, str] | None = None,
        cut: int = 0,
    ) -> "ShardManifest":
        """The manifest of these records; what is counted is in alphabetical order."""
        return cls(
            index,
            attempts,
            len(records),
            _counted(split(record.statement) for record in records),
            _counted(record.form for record in records),
            dict(sorted((rejections or {}).items())),
            dict(sorted((skipped or {}).items())),
            cut,
            sha256,
        )

    def write(self, folder: Path) -> None:
        atomic.write(folder / manifest_file(self.index), _json(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "ShardManifest":
        """Raises `ConfigError` where the file is no shard's manifest."""
        values = _load(path)
        try:
            values["attempts"] = tuple(values["attempts"])
            values["skipped"] = {int(k): reason for k, reason in values["skipped"].items()}
            return cls(**values)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ConfigError(f"{path} is no shard's manifest ({error}); remove it and resume.") from error


def shard_file(index: int) -> str:
    return f"shard-{index:06d}.parquet"


def manifest_file(index: int) -> str:
    return f"shard-{index:06d}.json"


def versions() -> dict[str, str]:
    """What the data may depend on."""
    import symengine

    from ansatz import __version__

    return {"ansatz": __version__, "python": platform.python_version(), "symengine": symengine.__version__}


def describe(config: DataConfig, shards: Iterable[ShardManifest] | None = None) -> dict[str, Any]:
    """The data set's manifest; with its shards once it is complete."""
    # Data sets made before there were exclusions do not name any.
    settings = {name: value for name, value in asdict(config).items() if name != "excluded" or value}
    values: dict[str, Any] = {"format": FORMAT, "config": settings, "versions": versions()}
    if shards is not None:
        shards = list(shards)
        values |= {
            "complete": True,
            "problems": sum(shard.rows for shard in shards),
            "attempts": sum(shard.attempts[1] - shard.attempts[0] for shard in shards),
            "splits": _total(shard.splits for shard in shards),
            "forms": _total(shard.forms for shard in shards),
            "rejections": _total(shard.rejections for shard in shards),
            "skipped": {index: reason for shard in shards for index, reason in sorted(shard.skipped.items())},
            "sha256": {shard.file: shard.sha256 for shard in shards},
        }
    return values


def differences(found: object, wanted: Mapping[str, object]) -> list[str]:
    """What was made with something else than is wanted now, in words: "beam 5 instead of 10"."""
    values = found if isinstance(found, dict) else {}
    return [
        f"{name} {values.get(name)!r} instead of {value!r}"
        for name, value in wanted.items()
        if values.get(name) != value
    ]


def write(folder: Path, values: Mapping[str, object]) -> None:
    atomic.write(folder / MANIFEST, _json(values))


def read(folder: Path) -> dict[str, Any]:
    """The data set's manifest; raises `ConfigError` where there is none of this format."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ConfigError(f"{folder} holds no data set (no {MANIFEST}); give the folder that generate wrote.")
    values = _load(path)
    if values.get("format") != FORMAT:
        raise ConfigError(f"{path} has a format that this version does not read; generate the data anew.")
    return values


def read_shards(folder: Path) -> list[ShardManifest]:
    """The manifests of the shards 0, 1, … up to the first that is missing."""
    found: list[ShardManifest] = []
    while (path := folder / manifest_file(len(found))).is_file():
        found.append(ShardManifest.read(path))
    return found


def skipped_in(folder: Path) -> dict[int, str]:
    """Attempts that met a deadline or crashed, from the manifests and the journal of an unfinished run."""
    skipped = {index: reason for shard in read_shards(folder) for index, reason in shard.skipped.items()}
    journal = folder / SKIPPED
    if journal.is_file():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                skipped[int(entry["index"])] = str(entry["reason"])
            except (ValueError, KeyError, TypeError):
                break  # a line that a killed run had not finished is the last
    return skipped


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _total(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        for name, number in count.items():
            total[name] = total.get(name, 0) + number
    return dict(sorted(total.items()))


def _json(values: Mapping[str, object]) -> bytes:
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def _load(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigError(f"{path} is damaged ({error}); remove it and resume.") from error
    if not isinstance(values, dict):
        raise ConfigError(f"{path} is no manifest; remove it and resume.")
    return values
