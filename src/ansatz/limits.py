"""Deadlines and memory bounds that hold: work runs in a subprocess that can be killed.

C code (SymEngine, FLINT, the garbage collector of a CAS) answers no Python signal, so a bound that
matters is kept from outside. A `Worker` is a warm Python process; `submit` gives it one task, named by
"module:function", and returns a `Run` to iterate over:

    with Worker(megabytes=1_000) as worker:
        run = worker.submit("ansatz.solve.classical:sympy_integrate", tree, seconds=10)
        for value in run:            # what the task returns or yields, as it comes
            ...
        print(run.outcome.status)    # finished, failed, deadline, memory, crashed or cancelled

What was streamed before a bound was reached is kept. A stopped worker starts again by itself at the
next `submit`. `gather` follows several runs at once; `run_limited` calls one function once.

How it holds: a thread of the parent reads the worker's pipe, watches the clock and polls the resident
memory of the worker and its descendants (address-space limits break BLAS and some CASes); on a breach
it kills the worker's process group. A guard process, forked by the worker at birth, waits for the
parent's end of the pipe to close, so that no worker outlives a parent that was itself killed. Workers
are started by `subprocess`, not `multiprocessing`: scripts need no `if __name__ == "__main__"`, and
notebooks work. Messages are pickled, and only ever come from a process that this one started.

POSIX only (process groups, fork of the guard).
"""

import atexit
import contextlib
import importlib
import json
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import warnings
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import GeneratorType
from typing import Any, BinaryIO, Literal

from ansatz.errors import ConfigError, ResourceError

POLL_SECONDS = 0.05
_HEADER = struct.Struct("!Q")
_MEGABYTE = 1_000_000
_BOOT = (
    "import json, sys; sys.path[:], modules = json.loads(sys.argv[1]);"
    " from ansatz.limits import _serve; _serve(modules)"
)

Status = Literal["finished", "failed", "deadline", "memory", "crashed", "cancelled"]


@dataclass(frozen=True)
class Outcome:
    """How a run ended: the status, one sentence, wall-clock seconds, peak resident megabytes as polled.

    `error` is the exception that the task raised, where the status is failed and it could be sent.
    """

    status: Status
    detail: str
    seconds: float
    megabytes: float
    error: Exception | None = None


# ------------------------------------------------------------------------------------- the parent

_news = threading.Condition()  # notified whenever some run has a new value or an outcome


class Run:
    """One task in progress: iterate for its values; `outcome` is None until it has ended."""

    def __init__(self, process: "_Process", task: str):
        self.task = task
        self.outcome: Outcome | None = None
        self._process = process
        self._values: deque[Any] = deque()
        self._cancelled = False

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
        with _news:
            while self.outcome is None:
                _news.wait()
        return self.outcome

    def cancel(self) -> None:
        """Kill the worker's process now; no effect on a run that has ended."""
        if self.outcome is None:
            self._cancelled = True
            self._process.kill()


def wait_for_news(runs: Sequence[Run], seconds: float) -> None:
    """Block until one of the runs has a value to take or has ended, at most `seconds`."""
    with _news:
        _news.wait_for(lambda: any(run._values or run.outcome for run in runs), timeout=max(0.0, seconds))


def gather(runs: Sequence[Run]) -> Iterator[tuple[Run, Any]]:
    """(run, value) from several runs as they come, until all have ended.

    An interrupt (Ctrl-C) while waiting cancels them all. Leaving the loop early cancels none.
    """
    pending = list(runs)
    while pending:
        try:
            with _news:
                while not (ready := [run for run in pending if run._values or run.outcome]):
                    _news.wait()
        except KeyboardInterrupt:
            for run in runs:
                run.cancel()
            raise
        for run in ready:
            if run._values:
                yield run, run._values.popleft()
            else:
                pending.remove(run)


