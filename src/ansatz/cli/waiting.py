"""A sign of life while a long search runs: seconds on standard error, on a terminal only, gone when it ends."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE, _EVERY = 1.0, 0.2  # seconds before the first sign, and between two
_FRAMES = "|/-\\"


@contextmanager
def waiting(deadline: float) -> Iterator[None]:
    """While the block runs: "/ 3 s of at most 10 s"."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    over = threading.Event()

    def turn() -> None:
        started, shown = time.monotonic(), 0
        if over.wait(_PATIENCE):
            return
        while True:
            line = f"{_FRAMES[shown % 4]} {time.monotonic() - started:.0f} s of at most {deadline:g} s"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
            shown += 1
            if over.wait(_EVERY):
                print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)
                return

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


__all__ = ["waiting"]
