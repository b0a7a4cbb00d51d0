"""Tasks that misbehave on purpose, for the tests of `ansatz.limits`; workers import them by name."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from ansatz.errors import ParseError


def add(u: int, v: int) -> int:
    return u + v


def count(n: int) -> Iterator[int]:
    yield from range(n)


def process_id() -> int:
    return os.getpid()


def count_then_compute_in_c(n: int) -> Iterator[int]:
    """One C call that holds the interpreter lock for minutes."""
    yield from range(n)
    yield len(str(pow(3, 3**18)))


def count_then_wait(n: int) -> Iterator[int]:
    yield from range(n)
    time.sleep(600)


def flint_forever() -> int:
    import flint

    return int(flint.fmpz(2**4_096 + 1) ** 2**20 % 7)


def symengine_forever() -> str:
    import symengine as se

    return str(se.expand((sum(se.symbols("a b c d e f g")) + 1) ** 60))


def hog() -> None:
    blocks = []
    while True:
        blocks.append(b"x" * 20_000_000)


def hog_in_a_child() -> None:
    code = "b = []\nwhile True: b.append(b'x' * 20_000_000)"
    subprocess.run([sys.executable, "-c", code], check=False)


def leave(code: int) -> None:
    os._exit(code)


def segfault() -> None:
    ctypes.string_at(0)


def chatter() -> str:
    print("to standard output")
    os.system("echo from a child")
    return "unharmed"


def fail() -> None:
    raise ParseError("The text is wrong.")


def unsendable() -> object:
    return lambda: None


def with_a_child() -> Iterator[list[int]]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield [os.getpid(), child.pid]
    len(str(pow(3, 3**18)))


_left: list[bytes] = []


def leave_behind(megabytes: int) -> None:
    _left.append(b"x" * 1_000_000 * megabytes)


def leave_a_daemon() -> Iterator[int]:
    """Die by oneself, while a process that has left the family holds the pipes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        if (daemon := os.fork()) == 0:
            time.sleep(600)
        os.write(writing, str(daemon).encode())
        os._exit(0)
    os.waitpid(child, 0)
    yield int(os.read(reading, 100))
    os._exit(3)


class Unreadable:
    def __reduce__(self) -> tuple[object, ...]:
        return int, ("no number",)


def unreadable() -> Unreadable:
    return Unreadable()


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def touch(folder: str, k: int) -> int:
    open(f"{folder}/{k}", "x").close()
    return k


def crash_once(path: str) -> str:
    if not os.path.exists(path):
        open(path, "x").close()
        os.abort()
    return path


def misbehave(kind: str) -> str:
    """Each way to go wrong, by name."""
    match kind:
        case "hang":
            len(str(pow(3, 3**18)))
        case "hog":
            hog()
        case "crash":
            os.abort()
        case "fail":
            fail()
    return kind


def hang_whatever(*_: object) -> None:
    misbehave("hang")


def hog_whatever(*_: object) -> None:
    hog()
