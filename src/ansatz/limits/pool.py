"""Several at once: a pool of warm things to lend, and a crew of workers for many runs.

A pool is for those who ask now and then, each with a deadline of his own:

    pool = Pool(partial(Worker, megabytes=1_500), size=cores())
    with pool.lend(seconds=5) as worker: ...          # waits at most so long for a free one

A crew is for those who have many tasks, each under bounds of its own:

    with Crew(workers=4, megabytes=2_000) as crew:
        for item, run in crew.map("module:function", items, seconds=30):
            print(item, run.outcome.status, run.take())
"""

import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, Protocol, Self, TypeVar
from weakref import WeakSet

from ansatz.errors import ConfigError, ResourceError
from ansatz.limits.run import Run, Status, Task, first_ended
from ansatz.limits.worker import Worker, packed

AHEAD = 2  # runs for each worker that are begun or waiting
BREACHES = (Status.DEADLINE, Status.MEMORY, Status.CRASHED)


class Closable(Protocol):
    """What a pool can hold."""

    def close(self) -> None: ...


T = TypeVar("T", bound=Closable)
Item = TypeVar("Item")


class Pool(Generic[T]):
    """At most `size` resources, made when they are needed, kept warm, each lent to one thread at a time.

    After a fork the child's pool is empty: what its parent made is the parent's.
    """

    def __init__(self, make: Callable[[], T], size: int) -> None:
        if size < 1:
            raise ConfigError(f"A pool needs at least one place, not {size}.")
        self._make, self._size = make, size
        self._renew()
        _pools.add(self)

    def _renew(self) -> None:
        self._changed = threading.Condition()
        self._idle: list[T] = []
        self._queue: deque[object] = deque()  # those who wait, first come first served
        self._made = 0

    @contextmanager
    def lend(self, seconds: float | None = None) -> Iterator[T]:
        """A resource for the time of a `with` block, the last one used if several are idle.

        Waits at most `seconds` for one (None: as long as it takes), then raises `ResourceError`. A resource whose
        block ends in an exception is closed and not lent again.
        """
        with self._changed:
            ticket, queue = object(), self._queue
            queue.append(ticket)
            try:
                if not self._changed.wait_for(lambda: queue[0] is ticket and self._has_place(), seconds):
                    raise ResourceError(f"All {self._size} workers were busy for {seconds:.3g} s; allow more time.")
                home = self._idle
                resource = home.pop() if home else None
                self._made += resource is None
            finally:
                queue.remove(ticket)
                self._changed.notify_all()  # the next in the queue
        try:
            if resource is None:
                resource = self._make()
            yield resource
        except BaseException:
            if resource is not None:
                resource.close()
            self._give_back(None, home)
            raise
        if not self._give_back(resource, home):
            resource.close()

    def _has_place(self) -> bool:
        return bool(self._idle) or self._made < self._size

    def _give_back(self, resource: T | None, home: list[T]) -> bool:
        """Keep the resource (None: it is no more), unless the pool was closed or forked since it was lent."""
        with self._changed:
            if self._idle is not home:
                return False
            if resource is None:
                self._made -= 1
            else:
                home.append(resource)
            self._changed.notify_all()
            return True

    def close(self) -> None:
        """Close what is idle now, and the rest when it comes back; the pool can be used again."""
        with self._changed:
            idle, self._idle, self._made = self._idle, [], 0
            self._changed.notify_all()
        for resource in idle:
            resource.close()


_pools: "WeakSet[Pool[Any]]" = WeakSet()


def _renew_all() -> None:
    for pool in _pools:
        pool._renew()


os.register_at_fork(after_in_child=_renew_all)


class Crew:
    """Workers side by side: each run begins as soon as one of them is free. megabytes, preload: as of a `Worker`."""

    def __init__(
        self, workers: int, *, megabytes: float | None = None, preload: Sequence[str] = (), poll_seconds: float = 0.5
    ) -> None:
        self._ahead = AHEAD * workers
        self._workers = Pool(lambda: Worker(megabytes=megabytes, preload=preload, poll_seconds=poll_seconds), workers)
        self._runs: WeakSet[Run] = WeakSet()

    def submit(self, task: Task, *arguments: object, seconds: float = math.inf) -> Run:
        """Run the task when its turn comes. seconds: its deadline, from when it begins."""
        request, run = packed(task, arguments), Run(task)
        self._runs.add(run)
        threading.Thread(target=self._carry_out, args=(run, request, seconds), daemon=True).start()
        return run

    def _carry_out(self, run: Run, request: bytes, seconds: float) -> None:
        with self._workers.lend() as worker:
            worker.carry_out(run, request, time.monotonic(), seconds, None)

    def map(
        self, task: Task, items: Iterable[Item], *, seconds: float = math.inf, ordered: bool = False, tries: int = 1
    ) -> Iterator[tuple[Item, Run]]:
        """(item, its ended run) for every item, in their order or as the runs end; a breach of a bound is a value too.

        Items are drawn as they are needed, so that there may be endlessly many; some runs go on while the caller is
        busy with an earlier one. tries: how often a run that a bound or a crash has ended is begun, in all. Leaving
        the loop cancels what was begun.
        """
        source = iter(items)
        begun: deque[tuple[Item, Run, int]] = deque()
        try:
            while True:
                for item in islice(source, self._ahead - len(begun)):
                    begun.append((item, self.submit(task, item, seconds=seconds), tries - 1))
                if not begun:
                    return
                place = first_ended([run for _, run, _ in islice(begun, 1 if ordered else None)])
                item, run, left = begun[place]
                del begun[place]
                if left and run.outcome is not None and run.outcome.status in BREACHES:
                    begun.insert(place, (item, self.submit(task, item, seconds=seconds), left - 1))
                else:
                    yield item, run
        finally:
            for _, run, _ in begun:
                run.cancel()

    def close(self) -> None:
        """Cancel all runs and kill the workers; the crew can be used again."""
        for run in list(self._runs):
            run.cancel()
        self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def cores() -> int:
    """Of the processor, as far as this process may use them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
