"""Exact deduplication by canonical statement, for streams of tens of millions of problems.

    seen = Seen()
    seen.add("* x cos x")  ->  True     new
    seen.add("* x cos x")  ->  False    known

What is kept of a statement is its 128-bit key (`ansatz.data.split.key`): two of ten million different statements
share one with probability 10⁻²⁵. A key costs about 110 bytes of memory, the set's table included.
"""

from ansatz.data.split import key


class Seen:
    """The statements met so far."""

    def __init__(self) -> None:
        self._keys: set[bytes] = set()

    def add(self, statement: str) -> bool:
        """Whether the statement (prefix words) is new; from now on it is known."""
        return self.add_key(key(statement))

    def add_key(self, key: bytes) -> bool:
        """As `add`, for a key computed before."""
        before = len(self._keys)
        self._keys.add(key)
        return len(self._keys) > before

    def __len__(self) -> int:
        return len(self._keys)
