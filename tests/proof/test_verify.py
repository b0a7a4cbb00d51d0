"""`ansatz.verify`: warm workers, bounds that hold, threads and forks beside each other."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ansatz.limits import Pool, Worker
from ansatz.proof import verify as facade
from ansatz.proof.verdict import Verdict
from ansatz.proof.verify import verify

PAIRS = {
    ("x*sin(x) + cos(x)", "x*cos(x)"): Verdict.PROVED,
    ("x*sin(x)", "x*cos(x)"): Verdict.REFUTED,
    ("ln(x)^2/2", "ln(x)/x"): Verdict.PROVED,
    ("ln(x)^2", "ln(x)/x"): Verdict.REFUTED,
}


def children() -> set[psutil.Process]:
    return {each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool[Worker]]:
    """Two fresh workers, of which the tests of `ansatz.limits` are known."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "limits"))
    pool = Pool(lambda: Worker(megabytes=400), 2)
    monkeypatch.setattr(facade, "_workers", pool)
    yield pool
    pool.close()


def test_a_warm_worker_answers_call_after_call(pool: Pool[Worker]) -> None:
    before = children()
    found = {pair: verify(*pair).verdict for pair in PAIRS}
    assert found == PAIRS
    started = children() - before
    assert len(started) == 1
    assert verify("x^2", "2x").verdict is Verdict.PROVED and children() - before == started


@pytest.mark.slow
def test_a_killed_worker_is_replaced(pool: Pool[Worker]) -> None:
    before = children()
    assert verify("x^2", "2x").verdict is Verdict.PROVED
    for worker in children() - before:
        worker.kill()
        worker.wait()
    assert verify("x^2", "2x").verdict is Verdict.PROVED
    assert len(children() - before) == 1


def test_threads_call_at_once(pool: Pool[Worker]) -> None:
    before, found = children(), []

    def call(pair: tuple[str, str]) -> None:
        found.append((pair, verify(*pair, seconds=60).verdict))

    threads = [threading.Thread(target=call, args=(pair,)) for pair in [*PAIRS] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted([*PAIRS.items()] * 4)
    assert 1 <= len(children() - before) <= 2


def test_an_event_loop_calls_many_at_once_and_goes_on(pool: Pool[Worker]) -> None:
    async def main() -> tuple[list[Verdict], int]:
        ticks, done = 0, asyncio.Event()

        async def tick() -> None:
            nonlocal ticks
            while not done.is_set():
                ticks += 1
                await asyncio.sleep(0.001)

        ticking = asyncio.create_task(tick())
        calls = (asyncio.to_thread(verify, *pair, seconds=60) for pair in PAIRS)
        found = [one.verdict for one in await asyncio.gather(*calls)]
        done.set()
        await ticking
        assert verify("x^2", "2x", seconds=60).verdict is Verdict.PROVED  # within the loop itself
        return found, ticks

    found, ticks = asyncio.run(main())
    assert found == [*PAIRS.values()]
    assert ticks > 3


@pytest.mark.slow
@pytest.mark.parametrize(("task", "reason"), [("hang_whatever", "deadline"), ("hog_whatever", "400 MB")])
def test_what_breaches_a_bound_is_unknown(
    pool: Pool[Worker], monkeypatch: pytest.MonkeyPatch, task: str, reason: str
) -> None:
    import limits_tasks

    with monkeypatch.context() as patch:
        patch.setattr(facade, "_verify_trees", getattr(limits_tasks, task))
        found = verify("x^2", "2x", seconds=20 if "hog" in task else 0.1)
    assert found.verdict is Verdict.UNKNOWN and reason in found.reason
    assert verify("x^2", "2x").verdict is Verdict.PROVED


def test_the_wait_for_a_worker_counts(pool: Pool[Worker]) -> None:
    with pool.lend(), pool.lend():
        found = verify("x^2", "2x", seconds=0.1)
    assert found.verdict is Verdict.UNKNOWN and "busy" in found.reason
    assert verify("x^2", "2x").verdict is Verdict.PROVED


@pytest.mark.slow
def test_a_fork_beside_a_running_call_answers() -> None:
    code = """
import os, signal, sys, threading, time
import ansatz
from ansatz.proof.verdict import Verdict

def call():
    while True:
        assert ansatz.verify("x*sin(x)", "x*cos(x)").verdict is Verdict.REFUTED

assert ansatz.verify("x^2", "2x").verdict is Verdict.PROVED
for _ in range(3):
    threading.Thread(target=call, daemon=True).start()
for _ in range(5):
    time.sleep(0.05)
    child = os.fork()
    if child == 0:
        signal.alarm(120)
        sys.exit(0 if ansatz.verify("x^2", "2x", seconds=60).verdict is Verdict.PROVED else 3)
    assert os.waitpid(child, 0)[1] == 0
assert ansatz.verify("x^2", "2x", seconds=60).verdict is Verdict.PROVED
print("whole", flush=True)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=900)
    assert done.stdout == "whole\n" and done.returncode == 0, done.stderr
