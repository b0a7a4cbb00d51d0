"""A bounded queue of jobs, and lanes that work through it: each a process that can be killed.

    desk = Desk(settings, lanes=2, observe=metrics.count)
    job = desk.submit(Job("ansatz.serve.tasks:solve", (…), seconds=10))      raises `BusyError`
    async for event in job: ...                                             `Event`s, or raises `LostError`
    job.cancel()                                                            its client has left

A job that shares a beam search with others is withdrawn where its batch fails, and runs alone. What a lane's process
dies of costs its own job and no other.
"""

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansatz.errors import BusyError, LostError
from ansatz.limits import Run, Status, Worker
from ansatz.serve.events import Event
from ansatz.serve.settings import OVERTIME, Settings

_PRELOAD = ("ansatz.serve.tasks",)
_TOGETHER = 5.0, 0.5  # seconds that a batch may take, and share of what the most hurried of its jobs has left
_SLACK = 0.3  # seconds for a lane to say that it was stopped
_WARMING = 60.0
_NOT_IN_TIME = "No worker became free in time; allow more seconds, or ask later."
_POLL = 0.25
_LEFT = 0.25  # share of its seconds that a job must still have when its turn comes, or nothing could be found


@dataclass(eq=False)
class Job:
    """task: "module:function", a generator of events. arguments: of it, given the seconds that are left. seconds: until
    its deadline. batch: beam and weights that it may share a search by, None
    for a job that is always alone. fields: of its
    request, for a batch.
    """

    task: str
    arguments: Callable[[float], tuple[object, ...]]
    seconds: float
    batch: tuple[int, str | None] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False  # whether a batch has answered it

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.seconds
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[Event | Exception | None] = asyncio.Queue()
        self._lock = threading.Lock()
        self._run: Run | None = None
        self.cancelled = False

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self.end - time.monotonic()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self._follow()

    async def _follow(self) -> AsyncIterator[Event]:
        while (event := await self._next()) is not None:
            if isinstance(event, Exception):
                raise event
            yield event

    async def _next(self) -> Event | Exception | None:
        """What the lane says next; whatever the machine is busy with, the deadline is kept."""
        try:
            return await asyncio.wait_for(self._events.get(), max(0.0, self.left) + OVERTIME + _SLACK)
        except TimeoutError:
            self.cancel()
            return BusyError(_NOT_IN_TIME, 2)

    def cancel(self) -> None:
        """Nobody waits for it any more; its process is killed where it has begun."""
        with self._lock:
            self.cancelled, run = True, self._run
        if run is not None and run.outcome is None:
            threading.Thread(target=run.cancel, daemon=True).start()  # killing takes milliseconds, and locks

    # ------------------------------------------------------------------ for lanes, in their threads

    def begun(self, run: Run) -> bool:
        """False where it was cancelled before."""
        with self._lock:
            self._run = run
            return not self.cancelled

    def post(self, event: Event | Exception | None) -> None:
        """An event, a failure, or None: nothing more will come."""
        try:
            self._loop.call_soon_threadsafe(self._events.put_nowait, event)
        except RuntimeError:
            self.cancelled = True  # the server is gone


