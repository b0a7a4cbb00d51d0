"""Verified answers in an SQLite file: written ahead, so that a killed server loses nothing that it has said it keeps.

An answer is kept under its problem and its settings, without the deadline: a proof found in one second is one for all.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansatz import __version__
from ansatz.errors import ConfigError

MOST = 200_000  # answers; the oldest leave first
_UNIMPORTANT = ("deadline",)
_SCHEMA = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT"


def key_of(task: str, fields: Mapping[str, Any], weights: str | None) -> str:
    """The same for equal questions to the same version and weights."""
    asked = {name: value for name, value in fields.items() if name not in _UNIMPORTANT}
    said = json.dumps([__version__, weights, task, asked], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


class Cache:
    """A table from questions to answers as JSON; threads may share it."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=5)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(_SCHEMA)
        except sqlite3.Error as error:
            raise ConfigError(f"The cache {file} cannot be used: {error}; name another file.") from error

    def get(self, key: str) -> str | None:
        """The answer, or None; a damaged file has none."""
        with self._lock:
            try:
                row = self._database.execute("SELECT body FROM answers WHERE key = ?", (key,)).fetchone()
            except sqlite3.Error:
                return None
        return None if row is None else str(row[0])

    def put(self, key: str, body: str) -> None:
        """Keep an answer; a full disk keeps none, and is no failure of the request."""
        with self._lock:
            try:
                self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, body))
                self._database.execute(
                    "DELETE FROM answers WHERE rowid <= (SELECT max(rowid) FROM answers) - ?", (MOST,)
                )
            except sqlite3.Error:
                return

    def close(self) -> None:
        """Fold the log into the file."""
        with self._lock:
            self._database.close()
