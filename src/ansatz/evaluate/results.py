"""Results of an evaluation on disk: a folder that says what made them, and JSON lines.

evaluation.json    what made them: settings, sets, versions, machine, command
problems.jsonl     every problem once: set, index, task, kind, source, text, size of the reference, why unreadable
results.jsonl      one line for each problem and system, written at once, so that a stopped run goes on where it stood

ledger = Ledger.open(Path("out/board"), made_with, resume=True)     # refuses results that something else made
if not ledger.has(result): ledger.add(result)
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from ansatz.data import atomic
from ansatz.data.manifest import differences
from ansatz.errors import ConfigError
from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.sets.files import statement_text
from ansatz.expr.tree import size

RUN, PROBLEMS, RESULTS = "evaluation.json", "problems.jsonl", "results.jsonl"
_HISTORY = ("systems", "commands", "machine")  # what may differ between the calls that made a folder


@dataclass(frozen=True, slots=True)
class Result:
    """One problem and one system. set: of problems. outcome: see `judging`. verdict, second: of our verifier and of the
    second opinion. size: nodes of the answer. seconds: the system's own, without judging."""

    set: str
    system: str
    index: int
    outcome: Outcome
    seconds: float
    verdict: str = ""
    second: str = ""
    method: str = ""
    answer: str = ""
    size: int = 0
    reason: str = ""

    @property
    def solved(self) -> bool:
        """Right, says our verifier, and the second opinion does not deny it."""
        return self.outcome.good

    @property
    def uncompared(self) -> bool:
        """Solved, and the second opinion could not say whether that is right."""
        return self.outcome is Outcome.SOLVED and self.second not in ("agrees", "disagrees")


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem, as reports show it. reference: nodes of the reference answer, 0 where there is none."""

    set: str
    index: int
    task: str
    kind: str
    source: str
    text: str
    reference: int = 0
    unreadable: str = ""

    @classmethod
    def of(cls, name: str, problem: Problem) -> "Entry":
        """Of a problem in the set of that name."""
        reference = 0 if problem.reference is None else size(problem.reference)
        text = statement_text(problem) if problem.statement else problem.text
        return cls(name, problem.index, problem.task, problem.kind, problem.source, text, reference, problem.unreadable)


class Ledger:
    """Results so far, on disk or, without a folder, in memory. Of those on disk only the places are in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.kept: list[Result] = []
        self.entries: list[Entry] = []
        self.count = 0
        self._places: dict[tuple[str, str], bytearray] = {}
        self._known: dict[str, bytearray] = {}
        self._files: dict[str, IO[str]] = {}

    @classmethod
    def open(cls, folder: Path | None, made_with: Mapping[str, Any], *, resume: bool = False) -> "Ledger":
        """Begin a folder, or go on with one; raises `ConfigError` for one that was made with something else."""
        ledger = cls(folder)
        if folder is None:
            return ledger
        if folder.exists() and not folder.is_dir():
            raise ConfigError(f"{folder} is no folder; choose another for the results.")
        if (folder / RUN).is_file():
            if not resume:
                raise ConfigError(f"{folder} holds results; go on with --resume, or choose another folder.")
            made_with = _joined(read_run(folder), made_with, folder)
        elif folder.exists() and any(folder.iterdir()):
            raise ConfigError(f"{folder} holds no results of an evaluation; choose another folder.")
        folder.mkdir(parents=True, exist_ok=True)
        _write_run(folder, made_with)
        for entry in read_entries(folder):
            _mark(ledger._known.setdefault(entry.set, bytearray()), entry.index)
        for result in read_results(folder):
            ledger._count(result.set, result.system, result.index)
        for name in (PROBLEMS, RESULTS):
            _mend(folder / name)
            ledger._files[name] = open(folder / name, "a", encoding="utf-8")  # noqa: SIM115 - closed by `close`
        return ledger

    def has(self, name: str, system: str, index: int) -> bool:
        """Whether this result is there."""
        return _marked(self._places.get((name, system), bytearray()), index)

    def meet(self, name: str, problem: Problem) -> None:
        """Write a problem down when it is first met."""
        if _marked(known := self._known.setdefault(name, bytearray()), problem.index):
            return
        _mark(known, problem.index)
        entry = Entry.of(name, problem)
        if self.folder is None:
            self.entries.append(entry)
        else:
            self._write(PROBLEMS, entry)

    def add(self, result: Result) -> None:
        """Write a result down, at once."""
        self._count(result.set, result.system, result.index)
        if self.folder is None:
            self.kept.append(result)
        else:
            self._write(RESULTS, result)

    def close(self, versions: Mapping[str, str] = MappingProxyType({})) -> None:
        """Nothing more will come. versions: of the systems that took part."""
        for file in self._files.values():
            file.close()
        if self.folder is not None and versions:
            values = read_run(self.folder)
            _write_run(self.folder, values | {"systems": values["systems"] | dict(versions)})

    def results(self) -> Iterator[Result]:
        """All of them, in the order in which they came."""
        yield from self.kept if self.folder is None else read_results(self.folder)

    def _write(self, name: str, item: Entry | Result) -> None:
        values = {field: getattr(item, field) for field in item.__slots__}  # `asdict` copies all, and takes longer
        with atomic.full_disk(self.folder or Path()):
            self._files[name].write(json.dumps(values, ensure_ascii=False) + "\n")
            self._files[name].flush()

    def _count(self, name: str, system: str, index: int) -> None:
        self.count += 1
        _mark(self._places.setdefault((name, system), bytearray()), index)