class Desk:
    """The queue and its lanes. lanes: how many. observe: is told (name, amount) of what happens. warm_up: a task that
    every process begins with. eager: whether processes start now, or when there is work.
    """

    def __init__(
        self,
        settings: Settings,
        lanes: int,
        observe: Callable[[str, float], None],
        warm_up: str | None = None,
        *,
        eager: bool = True,
    ) -> None:
        self._settings, self._observe, self._warm_up, self._eager = settings, observe, warm_up, eager
        self._changed = threading.Condition()
        self._queue: deque[Job] = deque()
        self._open = True
        self._workers = [
            Worker(megabytes=settings.megabytes, preload=_PRELOAD, poll_seconds=_POLL) for _ in range(lanes)
        ]
        self.busy = 0
        self._mean = 0.2  # seconds that a job takes, as of late
        self._threads = [
            threading.Thread(target=self._serve, args=(worker,), daemon=True, name=f"lane {k}")
            for k, worker in enumerate(self._workers)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        """Jobs in the queue."""
        return len(self._queue)

    @property
    def open(self) -> bool:
        """Whether jobs are taken."""
        return self._open

    def submit(self, job: Job) -> Job:
        """Put it in the queue; raises `BusyError` where that is full, or closed."""
        with self._changed:
            if not self._open:
                raise BusyError("The service is stopping; ask again in a moment.", 2, overloaded=False)
            if len(self._queue) >= self._settings.queue:
                self._observe("refused", 1)
                raise BusyError(
                    f"{len(self._queue)} requests are waiting already; ask again later.", self._retry_after()
                )
            self._queue.append(job)
            self._changed.notify()
        return job

    def close(self) -> None:
        """Take no more jobs, end those that wait or run, and all processes."""
        with self._changed:
            self._open = False
            waiting = list(self._queue)
            self._queue.clear()
            self._changed.notify_all()
        for job in waiting:
            job.post(BusyError("The service is stopping; ask again in a moment.", 2, overloaded=False))
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            thread.join(5)

    def _retry_after(self) -> int:
        return max(1, min(30, math.ceil(len(self._queue) * self._mean / len(self._workers))))

    # ---------------------------------------------------------------------------------------- lanes

    def _serve(self, worker: Worker) -> None:
        while True:
            self._warm(worker)
            if (jobs := self._take()) is None:
                return
            started = time.monotonic()
            if len(jobs) == 1:
                self._alone(worker, jobs[0])
            else:
                self._together(worker, jobs)
            with self._changed:
                self.busy -= 1
                self._mean += 0.1 * ((time.monotonic() - started) / len(jobs) - self._mean)

    def _warm(self, worker: Worker) -> None:
        """Start the process where there is none, on nobody's time: a job whose deadline ended while its process was
        still being born would take it along, and leave the next job where it was.
        """
        if self._warm_up is None or worker.is_warm:
            return
        with self._changed:
            while self._open and not self._eager and not self._queue:
                self._changed.wait()
        if self._open:
            worker.submit(self._warm_up, seconds=_WARMING).wait()

    def _take(self) -> list[Job] | None:
        """The next job, with others that can share its beam search; None when the desk is closed."""
        with self._changed:
            while True:
                while self._open and not self._queue:
                    self._changed.wait()
                if not self._open:
                    return None
                first = self._queue.popleft()
                if first.cancelled:
                    continue
                if first.left < _LEFT * first.seconds:
                    first.post(BusyError(_NOT_IN_TIME, 2))
                    self._observe("expired", 1)
                    continue
                self.busy += 1
                if first.batch is None:
                    return [first]
                others = [job for job in self._queue if job.batch == first.batch and not job.cancelled]
                # An equal share: the other lanes want some of them, too.
                share = min(self._settings.batch, max(1, (1 + len(others)) // len(self._workers)))
                chosen = others[: share - 1]
                for job in chosen:
                    self._queue.remove(job)
                return [first, *chosen]

    def _alone(self, worker: Worker, job: Job) -> None:
        seconds = job.left
        run = worker.submit(job.task, *job.arguments(seconds), seconds=seconds + OVERTIME)
        if not job.begun(run):
            run.cancel()
        for event in run:
            job.post(event)
        outcome = run.wait()
        if outcome.status is Status.FINISHED:
            job.post(None)
        elif outcome.status is not Status.CANCELLED:
            self._observe(f"lost_{outcome.status}", 1)
            job.post(LostError(outcome.status, outcome.detail))
        else:
            job.post(BusyError("The request was stopped; ask again.", 1, overloaded=False))

    def _together(self, worker: Worker, jobs: list[Job]) -> None:
        """One beam search for all; what it does not settle goes back to the head of the queue, each alone."""
        self._observe("batched", len(jobs))
        assert jobs[0].batch is not None
        beam, weights = jobs[0].batch
        most, share = _TOGETHER
        seconds = min(most, share * min(job.left for job in jobs))
        run = worker.submit(
            "ansatz.serve.tasks:solve_together",
            [dict(job.fields) for job in jobs],
            beam,
            weights,
            seconds,
            seconds=seconds + OVERTIME,
        )
        left = dict(enumerate(jobs))
        for k, event in run:
            job = left.pop(k)
            job.shared = True
            job.post(event)
            job.post(None)
        with self._changed:
            for job in reversed(left.values()):
                job.batch = None
                self._queue.appendleft(job)
            self._changed.notify_all()
