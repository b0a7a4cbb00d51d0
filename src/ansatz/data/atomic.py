"""Files that are whole or absent: written beside their place, synchronised, renamed."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ansatz.errors import ResourceError

PART = ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def write(path: Path, data: bytes) -> None:
    """Write the file atomically; raises `ResourceError` where the disk is full, and leaves nothing behind."""
    temporary = path.with_name(path.name + PART)
    try:
        with full_disk(path.parent), open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        with full_disk(path.parent):
            _synchronise(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Where the disk is full, one sentence instead of an `OSError`."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise ResourceError(
            f"The disk of {folder} is full; every shard written there is whole: free some space and resume."
        ) from error


def _synchronise(folder: Path) -> None:
    """A rename is on the disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