def read_run(folder: Path) -> dict[str, Any]:
    """What made the results of a folder; raises `ConfigError` where there are none."""
    try:
        values = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        values = None
    if not isinstance(values, dict) or "settings" not in values:
        raise ConfigError(f"{folder} holds no results of an evaluation; give the folder that evaluate wrote.")
    return values


def _write_run(folder: Path, values: Mapping[str, Any]) -> None:
    atomic.write(folder / RUN, (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode())


def read_results(folder: Path) -> Iterator[Result]:
    """The results of a folder, one after the other."""
    for values in _lines(folder / RESULTS):
        yield Result(**values | {"outcome": Outcome(values["outcome"])})


def read_entries(folder: Path) -> Iterator[Entry]:
    """The problems of a folder, one after the other."""
    for values in _lines(folder / PROBLEMS):
        yield Entry(**values)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Whole lines; the last one is left out where a run was stopped in the middle of it."""
    if not path.is_file():
        return
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if not line.endswith("\n"):
                return
            try:
                yield json.loads(line)
            except ValueError:
                raise ConfigError(f"{path} holds no results of an evaluation; choose another folder.") from None


def _mend(path: Path) -> None:
    """Cut off a last line that is not whole."""
    if not path.is_file():
        return
    with open(path, "rb+") as file:
        end = file.seek(0, 2)
        place = end
        while place:
            start = max(0, place - 4_096)
            file.seek(start)
            found = file.read(place - start).rfind(b"\n")
            if found >= 0:
                place = start + found + 1
                break
            place = start
        if place != end:
            file.truncate(place)


def _joined(found: dict[str, Any], wanted: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What made a folder that is gone on with; raises `ConfigError` where it differs in what results depend on."""
    differing = differences(found["settings"], wanted["settings"])
    for part, what in (("sets", "problems of "), ("lineups", "")):
        known = found.get(part, {})
        both = {what + name: value for name, value in wanted[part].items() if name in known}
        differing += differences({what + name: value for name, value in known.items()}, both)
    if differing:
        raise ConfigError(
            f"{folder} holds results with {', '.join(differing)}; choose another folder, or evaluate as before."
        )
    joined = found | {part: found.get(part, {}) | wanted[part] for part in ("sets", "lineups")}
    for name in _HISTORY:
        before, now = found.get(name), wanted[name]
        joined[name] = {**now, **before} if isinstance(before, dict) else list(dict.fromkeys([*(before or []), *now]))
    return joined


def _mark(places: bytearray, index: int) -> None:
    if index >= len(places):
        places.extend(bytes(index + 1 - len(places)))
    places[index] = 1


def _marked(places: bytearray, index: int) -> bool:
    return index < len(places) and bool(places[index])
