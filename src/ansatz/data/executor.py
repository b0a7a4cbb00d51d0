"""Where work runs: places for workers that may crash, hang or be killed at any moment.

An executor is a fixed number of slots; `LocalExecutor` fills them with processes of this machine,
`ansatz.data.ray_engine.RayExecutor` with actors of a Ray cluster. The engine knows no more of them than this.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ansatz.data.work import BLOCK_SECONDS, Block, Work
from ansatz.limits import Run, Worker, wait_for_news

POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Ending:
    """How a work ended: finished; died (crash, memory bound, killed); failed, which no other try will cure."""

    status: Literal["finished", "died", "failed"]
    detail: str = ""
    error: Exception | None = None


class Slot(Protocol):
    """A place for one worker, which does one work at a time."""

    def start(self, work: Work) -> None:
        """Begin; a worker that is gone is replaced."""

    def poll(self) -> tuple[list[Block], Ending | None]:
        """The blocks that came since the last poll, and how the work ended if it has, without waiting."""
        ...

    def kill(self) -> None:
        """Kill the worker; the next start brings a new one."""


class Executor(Protocol):
    """All the slots."""

    @property
    def slots(self) -> Sequence[Slot]: ...

    def wait(self, seconds: float) -> None:
        """Until some slot has news, at most so long."""

    def close(self) -> None:
        """Kill all workers."""


class LocalSlot:
    """A worker process under a memory bound (`ansatz.limits.Worker`)."""

    def __init__(self, megabytes: float | None) -> None:
        self._worker = Worker(megabytes=megabytes, preload=("ansatz.data.work",), poll_seconds=POLL_SECONDS)
        self.run: Run | None = None

    def start(self, work: Work) -> None:
        self.run = self._worker.submit("ansatz.data.work:attempts", work, seconds=math.inf)

    def poll(self) -> tuple[list[Block], Ending | None]:
        if self.run is None:
            return [], None
        outcome = self.run.outcome  # looked at first: what came before it is in the blocks
        blocks = self.run.take()
        if outcome is None:
            return blocks, None
        self.run = None
        if outcome.status == "finished":
            return blocks, Ending("finished")
        return blocks, Ending("failed" if outcome.status == "failed" else "died", outcome.detail, outcome.error)

    def kill(self) -> None:
        self._worker.close()


class LocalExecutor:
    """Processes of this machine. megabytes: bound on the resident memory of each."""

    def __init__(self, workers: int, megabytes: float | None = 2_000) -> None:
        self.slots = [LocalSlot(megabytes) for _ in range(workers)]

    def wait(self, seconds: float) -> None:
        wait_for_news([slot.run for slot in self.slots if slot.run is not None], seconds)

    def close(self) -> None:
        for slot in self.slots:
            slot.kill()


__all__ = ["BLOCK_SECONDS", "Ending", "Executor", "LocalExecutor", "Slot"]
