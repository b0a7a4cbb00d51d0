"""A system that lives in another interpreter: a script of ours runs there and answers a JSON line with a JSON line.

ask("rubi_integrate", "rubi_script.py", {"integrand": …}, seconds=10)   ->  {"answer": "x**2/2"}, or None

The script is started at the first question and stays; it ends with the process that asked. It says nothing but answers
on its standard output. A question that it does not answer in time ends it, and the next one starts it again.
"""

import json
import select
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from ansatz.evaluate.systems.places import interpreter

_servers: dict[str, "subprocess.Popen[str]"] = {}


def ask(package: str, script: str, question: Mapping[str, object], seconds: float) -> dict[str, str] | None:
    """The script's answer; None where it did not answer in time, or ended."""
    server = _servers.get(script)
    if server is None or server.poll() is not None:
        server = _start(package, script)
        if server is None:
            return None
        _servers[script] = server
    assert server.stdin is not None and server.stdout is not None
    try:
        server.stdin.write(json.dumps(dict(question)) + "\n")
        server.stdin.flush()
        line = _line(server.stdout, time.monotonic() + seconds)
    except OSError:
        line = ""
    if not line:
        server.kill()
        return None
    answer = json.loads(line)
    return answer if isinstance(answer, dict) else None


def _start(package: str, script: str) -> "subprocess.Popen[str] | None":
    place = interpreter(package)
    if place is None:
        return None
    return subprocess.Popen(
        [place, "-u", str(Path(__file__).with_name("scripts") / script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _line(stdout: IO[str], end: float) -> str:
    """The next line; "" where none comes in time. The script writes whole lines, one for each question."""
    ready, _, _ = select.select([stdout], [], [], max(0.0, end - time.monotonic()))
    return stdout.readline() if ready else ""
