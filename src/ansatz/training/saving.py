"""When a run is saved: at once, soon again, then at growing pauses.

    rhythm = Rhythm(pause=120)
    if rhythm.due:                      # after each step
        with rhythm.measured(): ...     # save

A kill costs what came after the last save: at most half of what a young run has done, later `pause` seconds. What
saving costs depends on the model and the disk (44 MB and 0.2 s for the preset small, 1.1 GB for lyapunov): it is
measured, and takes at most a fiftieth of the time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST = 1 / 50  # of the time goes into saving


class Rhythm:
    """Pauses between saves double, up to `pause` seconds; 0: a save after every step. clock: seconds."""

    def __init__(self, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause, self._clock = pause, clock
        self._began = self._saved = clock()
        self._cost = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time to save."""
        if self._pause == 0:
            return True
        wanted = min(self._pause, self._saved - self._began)
        return self._clock() - self._saved >= max(wanted, self._cost / MOST)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """What happens inside is a save."""
        began = self._clock()
        yield
        self._saved = self._clock()
        self._cost = self._saved - began