class Worker:
    """A warm subprocess that runs one task at a time under a deadline and a memory bound.

    megabytes: default bound on resident memory (worker and descendants), None for no bound.
    preload: modules that the worker imports at birth, so that the first task need not. poll_seconds: how
    often memory is looked at; that takes some milliseconds, since it reads the whole process table.
    """

    def __init__(
        self, *, megabytes: float | None = None, preload: Sequence[str] = (), poll_seconds: float = POLL_SECONDS
    ):
        self._megabytes = megabytes
        self._poll_seconds = poll_seconds
        self._preload = list(preload)
        self._process: _Process | None = None
        self._run: Run | None = None
        _workers.add(self)

    def start(self) -> "Worker":
        """Start the process now (it warms up while the caller goes on) instead of at the first submit."""
        if self._process is None or not self._process.alive():
            self._process = _Process(self._preload)
        return self

    def submit(self, task: str, *arguments: Any, seconds: float, megabytes: float | None = None) -> Run:
        """Run `task` ("module:function") in the worker; cancels the run before it, if that has not ended.

        seconds: wall-clock deadline from now, a cold start included. megabytes: see the class.
        """
        if self._run is not None:
            self._run.cancel()
        request = pickle.dumps((task, arguments))
        self.start()
        assert self._process is not None
        run = self._run = Run(self._process, task)
        bound = megabytes if megabytes is not None else self._megabytes
        attendance = (run, request, seconds, bound, self._poll_seconds)
        threading.Thread(target=_attend, args=attendance, daemon=True).start()
        return run

    def close(self) -> None:
        """Kill the process; the worker can be used again."""
        if self._run is not None:
            self._run.cancel()
        if self._process is not None:
            self._process.kill()
            self._process = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_workers: "weakref.WeakSet[Worker]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for worker in list(_workers):
        worker.close()


def run_limited(
    function: Callable[..., Any] | str, *arguments: Any, seconds: float, megabytes: float | None = None
) -> Any:
    """function(*arguments), called once in a subprocess of its own; a list if the function yields.

    Raises `ResourceError` where a bound was reached or the process died, and what the function raised.
    """
    run: Run
    with Worker(megabytes=megabytes) as worker:
        run = worker.submit(_address(function), *arguments, seconds=seconds)
        values = list(run)
    outcome = run.outcome
    assert outcome is not None
    if outcome.status != "finished":
        raise outcome.error or ResourceError(outcome.detail)
    return values[0] if len(values) == 1 else values


def _address(function: Callable[..., Any] | str) -> str:
    if isinstance(function, str):
        return function
    module, name = function.__module__, function.__qualname__
    if module == "__main__" or "<" in name:
        raise ConfigError(f"A subprocess cannot find '{name}'; define it at the top level of an importable module.")
    return f"{module}:{name}"


class _Process:
    """A worker process, its pipes and its one death."""

    def __init__(self, preload: list[str]):
        self.owner = os.getpid()
        self.stderr = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        boot = json.dumps([[str(entry) or os.getcwd() for entry in sys.path], preload])
        self.popen = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            start_new_session=True,
            bufsize=0,
        )
        self._lock = threading.Lock()
        self._killed = False

    def __del__(self) -> None:
        """Close what is still open once nobody reads it any more."""
        with contextlib.suppress(Exception):
            self.stderr.close()
            self.popen.stdout.close()  # type: ignore[union-attr]

    def alive(self) -> bool:
        if self._killed or self.owner != os.getpid():
            return False
        if self.popen.poll() is not None:
            self.kill()  # the guard and descendants of a worker that died by itself
            return False
        return True

    def kill(self) -> None:
        """Kill the process group and any descendant that left it, and reap; safe to call again."""
        with self._lock:
            if self._killed or self.owner != os.getpid():  # a fork of the parent owns nothing
                return
            self._killed = True
            strays = _family(self.popen.pid)[1:]
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            for stray in strays:
                with contextlib.suppress(Exception):
                    stray.kill()
            self.popen.wait()
            assert self.popen.stdin is not None
            with contextlib.suppress(OSError):
                self.popen.stdin.close()

    def resident_megabytes(self) -> float:
        total = 0
        for process in _family(self.popen.pid):
            with contextlib.suppress(Exception):  # it may end while we look
                total += process.memory_info().rss
        return total / _MEGABYTE

    def last_words(self) -> str:
        self.stderr.seek(0, os.SEEK_END)
        self.stderr.seek(max(0, self.stderr.tell() - 2_000))
        lines = self.stderr.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def _family(pid: int) -> list[Any]:
    """The process and its descendants, as far as they still live."""
    import psutil  # 30 ms, which a worker that starts no workers need not spend

    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return []


