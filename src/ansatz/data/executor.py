"""Where work runs: places for workers that may crash, hang or be killed at any moment.

An executor is a fixed number of slots; `LocalExecutor` fills them with processes of this machine,
`ansatz.data.ray_engine.RayExecutor` with actors of a Ray cluster. The engine knows no more of them than this.
"""

from collections.abc import Sequence
from typing import Protocol, final

from ansatz.data.work import Block, Work, attempts
from ansatz.limits import Crew, Outcome, Run, wait_for_news


class Slot(Protocol):
    """A place for one worker, which does one work at a time."""

    def start(self, work: Work) -> None:
        """Begin; a worker that is gone is replaced."""

    def poll(self) -> tuple[list[Block], Outcome | None]:
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


@final
class LocalSlot:
    """A place for one run of a crew (`ansatz.limits.Crew`)."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self.run: Run | None = None

    def start(self, work: Work) -> None:
        self.run = self._crew.submit(attempts, work)

    def poll(self) -> tuple[list[Block], Outcome | None]:
        if self.run is None:
            return [], None
        outcome = self.run.outcome  # looked at first: what came before it is in the blocks
        blocks = self.run.take()
        if outcome is not None:
            self.run = None
        return blocks, outcome

    def kill(self) -> None:
        if self.run is not None:
            self.run.cancel()


@final
class LocalExecutor:
    """Processes of this machine. megabytes: bound on the resident memory of each."""

    def __init__(self, workers: int, megabytes: float | None = 2_000) -> None:
        self._crew = Crew(workers, megabytes=megabytes, preload=(attempts.__module__,))
        self.slots = [LocalSlot(self._crew) for _ in range(workers)]

    def wait(self, seconds: float) -> None:
        wait_for_news([slot.run for slot in self.slots if slot.run is not None], seconds)

    def close(self) -> None:
        self._crew.close()
