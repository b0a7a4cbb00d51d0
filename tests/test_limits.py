"""Bounds hold whatever the task does: C loops, memory, crashes, the death of the parent."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ansatz.errors import ConfigError, ParseError, ResourceError
from ansatz.limits import Run, Worker, gather, run_limited, wait_for_news

TASKS = "limits_tasks"


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    with Worker() as worker:
        yield worker


def submit(worker: Worker, task: str, *arguments: object, seconds: float = 20, megabytes: float | None = None) -> Run:
    return worker.submit(f"{TASKS}:{task}", *arguments, seconds=seconds, megabytes=megabytes)


def test_returns_and_streams_values(worker: Worker) -> None:
    assert list(submit(worker, "add", 2, 3)) == [5]
    run = submit(worker, "count", 1_000)
    assert list(run) == list(range(1_000))
    assert run.outcome is not None and run.outcome.status == "finished" and run.outcome.megabytes > 1


def test_the_process_stays_warm(worker: Worker) -> None:
    first = list(submit(worker, "process_id"))
    started = time.perf_counter()
    assert list(submit(worker, "process_id")) == first
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize("task", ["count_then_compute_in_c", "flint_forever", "symengine_forever"])
def test_a_c_call_is_killed_at_its_deadline(worker: Worker, task: str) -> None:
    list(submit(worker, "add", 1, 1))
    arguments = [3] if task.startswith("count") else []
    started = time.perf_counter()
    run = submit(worker, task, *arguments, seconds=0.6)
    assert list(run) == list(range(len(arguments) and 3))
    assert 0.55 < time.perf_counter() - started < 0.9
    assert run.outcome is not None and run.outcome.status == "deadline"


def test_it_starts_again_after_a_kill(worker: Worker) -> None:
    first = list(submit(worker, "process_id"))
    assert submit(worker, "count_then_wait", 1, seconds=0.2).wait().status == "deadline"
    second = list(submit(worker, "process_id"))
    assert second != first and not psutil.pid_exists(first[0])


@pytest.mark.parametrize("task", ["hog", "hog_in_a_child"])
def test_memory_is_bounded(worker: Worker, task: str) -> None:
    outcome = submit(worker, task, megabytes=300).wait()
    assert outcome.status == "memory" and "300 MB" in outcome.detail
    assert outcome.megabytes < 3_000 and outcome.seconds < 5


@pytest.mark.parametrize(("task", "arguments", "cause"), [("leave", [3], "exit code 3"), ("segfault", [], "SIGSEGV")])
def test_a_crash_is_a_value(worker: Worker, task: str, arguments: list[int], cause: str) -> None:
    outcome = submit(worker, task, *arguments).wait()
    assert outcome.status == "crashed" and cause in outcome.detail
    assert list(submit(worker, "add", 2, 2)) == [4]


def test_an_exception_is_a_value_and_the_process_survives(worker: Worker) -> None:
    pid = list(submit(worker, "process_id"))
    outcome = submit(worker, "fail").wait()
    assert outcome.status == "failed" and isinstance(outcome.error, ParseError)
    assert submit(worker, "unsendable").wait().status == "failed"
    assert submit(worker, "no_such_task").wait().status == "failed"
    assert list(submit(worker, "process_id")) == pid


def test_prints_of_a_task_do_not_disturb(worker: Worker) -> None:
    assert list(submit(worker, "chatter")) == ["unharmed"]


def test_cancel_and_resubmit(worker: Worker) -> None:
    run = submit(worker, "count_then_compute_in_c", 1)
    assert next(iter(run)) == 0
    started = time.perf_counter()
    run.cancel()
    assert run.wait().status == "cancelled" and time.perf_counter() - started < 0.5
    busy = submit(worker, "count_then_wait", 0)
    assert list(submit(worker, "add", 1, 2)) == [3]
    assert busy.wait().status == "cancelled"


def test_gather_follows_several(worker: Worker) -> None:
    with Worker() as other:
        runs = [submit(worker, "count", 50), submit(other, "count_then_wait", 50, seconds=2)]
        seen: dict[Run, list[int]] = {run: [] for run in runs}
        for run, value in gather(runs):
            seen[run].append(value)
    assert list(seen.values()) == [list(range(50))] * 2
    assert [run.outcome and run.outcome.status for run in runs] == ["finished", "deadline"]


def test_run_limited(worker: Worker) -> None:
    import limits_tasks

    assert run_limited(limits_tasks.add, 20, 22, seconds=20) == 42
    with pytest.raises(ParseError, match="text is wrong"):
        run_limited(limits_tasks.fail, seconds=20)
    with pytest.raises(ResourceError, match="deadline"):
        run_limited(limits_tasks.count_then_wait, 1, seconds=0.3)
    with pytest.raises(ConfigError, match="importable"):
        run_limited(lambda: 1, seconds=1)


SCRIPT = """
    import sys
    sys.path[:0] = {paths!r}
    from ansatz.limits import Worker
    worker = Worker()
    run = worker.submit("limits_tasks:with_a_child", seconds=60)
    print(*next(iter(run)), flush=True)
    {after}
"""


def unguarded_script(after: str) -> "subprocess.Popen[str]":
    """A script without `if __name__ == "__main__"` that starts a worker, which starts a child."""
    code = textwrap.dedent(SCRIPT).format(paths=[str(Path(__file__).parent), *filter(None, sys.path)], after=after)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def runs(pid: int) -> bool:
    """False for a zombie that awaits its reaper, too."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(pids: list[int], seconds: float = 3) -> bool:
    stop = time.monotonic() + seconds
    while time.monotonic() < stop:
        if not any(map(runs, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGINT, None])
def test_no_orphan_outlives_its_parent(death: signal.Signals | None) -> None:
    script = unguarded_script("list(run)" if death else "pass")
    assert script.stdout is not None and script.stderr is not None
    pids = [int(word) for word in script.stdout.readline().split()]
    assert len(pids) == 2
    if death:
        assert all(map(psutil.pid_exists, pids))
        os.kill(script.pid, death)
    script.wait(timeout=10)
    assert gone(pids)
    script.stdout.close()
    script.stderr.close()


def test_take_and_wait_for_news(worker: Worker) -> None:
    run = submit(worker, "count_then_wait", 3, seconds=1)
    seen: list[int] = []
    while len(seen) < 3:
        wait_for_news([run], 10)
        seen += run.take()
    assert seen == [0, 1, 2] and run.outcome is None
    started = time.perf_counter()
    wait_for_news([run], 0.05)
    assert 0.04 < time.perf_counter() - started < 0.5
    wait_for_news([run], 10)
    assert run.outcome is not None and run.take() == []
