"""One task in progress, seen from the process that wants its answer: values as they come, and how it ended."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self, TypeAlias
from weakref import WeakSet

from ansatz.errors import ResourceError
from ansatz.limits.process import Process

Task: TypeAlias = (
    Callable[..., object] | str
)  # a function of an importable module, a partial of one, or its "module:function"


class Status(StrEnum):
    """How a run ended; `advice` says what to do about it, as the second half of a sentence."""

    advice: str

    def __new__(cls, value: str, advice: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.advice = value, advice
        return member

    FINISHED = "finished", "nothing need be done"
    FAILED = "failed", "mend what the error names"
    DEADLINE = "deadline", "allow more time"
    MEMORY = "memory", "allow more memory"
    CRASHED = "crashed", "try again, or something smaller"
    CANCELLED = "cancelled", "submit it again if it is still wanted"


@dataclass(frozen=True)
class Outcome:
    """How a run ended: the status, one sentence, wall-clock seconds, peak resident megabytes as polled.

    `error` is the exception that the task raised, where the status is failed and it could be sent.
    """

    status: Status
    detail: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
    error: Exception | None = None


CANCELLED = Outcome(Status.CANCELLED, f"The run was cancelled; {Status.CANCELLED.advice}.")

_news = threading.Condition()  # notified whenever some run has a new value or an outcome
_runs: "WeakSet[Run]" = WeakSet()


class Run:
    """One task, waiting or in progress: iterate for its values; `outcome` is None until it has ended."""

    def __init__(self, task: Task):
        self.task = task
        self.outcome: Outcome | None = None
        self.cancelled = False
        self._process: Process | None = None
        self._values: deque[object] = deque()
        _runs.add(self)

    def __iter__(self) -> Iterator[Any]:
        for _, value in gather([self]):
            yield value

    def take(self) -> list[Any]:
        """The values that have come and were not taken yet, without waiting."""
        with _news:
            values = list(self._values)
            self._values.clear()
        return values

    def wait(self) -> Outcome:
        """Block until the run has ended, keeping its values for iteration."""
        first_ended([self])
        assert self.outcome is not None
        return self.outcome

    def result(self) -> Any:
        """Block until the run has ended; what the task returned, or a list if it yielded.

        Raises `ResourceError` where a bound was reached or the process died, and what the task raised.
        """
        outcome = self.wait()
        if outcome.status is not Status.FINISHED:
            raise outcome.error or ResourceError(outcome.detail)
        values = self.take()
        return values[0] if len(values) == 1 else values

    def cancel(self) -> None:
        """Kill the worker's process now; no effect on a run that has ended."""
        with _news:  # until it is killed, so that it cannot end and be given another run before
            if self.outcome is not None:
                return
            self.cancelled = True
            if self._process is None:
                self.end(CANCELLED)
            else:
                self._process.kill()

    # ---------------------------------------------------------------------- for who carries it out

    def begin(self, process: Process) -> bool:
        """False where the run was cancelled while it waited."""
        with _news:
            if self.outcome is None:
                self._process = process
            return self.outcome is None

    def add(self, value: object) -> None:
        """A value has come."""
        with _news:
            self._values.append(value)
            _news.notify_all()

    def end(self, outcome: Outcome) -> None:
        """Nothing more will come."""
        with _news:
            self.outcome, self._process = outcome, None
            _news.notify_all()


def wait_for_news(runs: Sequence[Run], seconds: float | None) -> None:
    """Block until one of the runs has a value to take or has ended, at most `seconds`."""
    with _news:
        _news.wait_for(lambda: any(run._values or run.outcome for run in runs), seconds)


def first_ended(runs: Sequence[Run]) -> int:
    """Block until one of the runs has ended; the place of the first that has."""
    with _news:
        while not (ended := [place for place, run in enumerate(runs) if run.outcome is not None]):
            _news.wait()
    return ended[0]


def gather(runs: Sequence[Run]) -> Iterator[tuple[Run, Any]]:
    """(run, value) from several runs as they come, until all have ended.

    An interrupt (Ctrl-C) while waiting cancels them all. Leaving the loop early cancels none.
    """
    pending = list(runs)
    while pending:
        try:
            wait_for_news(pending, None)
        except KeyboardInterrupt:
            for run in runs:
                run.cancel()
            raise
        for run in list(pending):
            ended = run.outcome is not None  # looked at first: nothing comes after it
            if run._values:
                yield run, run._values.popleft()
            elif ended:
                pending.remove(run)


def _disown() -> None:
    """In the child of a fork: a thread that is not here may hold the lock, and the runs are the parent's."""
    global _news, _runs
    _news = threading.Condition()
    for run in _runs:
        run.outcome = run.outcome or CANCELLED
    _runs = WeakSet()


os.register_at_fork(after_in_child=_disown)
