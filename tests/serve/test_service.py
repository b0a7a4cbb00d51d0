"""What keeps the service running: bounds, lost processes, clients that leave, a cache that survives."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from ansatz.errors import BusyError, ConfigError, LostError
from ansatz.limits import Status
from ansatz.serve.app import create_app
from ansatz.serve.cache import Cache, key_of
from ansatz.serve.desk import Desk, Job
from ansatz.serve.requests import Integrate
from ansatz.serve.service import Service
from ansatz.serve.settings import Settings

TASKS = "strange_tasks"


def job(name: str, *arguments: object, seconds: float = 20.0, **more: Any) -> Job:
    """A job of the strange tasks beside these tests."""
    return Job(f"{TASKS}:{name}", lambda _: arguments, seconds, **more)


def ignore(name: str, amount: float) -> None:
    """No metrics."""


@asynccontextmanager
async def desk(observe: Callable[[str, float], None] = ignore, **settings: Any) -> AsyncIterator[Desk]:
    made = Desk(Settings(**{"workers": 1, **settings}), 1, observe)
    try:
        yield made
    finally:
        await asyncio.to_thread(made.close)


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


async def bodies(waiting: Job) -> list[str]:
    return [event.body async for event in waiting]


def test_a_job_says_what_its_task_says() -> None:
    async def test() -> None:
        async with desk() as open_desk:
            assert await bodies(open_desk.submit(job("say", "a", "b"))) == ["a", "b"]

    run(test)


def test_a_full_queue_refuses_and_says_when_to_come_back() -> None:
    async def test() -> None:
        counted: list[str] = []
        async with desk(lambda name, _: counted.append(name), queue=1) as open_desk:
            first = open_desk.submit(job("sleep", 30))
            while open_desk.busy == 0:
                await asyncio.sleep(0.02)
            open_desk.submit(job("say", "a"))
            with pytest.raises(BusyError) as refused:
                open_desk.submit(job("say", "b"))
            assert refused.value.overloaded and refused.value.retry_after >= 1 and counted == ["refused"]
            first.cancel()

    run(test)


def test_a_killed_process_loses_its_own_job_and_no_other() -> None:
    async def test() -> None:
        async with desk() as open_desk:
            doomed, other = open_desk.submit(job("die")), open_desk.submit(job("say", "alive"))
            with pytest.raises(LostError) as lost:
                await bodies(doomed)
            assert lost.value.status is Status.CRASHED
            assert await bodies(other) == ["alive"]

    run(test)


def test_a_client_that_leaves_frees_its_lane() -> None:
    async def test() -> None:
        async with desk() as open_desk:
            long = open_desk.submit(job("sleep", 60, seconds=60))
            while open_desk.busy == 0:
                await asyncio.sleep(0.02)
            long.cancel()
            assert await bodies(open_desk.submit(job("say", "next"))) == ["next"]

    run(test)


def test_deadlines_hold_whatever_a_task_does_and_in_the_queue_too() -> None:
    async def test() -> None:
        async with desk() as open_desk:
            stuck = open_desk.submit(job("sleep", 60, seconds=0.3))
            waiting = open_desk.submit(job("say", "late", seconds=0.2))
            with pytest.raises(LostError) as lost:
                await bodies(stuck)
            assert lost.value.status is Status.DEADLINE
            with pytest.raises(BusyError):
                await bodies(waiting)

    run(test)


def test_memory_is_bounded() -> None:
    async def test() -> None:
        async with desk(megabytes=300) as open_desk:
            with pytest.raises(LostError) as lost:
                await bodies(open_desk.submit(job("swell")))
            assert lost.value.status is Status.MEMORY
            assert await bodies(open_desk.submit(job("say", "on"))) == ["on"]

    run(test)


def test_closing_ends_every_process_and_tells_those_who_wait() -> None:
    async def test() -> None:
        before = {child.pid for child in psutil.Process().children()}
        async with desk() as open_desk:
            running = open_desk.submit(job("sleep", 60))
            waiting = open_desk.submit(job("say", "a"))
            while open_desk.busy == 0:
                await asyncio.sleep(0.02)
        for left in (running, waiting):
            with pytest.raises(BusyError):
                await bodies(left)
        with pytest.raises(BusyError):
            open_desk.submit(job("say", "a"))
        assert not {child.pid for child in psutil.Process().children()} - before

    run(test)


@pytest.mark.slow
def test_a_batch_answers_as_each_alone_would() -> None:
    """What one beam search settles, and what it does not: bounds, nonsense, and a text that is no integral."""
    problems = ["x*cos(x)", "x*exp(2x)", "sin(x)^2", "x*cos(", "exp(-x^2)", "ln(x)^2", "1/(1+x^2)", "a*x"]

    async def test() -> None:
        counted: dict[str, float] = {}
        replies = {}
        for batch in (1, 16):
            service = Service(Settings(workers=1, batch=batch))
            try:
                await service.ask("integrate", Integrate(problem="x", deadline=60.0))  # it is warm
                asked = [service.ask("integrate", Integrate(problem=p, deadline=60.0)) for p in problems]
                replies[batch] = await asyncio.gather(*asked)
                counted[str(batch)] = float(service.metrics._counts["batched"])
            finally:
                await asyncio.to_thread(service.close)
        assert counted["1"] == 0 and counted["16"] > 1
        for alone, together in zip(replies[1], replies[16], strict=True):
            assert alone.status == together.status
            for name in ("answer", "verdict", "scope", "method", "problem"):
                assert alone.data.get(name) == together.data.get(name)

    run(test)


# ---------------------------------------------------------------------------------------- the cache


def test_the_cache_answers_again_without_searching(tmp_path: Path) -> None:
    file = tmp_path / "answers.sqlite"
    with TestClient(create_app(Settings(workers=1, names=("testserver",), cache=file))) as client:
        first = client.post("/v1/integrate", json={"problem": "x^3"})
        again = client.post("/v1/integrate", json={"problem": "x^3", "deadline": 3})
        assert "x-ansatz-cache" not in first.headers and again.headers["x-ansatz-cache"] == "hit"
        assert first.json() == again.json()
        refused = [client.post("/v1/integrate", json={"problem": "x^("}) for _ in range(2)]
        assert all(one.status_code == 422 and "x-ansatz-cache" not in one.headers for one in refused)
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT count(*) FROM answers").fetchone() == (1,)


def test_settings_that_matter_make_another_question() -> None:
    fields = {"problem": "x", "beam": 10, "deadline": 1.0}
    assert key_of("integrate", fields, None) == key_of("integrate", {**fields, "deadline": 2.0}, None)
    others = [("dsolve", fields, None), ("integrate", {**fields, "beam": 11}, None), ("integrate", fields, "/w")]
    assert key_of("integrate", fields, None) not in {key_of(*other) for other in others}


def test_what_is_kept_survives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "answers.sqlite"
    script = f"""
