"""The log of a run: log.csv, and TensorBoard's events where they are wanted.

    with Log(out, step) as log:
        log.write(row)

A run that goes on from a checkpoint cuts what was logged after it, so that the log has no seam.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypedDict

from torch import Tensor

from ansatz.data import atomic
from ansatz.training.losses import COUNTS

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


class Row(TypedDict):
    """A row of the log.

    step, examples, seconds: of the run so far. loss (nats a token), token_accuracy, accuracy (whole answers): since the
    row before. rate: of learning. waiting: the share of the seconds that passed until the stream gave a batch.
    resident_mb: memory of this process in megabytes. solved: share of the held-out problems, None without a validation.
    """

    step: int
    examples: int
    seconds: float
    loss: float
    token_accuracy: float
    accuracy: float
    rate: float
    examples_per_second: float
    waiting: float
    resident_mb: float
    solved: float | None


COLUMNS = tuple(Row.__annotations__)


class Reported(Row):
    """A row as it is reported: with the share of the budget, and the last and best solved shares (-1: none yet)."""

    share: float
    last: float
    best: float


class WindowState(TypedDict):
    """What a `Window` is made of again."""

    steps: int
    counts: list[float]
    seconds: float
    waiting: float


class Window:
    """Counts since the log's last row; they are saved with the run, so that a row may span an interruption.

    seconds: of training; waiting: those of them that passed until the stream gave a batch.
    """

    def __init__(
        self, steps: int = 0, counts: list[float] | None = None, seconds: float = 0.0, waiting: float = 0.0
    ) -> None:
        self.steps, self.seconds, self.waiting = steps, seconds, waiting
        self._start = counts or [0.0] * COUNTS
        self._sums: Tensor | None = None

    def add(self, counts: Tensor) -> None:
        """One step's counts; nothing waits for the device."""
        self.steps += 1
        if self._sums is None:  # what came before is the first term: the sum of an uninterrupted run, to the bit
            self._sums = counts.new_tensor(self._start)
        self._sums = self._sums + counts

    def counts(self) -> list[float]:
        """The sums so far."""
        return self._start if self._sums is None else self._sums.tolist()

    def state(self) -> WindowState:
        """What the constructor takes."""
        return {"steps": self.steps, "counts": self.counts(), "seconds": self.seconds, "waiting": self.waiting}


class Log:
    """log.csv in a run's folder, and its events beside it. step: rows after it are cut."""

    def __init__(self, out: Path, step: int, tensorboard: bool = False, note: Callable[[str], None] = print) -> None:
        self._path = out / "log.csv"
        self._cut(step)
        self._events = _events(out, step, note) if tensorboard else None

    def _cut(self, step: int) -> None:
        """Leave the rows up to `step`, under this version's columns."""
        if not self._path.exists():
            return
        text = self._path.read_text()
        whole = text[: text.rfind("\n") + 1]  # a killed run may have left half a line
        rows = [row for row in csv.DictReader(io.StringIO(whole)) if float(row["step"]) <= step]
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        atomic.write(self._path, out.getvalue().encode())

    def write(self, row: Row) -> None:
        """Append a row; None is an empty place."""
        fresh, values = not self._path.exists(), dict(row)
        with open(self._path, "a", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow(COLUMNS)
            entries = (values[name] for name in COLUMNS)
            writer.writerow(f"{entry:.6g}" if isinstance(entry, float) else entry for entry in entries)
        if self._events is not None:
            for name in COLUMNS[2:]:
                if values[name] is not None:
                    self._events.add_scalar(name, values[name], row["step"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._events is not None:
            self._events.close()


def _events(out: Path, step: int, note: Callable[[str], None]) -> "SummaryWriter | None":
    """TensorBoard's writer, or None with a note where the package is missing."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        note("TensorBoard is not installed, so log.csv alone is written; install it with pip install tensorboard.")
        return None
    return SummaryWriter(str(out / "tensorboard"), purge_step=step + 1)
