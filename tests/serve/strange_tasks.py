"""Tasks for lanes that behave strangely; the tests put this folder on the path."""

import os
import signal
import time
from collections.abc import Iterator

from ansatz.serve.events import Event


def say(*words: str) -> Iterator[Event]:
    for word in words:
        yield Event("answer", word)


def sleep(seconds: float) -> Iterator[Event]:
    time.sleep(seconds)
    yield Event("answer", "slept")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def swell() -> Iterator[Event]:
    held = []
    for _ in range(1_000):
        held.append(bytearray(10_000_000))
        time.sleep(0.005)
    yield Event("answer", str(len(held)))
