"""A warm process that runs one task at a time within bounds that hold.

C code (SymEngine, FLINT, the garbage collector of a CAS) answers no Python signal, so a bound that
matters is kept from outside. A `Worker` is a warm Python process; `submit` gives it one task, a function or
its "module:function", and returns a `Run` to iterate over:

    with Worker(megabytes=1_000) as worker:
        run = worker.submit("ansatz.solve.systems.sympy:integrate", tree, "x", 10, seconds=10)
        for value in run:            # what the task returns or yields, as it comes
            ...
        print(run.outcome.status)    # one of `Status`

What was streamed before a bound was reached is kept. A stopped worker starts again by itself at the
next `submit`. `gather` follows several runs at once; `run_limited` calls one function once.

How it holds: a thread of the parent feeds and reads the worker's pipes, watches the clock and polls the
resident memory of the worker and its descendants (address-space limits break BLAS and some CASes); on a breach
it kills the worker's process group. A guard process (`ansatz.limits.serve`) sees to it that no worker outlives
a parent that was itself killed. Workers are started by `subprocess`, not `multiprocessing`: scripts need no
`if __name__ == "__main__"`, and notebooks work. After a fork the child owns none of its parent's processes and
runs: a worker starts a process of its own there, and a run has ended as cancelled.
"""

import atexit
import math
import os
import select
import threading
import time
from collections.abc import Sequence
from typing import Any, Self
from weakref import WeakSet

from ansatz.errors import ConfigError
from ansatz.limits.process import Process, Reader
from ansatz.limits.run import CANCELLED, Outcome, Run, Status, Task
from ansatz.limits.serve import framed

POLL_SECONDS = 0.05

_birth = threading.RLock()  # held while a process is started, and by whoever forks: no child sees one half made
_workers: "WeakSet[Worker]" = WeakSet()


class Worker:
    """A warm subprocess that runs one task at a time under a deadline and a memory bound.

    megabytes: default bound on resident memory (worker and descendants), None for no bound; a process that a
    task leaves with more than half of it is not used for the next. preload: modules that the worker imports
    at birth, so that the first task need not. poll_seconds: how often memory is looked at; that takes some
    milliseconds, since it reads the whole process table.
    """

    def __init__(
        self, *, megabytes: float | None = None, preload: Sequence[str] = (), poll_seconds: float = POLL_SECONDS
    ):
        self._megabytes = megabytes
        self._poll_seconds = poll_seconds
        self._preload = list(preload)
        self._process: Process | None = None
        self._run: Run | None = None
        with _birth:
            _workers.add(self)

    def start(self) -> Self:
        """Start the process now (it warms up while the caller goes on) instead of at the first submit."""
        self._warm(math.inf)
        return self

    @property
    def is_warm(self) -> bool:
        """Whether its process runs: a cold one starts with the next run, on that run's time."""
        with _birth:
            return self._process is not None and self._process.alive()

    def submit(self, task: Task, *arguments: object, seconds: float, megabytes: float | None = None) -> Run:
        """Run `task` in the worker; cancels the run before it, if that has not ended.

        seconds: wall-clock deadline from now, a cold start included. megabytes: see the class. Raises
        `ConfigError` for a function that no other process can find.
        """
        request, run = packed(task, arguments), Run(task)
        if self._run is not None:
            self._run.cancel()
        self._run = run
        bounds = (time.monotonic(), seconds, megabytes)
        threading.Thread(target=self.carry_out, args=(run, request, *bounds), daemon=True).start()
        return run

    def carry_out(self, run: Run, request: bytes, started: float, seconds: float, megabytes: float | None) -> None:
        """Follow one run to its end. request: `packed` task and arguments. started: when its seconds began."""
        bound = megabytes or self._megabytes or math.inf
        process = None
        try:
            with _birth:
                if run.outcome is None:
                    process = self._warm(bound / 2)
            if process is not None and run.begin(process):
                run.end(_attend(run, process, request, started, seconds, bound, self._poll_seconds))
        except Exception as error:  # no process to be had, an answer that cannot be read: whoever waits must hear
            status = Status.CRASHED if isinstance(error, OSError) else Status.FAILED
            sentence = f"The worker could not be followed ({error}); {status.advice}."
            try:
                if process is not None:
                    process.kill()
            finally:
                run.end(Outcome(status, sentence, time.monotonic() - started, error=error))

    def _warm(self, most_left: float) -> Process:
        """The process, a new one where there is none, it died, or its last task left so many megabytes."""
        with _birth:
            process = self._process
            if process is not None and process.left > most_left:
                process.kill()
            if process is None or not process.alive():
                process = self._process = Process(self._preload)
            return process

    def close(self) -> None:
        """Kill the process; the worker can be used again."""
        if self._run is not None:
            self._run.cancel()
        with _birth:
            process, self._process = self._process, None
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def run_limited(task: Task, *arguments: object, seconds: float, megabytes: float | None = None) -> Any:
    """task(*arguments), called once in a subprocess of its own: see `Run.result`."""
    with Worker(megabytes=megabytes) as worker:
        return worker.submit(task, *arguments, seconds=seconds).result()


