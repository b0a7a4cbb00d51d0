"""Problem sets: named ones of our own, generated ones, and files of others.

    read("textbook-integrals")      300 integrals, 150 equations, 54 systems; traps; hard integrals: `named`
    read("generated-fast")          every generator at three depths: `generated`
    read("robustness")              templates that stretch one integrand in many ways: `robustness`
    read("rubi.jsonl")              files and folders, by suffix: `files`

Reference answers are read over: an answer is judged by differentiation, never by comparison. A line that cannot be
read is a problem with a reason; a set of which nothing can be read raises `ParseError`.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ansatz.data import manifest, shards
from ansatz.errors import ParseError
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.sets import files, generated, named, robustness

_TRUSTED = 1_000  # problems in a row that cannot be read: then the file is none


def names() -> list[str]:
    """The sets that need no file."""
    return [*named.SETS, *generated.SETS, *robustness.SETS]


def is_named(name: str) -> bool:
    """Whether a name stands for a set that needs no file."""
    return name.partition("/")[0] in names()


def read(source: str | Path) -> Iterator[Problem]:
    """The problems of a set in order, by its name or path; raises `ParseError` or `ConfigError` for what is none."""
    name = str(source)
    group, _, part = name.partition("/")
    if group in named.SETS and not part:
        yield from named.read(name)
    elif group in generated.SETS:
        yield from generated.read(group, part)
    elif group in robustness.SETS and not part:
        yield from robustness.read(group)
    else:
        yield from _checked(Path(source))


def checksum(source: str | Path) -> str:
    """SHA-256 of what a set depends on: of the file, of the checksums of a data set's shards, of our own definition."""
    if is_named(str(source)):
        return hashlib.sha256(_definition(str(source))).hexdigest()
    path = Path(source)
    if not path.is_dir():
        return shards.checksum(path)
    manifest.read(path)
    return hashlib.sha256("".join(shard.sha256 for shard in manifest.read_shards(path)).encode()).hexdigest()


def _definition(name: str) -> bytes:
    group = name.partition("/")[0]
    if group in named.SETS:
        return named.content(group)
    if group in generated.SETS:
        return generated.definition(name).encode()
    return repr(list(robustness.read(group))).encode()


def _checked(path: Path) -> Iterator[Problem]:
    """The problems of a file; one of which nothing is readable is no problem set."""
    waiting: list[Problem] | None = []
    for problem in files.read(path):
        if waiting is None:
            yield problem
        elif problem.unreadable and len(waiting) < _TRUSTED:
            waiting.append(problem)
        elif problem.unreadable:
            break
        else:
            yield from waiting
            waiting = None
            yield problem
    if waiting:
        raise ParseError(f"{path}: nothing can be read of it; {waiting[0].unreadable}")