def _attend(run: Run, request: bytes, seconds: float, bound: float | None, poll_seconds: float) -> None:
    """Follow one run to its end: stream its values, keep its bounds. Runs in a thread of its own."""
    started = time.monotonic()
    process, peak, next_poll = run._process, 0.0, started
    stdin, stdout = process.popen.stdin, process.popen.stdout
    assert stdin is not None and stdout is not None
    breach: tuple[Status, str] | None = None
    reader, poll = _Reader(stdout.fileno()), select.poll()
    poll.register(stdout.fileno(), select.POLLIN)
    with contextlib.suppress(OSError):  # a dead worker shows as end of file below
        stdin.write(_HEADER.pack(len(request)) + request)

    def end(status: Status, detail: str, error: Exception | None = None) -> None:
        with _news:
            run.outcome = Outcome(status, detail, time.monotonic() - started, peak, error)
            _news.notify_all()

    while True:
        now = time.monotonic()
        if breach is None and now - started >= seconds:
            breach = "deadline", f"The deadline of {seconds:.3g} s was reached; allow more time."
        if breach is None and now >= next_poll:
            used = process.resident_megabytes()
            peak = max(peak, used)
            if bound is not None and used > bound:
                breach = "memory", f"The memory bound of {bound:g} MB was reached ({used:.0f} MB); allow more memory."
            next_poll = time.monotonic() + poll_seconds
        if breach is not None:
            process.kill()
        if poll.poll(1_000 * max(0.0, min(next_poll, started + seconds) - time.monotonic()) if breach is None else 100):
            for message in reader.read():
                match message:
                    case ["value", value]:
                        with _news:
                            run._values.append(value)
                            _news.notify_all()
                    case ["end"]:
                        return end("finished", "The task finished.")
                    case ["error", detail, error]:
                        return end("failed", detail, error)
            if not reader.closed:
                continue
            process.kill()
            if breach is None and run._cancelled:
                breach = "cancelled", "The run was cancelled."
            elif breach is None:
                breach = "crashed", _obituary(process)
        elif breach is None:
            continue
        assert breach is not None
        return end(*breach)


def _obituary(process: _Process) -> str:
    code = process.popen.returncode
    cause = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
    words = process.last_words()
    return f"The worker process died ({cause}{': ' + words if words else ''})."


class _Reader:
    """Complete messages from a pipe that may be cut off in the middle of one."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor
        self._buffer = bytearray()
        self.closed = False

    def read(self) -> Iterator[Any]:
        chunk = os.read(self._descriptor, 1 << 20)
        self.closed = not chunk
        self._buffer += chunk
        while len(self._buffer) >= _HEADER.size:
            stop = _HEADER.size + _HEADER.unpack_from(self._buffer)[0]
            if len(self._buffer) < stop:
                return
            message = bytes(self._buffer[_HEADER.size : stop])
            del self._buffer[:stop]
            yield pickle.loads(message)


# ------------------------------------------------------------------------------------- the worker


def _serve(modules: Sequence[str]) -> None:
    """The worker's life: one request after another from its standard input, until that closes."""
    _leave_a_guard()
    inbox = os.fdopen(os.dup(0), "rb")
    outbox = os.fdopen(os.dup(1), "wb")
    # Whatever a library reads or prints must not touch our pipes.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    for module in modules:
        importlib.import_module(module)
    while header := inbox.read(_HEADER.size):
        request = inbox.read(_HEADER.unpack(header)[0])
        try:
            task, arguments = pickle.loads(request)
            result = _find(task)(*arguments)
            for value in result if isinstance(result, GeneratorType) else (result,):
                _send(outbox, ["value", value])
        except BaseException as error:  # a task must not end its worker: exits and interrupts are answers too
            _send(outbox, ["error", f"{type(error).__name__}: {error}", _sendable(error)])
        else:
            _send(outbox, ["end"])


def _find(task: str) -> Callable[..., Any]:
    module, _, name = task.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _send(outbox: BinaryIO, message: list[Any]) -> None:
    data = pickle.dumps(message)
    outbox.write(_HEADER.pack(len(data)) + data)
    outbox.flush()


def _sendable(error: BaseException) -> Exception | None:
    with contextlib.suppress(Exception):
        if isinstance(error, Exception) and isinstance(pickle.loads(pickle.dumps(error)), type(error)):
            return error
    return None


def _leave_a_guard() -> None:
    """Fork a process that kills the whole group once the parent's end of our standard input is closed.

    The worker cannot watch by itself: a long C call holds the interpreter lock. A parent-death signal
    will not do either: Linux sends it when the *thread* that started us ends.
    """
    if os.fork() != 0:
        return
    os.closerange(1, 256)
    poll = select.poll()
    poll.register(0, 0)  # hang-up only: requests are not for the guard
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
        pass
    os.killpg(0, signal.SIGKILL)