def packed(task: Task, arguments: tuple[object, ...]) -> bytes:
    """The request as it travels to a worker."""
    function = getattr(task, "func", task)  # of a partial
    name = getattr(function, "__qualname__", "")
    if getattr(function, "__module__", "") == "__main__" or "<" in name:
        raise ConfigError(f"A subprocess cannot find '{name}'; define it at the top level of an importable module.")
    return framed((task, arguments))


def _attend(
    run: Run, process: Process, request: bytes, started: float, seconds: float, bound: float, poll_seconds: float
) -> Outcome:
    """Feed a worker its request and stream what it answers, within the bounds, until the run has ended."""
    peak, next_look = 0.0, time.monotonic() + poll_seconds
    breach: tuple[Status, str] | None = None
    outgoing, reader, poll = memoryview(request), Reader(process.stdout), select.poll()
    poll.register(process.stdin, select.POLLOUT)
    poll.register(process.stdout, select.POLLIN)

    def ended(status: Status, detail: str, error: Exception | None = None) -> Outcome:
        return Outcome(status, detail, time.monotonic() - started, max(peak, process.left), error)

    while True:
        now = time.monotonic()
        if breach is None and now >= started + seconds:
            fact = f"The deadline of {seconds:.3g} s was reached"
            breach = Status.DEADLINE, f"{fact}; {Status.DEADLINE.advice}."
        elif breach is None and now >= next_look and bound < math.inf:
            used = process.resident_megabytes()
            peak = max(peak, used)
            if used > bound:
                fact = f"The memory bound of {bound:g} MB was reached ({used:.0f} MB)"
                breach = Status.MEMORY, f"{fact}; {Status.MEMORY.advice}."
        if now >= next_look:
            next_look = time.monotonic() + poll_seconds
        if breach is not None:
            process.kill()
        alive = process.alive()  # looked at before the pipe: what a dead worker wrote is all there
        pause = min(next_look, started + seconds) - time.monotonic() if alive else 0.0
        ready = dict(poll.poll(1_000 * max(0.0, pause)))
        if process.stdin in ready:
            outgoing = process.write(outgoing)
            if not outgoing:
                poll.unregister(process.stdin)
        if process.stdout in ready:
            for message in reader.read():
                match message:
                    case ("value", value):
                        run.add(value)
                    case ("end",):
                        process.look_back()
                        return ended(Status.FINISHED, "The task finished.")
                    case ("error", detail, error):
                        process.look_back()
                        return ended(Status.FAILED, detail, error)
            if not reader.closed:
                continue
            process.kill()
        elif alive:
            continue
        if breach is not None:
            return ended(*breach)
        if run.cancelled:
            return ended(Status.CANCELLED, CANCELLED.detail)
        return ended(Status.CRASHED, f"{process.obituary()}; {Status.CRASHED.advice}.")


@atexit.register
def _close_all() -> None:
    with _birth:
        workers = list(_workers)
    for worker in workers:
        worker.close()


def _disown() -> None:
    """In the child of a fork: the lock is its own, the processes are the parent's."""
    global _birth, _workers
    _birth = threading.RLock()
    for worker in _workers:
        if worker._process is not None:
            worker._process.release()
            worker._process = None
    _workers = WeakSet(_workers)


os.register_at_fork(before=lambda: _birth.acquire(), after_in_parent=lambda: _birth.release(), after_in_child=_disown)
