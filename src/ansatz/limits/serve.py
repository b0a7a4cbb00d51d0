"""The worker's side: requests from its standard input, answers to its standard output, until its owner is gone.

A request is (task, arguments); the answers to it are ("value", value)…, then ("end",) or ("error", sentence,
exception or None). A message is pickled behind its length, and only ever comes from a process of our own.
"""

import contextlib
import importlib
import os
import pickle
import select
import signal
import struct
import warnings
from collections.abc import Callable, Sequence
from types import GeneratorType
from typing import Any, BinaryIO

HEADER = struct.Struct("!Q")
OWNER_POLL_SECONDS = 1.0


def framed(message: object) -> bytes:
    """A message as it travels."""
    data = pickle.dumps(message)
    return HEADER.pack(len(data)) + data


def serve(modules: Sequence[str], owner: int) -> None:
    """The worker's life. modules: to import first. owner: process id of who started it, and with whom it ends."""
    _leave_a_guard(owner)
    inbox = os.fdopen(os.dup(0), "rb")
    outbox = os.fdopen(os.dup(1), "wb")
    # Whatever a library reads or prints must not touch our pipes.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    for module in modules:
        importlib.import_module(module)
    while header := inbox.read(HEADER.size):
        request = inbox.read(HEADER.unpack(header)[0])
        try:
            task, arguments = pickle.loads(request)
            result = (_find(task) if isinstance(task, str) else task)(*arguments)
            for value in result if isinstance(result, GeneratorType) else (result,):
                _send(outbox, "value", value)
        except BaseException as error:  # a task must not end its worker: exits and interrupts are answers too
            _send(outbox, "error", f"{type(error).__name__}: {error}", _sendable(error))
        else:
            _send(outbox, "end")


def _find(task: str) -> Callable[..., object]:
    module, _, name = task.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _send(outbox: BinaryIO, *message: object) -> None:
    outbox.write(framed(message))
    outbox.flush()


def _sendable(error: BaseException) -> Exception | None:
    with contextlib.suppress(Exception):
        if isinstance(error, Exception) and isinstance(pickle.loads(pickle.dumps(error)), type(error)):
            return error
    return None


def _leave_a_guard(owner: int) -> None:
    """Fork a process that kills the whole group once the owner has ended, or closed its end of our standard input.

    The worker cannot watch by itself: a long C call holds the interpreter lock. The hang-up alone will not do: a
    fork of the owner may hold that end too. Nor will a parent-death signal: Linux sends it when the *thread* that
    started us ends.
    """
    worker = os.getpid()
    if os.fork() != 0:
        return
    os.closerange(1, 256)
    poll = select.poll()
    poll.register(0, 0)  # hang-up only: requests are not for the guard
    pause = None
    try:
        poll.register(os.pidfd_open(owner), select.POLLIN)
    except (AttributeError, OSError):  # not Linux, or a kernel without it, or the owner is gone already
        pause = 1_000 * OWNER_POLL_SECONDS
    while not poll.poll(pause) and _is_child(worker, owner):
        pass
    os.killpg(0, signal.SIGKILL)


def _is_child(worker: int, owner: int) -> bool:
    import psutil

    with contextlib.suppress(psutil.Error):
        return bool(psutil.Process(worker).ppid() == owner)
    return False
