"""Train, valid or test: decided by a hash of the statement alone, for all time.

    split("* x cos x")  ->  "train"

The key of a statement is 128 bits of BLAKE2b over its prefix words. Neither seed, shard, run, task nor form
enters, so that no statement can ever be in two splits, whichever shard or run it came from. The shares are
constants and not settings: changing them would move statements between splits.
"""

from hashlib import blake2b

SPLITS = ("train", "valid", "test")
HELD_OUT_PERCENT = 1  # for valid, and as much for test


def key(statement: str) -> bytes:
    """16 bytes that identify a statement given by its prefix words, joined by single spaces."""
    return blake2b(statement.encode(), digest_size=16).digest()


def split(statement: str) -> str:
    """The split to which the statement belongs."""
    return split_of_key(key(statement))


def split_of_key(key: bytes) -> str:
    """The split of a statement's key: 1 % valid, 1 % test, the rest train."""
    percentile = int.from_bytes(key[:8], "big") * 100 >> 64
    if percentile < HELD_OUT_PERCENT:
        return "valid"
    return "test" if percentile < 2 * HELD_OUT_PERCENT else "train"
