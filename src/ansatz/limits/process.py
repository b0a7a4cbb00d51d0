"""A worker's process, its pipes and its one death."""

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ansatz.limits.serve import HEADER

if TYPE_CHECKING:
    import psutil

_MEGABYTE = 1_000_000
_BOOT = (
    "import json, sys; sys.path[:], modules, owner = json.loads(sys.argv[1]);"
    " from ansatz.limits.serve import serve; serve(modules, owner)"
)


class Process:
    """One process, which belongs to the process that started it and to none of its forks.

    left: resident megabytes when its last task had ended. Whoever makes one keeps other threads from forking.
    """

    def __init__(self, preload: list[str]):
        # Here, where no other thread forks: 30 ms that a worker, which starts no workers, need not spend.
        import psutil

        self._psutil = psutil
        self._owner = os.getpid()
        self.left = 0.0
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        boot = json.dumps([[str(entry) or os.getcwd() for entry in sys.path], preload, self._owner])
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            start_new_session=True,
            bufsize=0,
        )
        assert self._popen.stdin is not None and self._popen.stdout is not None
        self._pipes = self._popen.stdin, self._popen.stdout
        self.stdin, self.stdout = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self.stdin, False)  # a worker that does not read must not keep us from the clock
        self._lock = threading.Lock()
        self._killed = False

    def alive(self) -> bool:
        """Whether it runs; what one that died by itself left behind (guard, descendants) is killed."""
        if self._owner != os.getpid():
            return False
        if self._killed or self._popen.poll() is not None:
            self.kill()
            return False
        return True

    def kill(self) -> None:
        """Kill the process group and any descendant that left it, and reap; safe to call again."""
        if self._owner != os.getpid():
            return
        with self._lock:
            if self._killed:
                return
            self._killed = True
            strays = self._family()[1:]
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._popen.pid, signal.SIGKILL)
            for stray in strays:
                with contextlib.suppress(Exception):
                    stray.kill()
            self._popen.wait()

    def release(self) -> None:
        """Close a fork's copies of the pipes."""
        for pipe in self._pipes:
            pipe.close()

    def __del__(self) -> None:
        """Nobody reads it any more; a run still may when its process is killed, so that nothing is closed earlier."""
        for end in (self.kill, self.release, self._stderr.close):  # one that never started has no pipes
            with contextlib.suppress(Exception):
                end()

    def write(self, data: memoryview) -> memoryview:
        """What the pipe does not take yet; a dead worker takes everything."""
        try:
            return data[os.write(self.stdin, data) :]
        except BlockingIOError:
            return data
        except BrokenPipeError:
            return data[:0]

    def resident_megabytes(self) -> float:
        """Of the process and its descendants."""
        return _resident(self._family())

    def look_back(self) -> None:
        """Note what the task that has just ended leaves."""
        self.left = _resident(self._family(descendants=False))

    def obituary(self) -> str:
        """Why it died, without the full stop."""
        code = self._popen.returncode
        cause = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, self._stderr.tell() - 2_000))
        lines = self._stderr.read().decode(errors="replace").strip().splitlines()
        return f"The worker process died ({cause}{': ' + lines[-1] if lines else ''})"

    def _family(self, descendants: bool = True) -> "list[psutil.Process]":
        """The process and its descendants, as far as they still live."""
        try:
            head = self._psutil.Process(self._popen.pid)
            return [head, *(head.children(recursive=True) if descendants else ())]
        except self._psutil.Error:
            return []


def _resident(family: "list[psutil.Process]") -> float:
    total = 0
    for process in family:
        with contextlib.suppress(Exception):  # it may end while we look
            total += process.memory_info().rss
    return total / _MEGABYTE


class Reader:
    """Complete messages from a pipe that may be cut off in the middle of one."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor
        self._buffer = bytearray()
        self.closed = False

    def read(self) -> Iterator[Any]:
        """The messages that one read completes."""
        chunk = os.read(self._descriptor, 1 << 20)
        self.closed = not chunk
        self._buffer += chunk
        while len(self._buffer) >= HEADER.size:
            stop = HEADER.size + HEADER.unpack_from(self._buffer)[0]
            if len(self._buffer) < stop:
                return
            message = bytes(self._buffer[HEADER.size : stop])
            del self._buffer[:stop]
            yield pickle.loads(message)
