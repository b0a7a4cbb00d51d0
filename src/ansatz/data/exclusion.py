"""Statements that a data set must not hold, known by their keys alone: how test sets stay out of training data.

    write(Path("exclude.txt"), keys)           one key (`ansatz.data.split.key`) a line, in hexadecimal, sorted
    read(Path("exclude.txt"))  ->  Exclusion   what `ansatz generate --exclude` leaves out

The file says nothing of the statements but whether one is among them. `ansatz data exclude` makes it from problem sets.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ansatz.data import atomic
from ansatz.data.split import key
from ansatz.errors import ConfigError

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Exclusion:
    """Keys of statements to leave out. sha256: of the file that they came from; "" where nothing is left out."""

    keys: frozenset[bytes] = frozenset()
    sha256: str = ""

    def __contains__(self, statement: str) -> bool:
        """Whether a statement (prefix words joined by spaces) is to be left out."""
        return bool(self.keys) and key(statement) in self.keys


def write(path: Path, keys: Iterable[bytes]) -> int:
    """Write the different keys; how many they are."""
    lines = sorted({key.hex() for key in keys})
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, "".join(f"{line}\n" for line in lines).encode())
    return len(lines)


def read(path: Path) -> Exclusion:
    """Raises `ConfigError` where the file is missing or no such file."""
    try:
        content = path.read_bytes()
        lines = content.decode("ascii").split()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path} is no file of statement keys; make one with ansatz data exclude.") from None
    if not all(map(_KEY.fullmatch, lines)):
        raise ConfigError(f"{path} holds other things than statement keys; make one with ansatz data exclude.")
    return Exclusion(frozenset(map(bytes.fromhex, lines)), sha256(content).hexdigest())