import os, signal
from pathlib import Path
from ansatz.serve.cache import Cache
cache = Cache(Path({str(file)!r}))
for k in range(50):
    cache.put(str(k), "body " * 100)
print("kept", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL and done.stdout == "kept\n"
    cache = Cache(file)
    assert all(cache.get(str(k)) == "body " * 100 for k in range(50))
    cache.close()


def test_a_file_that_is_no_cache_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database" * 1000)
    with pytest.raises(ConfigError, match="cannot be used"):
        Cache(tmp_path / "notes.txt")


# ---------------------------------------------------------------------------------------- the web


def test_a_token_is_asked_for() -> None:
    with TestClient(create_app(Settings(workers=1, names=("testserver",), token="correct horse"))) as client:
        assert client.get("/v1/health").status_code == 200
        assert client.get("/").status_code == 200
        assert client.get("/v1/models").status_code == 401
        wrong = client.post("/v1/read", json={"problem": "x"}, headers={"authorization": "Bearer wrong"})
        assert wrong.status_code == 401 and wrong.json()["error"]["type"] == "Unauthorized"
        right = client.post("/v1/read", json={"problem": "x"}, headers={"authorization": "Bearer correct horse"})
        assert right.status_code == 200


def test_a_killed_lane_is_a_503_with_retry_after_and_the_next_request_is_answered() -> None:
    app = create_app(Settings(workers=1, names=("testserver",)))
    with TestClient(app) as client:
        assert client.post("/v1/integrate", json={"problem": "x"}).status_code == 200
        service: Service = app._app.state.service  # type: ignore[attr-defined]
        lane = service.desk._workers[0]._process
        assert lane is not None

        def kill() -> None:
            while service.desk.busy == 0:
                time.sleep(0.01)
            time.sleep(0.2)
            os.kill(lane._popen.pid, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        hard = {"problem": "sin(x^x)*gamma1^x/(1+x^5+ln(x))*exp(x^3)", "deadline": 30, "variable": "x"}
        lost = client.post("/v1/integrate", json=hard)
        assert lost.status_code == 503 and int(lost.headers["retry-after"]) >= 1
        assert lost.json()["error"]["type"] == "Crashed"
        assert client.post("/v1/integrate", json={"problem": "x^2"}).status_code == 200


@pytest.mark.slow
def test_the_server_stops_in_peace_and_leaves_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ansatz", "serve", "--port", "0", "--workers", "1"]
    refused = subprocess.run(command, capture_output=True, text=True)
    assert refused.returncode == 2  # port 0 is none
    command[command.index("0")] = str(free_port())
    log = tmp_path / "log"
    with log.open("w") as errors:
        server = subprocess.Popen(command, stderr=errors)
        family = []
        try:
            while len(family := psutil.Process(server.pid).children(recursive=True)) < 3:
                time.sleep(0.1)
        finally:
            server.terminate()
            assert server.wait(30) in (0, -signal.SIGTERM)
    assert "Only this machine can reach it" in log.read_text() and "Traceback" not in log.read_text()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_settings_that_make_no_sense_are_refused() -> None:
    for wrong in ({"workers": 0}, {"token": "short"}, {"deadline": 0.0}):
        with pytest.raises(ConfigError):
            Settings(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Integrate(problem="x", beam=True)


def test_only_loopback_is_silent_about_the_network() -> None:
    assert Settings().loopback and Settings(host="::1").loopback and Settings(host="localhost").loopback
    assert not Settings(host="0.0.0.0").loopback and Settings(host="0.0.0.0").hosts is None
    assert "evil.example" not in (Settings().hosts or ())
