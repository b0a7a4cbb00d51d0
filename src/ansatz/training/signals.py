"""SIGINT and SIGTERM as requests to stop, not as exceptions.

with Signals(trainer.stop): ...
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType

Handler = Callable[[int, FrameType | None], object] | int | None


class Signals:
    """Inside the `with`, both signals call `stop`. Threads other than the main one get no signals."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._previous: dict[signal.Signals, Handler] = {}

    def __enter__(self) -> None:
        def handle(_signal: int, _frame: FrameType | None) -> None:
            self._stop()

        if threading.current_thread() is threading.main_thread():
            self._previous = {sig: signal.signal(sig, handle) for sig in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        for sig, handler in self._previous.items():
            signal.signal(sig, handler)
