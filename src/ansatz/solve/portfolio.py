"""Portfolios: warm workers for the rivals of a race, lent to one caller at a time.

    with lend(seconds=10) as portfolio:         waits for a free one; several serve side by side
        result = portfolio.race(rivals, deadline=10)

This module is light, so that a program can `warm` its workers before it imports what it needs itself.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from ansatz.limits import Pool, Worker, cores
from ansatz.solve.rival import Rival

if TYPE_CHECKING:
    from ansatz.solve.race import Result

MEMORY_MEGABYTES = 1_500  # resident, of each worker


class Portfolio:
    """A warm worker for each rival, by name; one race at a time. megabytes: the bound on each of them."""

    def __init__(self, megabytes: float = MEMORY_MEGABYTES) -> None:
        self._megabytes = megabytes
        self._workers: dict[str, Worker] = {}

    def worker(self, name: str, task: str) -> Worker:
        """The worker of that name, made where there is none; it imports the module of the task at birth."""
        if name not in self._workers:
            self._workers[name] = Worker(megabytes=self._megabytes, preload=[task.partition(":")[0]])
        return self._workers[name]

    def race(self, rivals: Sequence[Rival], deadline: float) -> "Result":
        """What the rivals find within `deadline` seconds."""
        from ansatz.solve.race import Race

        return Race(rivals, deadline, lambda rival: self.worker(rival.name, rival.task)).run()

    def call(self, rival: Rival, seconds: float) -> Any | None:
        """The one value of a rival's task; None where a bound was reached or it failed."""
        worker = self.worker(rival.name, rival.task)
        values = list(worker.submit(rival.task, *rival.arguments, seconds, seconds=seconds))
        return values[0] if values else None

    def close(self) -> None:
        """End all workers; they start again when needed."""
        for worker in self._workers.values():
            worker.close()


_portfolios = Pool(Portfolio, size=cores())


def lend(seconds: float) -> AbstractContextManager[Portfolio]:
    """One of the process's own portfolios; raises `ResourceError` where none becomes free within `seconds`."""
    return _portfolios.lend(seconds)


def warm(name: str, task: str) -> None:
    """Start a worker now; it warms up while the caller goes on."""
    with lend(0) as portfolio:
        portfolio.worker(name, task).start()
