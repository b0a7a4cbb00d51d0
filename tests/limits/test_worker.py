"""Bounds hold whatever the task does: C loops, memory, crashes; and whatever becomes of its process."""

import math
import pickle
from collections.abc import Iterator
from functools import partial

import psutil
import pytest

from ansatz.errors import ConfigError, ParseError, ResourceError
from ansatz.limits import Run, Status, Worker, gather, run_limited, wait_for_news

TASKS = "limits_tasks"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


def submit(worker: Worker, task: str, *arguments: object, seconds: float = 60, megabytes: float | None = None) -> Run:
    return worker.submit(f"{TASKS}:{task}", *arguments, seconds=seconds, megabytes=megabytes)


def test_returns_and_streams_values(worker: Worker) -> None:
    assert list(submit(worker, "add", 2, 3)) == [5]
    run = submit(worker, "count", 1_000)
    assert list(run) == list(range(1_000))
    assert run.outcome is not None and run.outcome.status is Status.FINISHED and run.outcome.megabytes > 1


def test_statuses_are_their_names_and_give_advice() -> None:
    assert [status for status in Status if status == status.value] == list(Status)
    assert len({status.advice for status in Status if status.advice}) == len(Status)
    assert pickle.loads(pickle.dumps(Status.MEMORY)) is Status.MEMORY


def test_functions_and_partials_are_tasks(worker: Worker) -> None:
    import limits_tasks

    assert worker.submit(limits_tasks.add, 2, 3, seconds=60).result() == 5
    assert worker.submit(partial(limits_tasks.add, 2), 4, seconds=60).result() == 6
    assert worker.submit(limits_tasks.count, 3, seconds=60).result() == [0, 1, 2]
    with pytest.raises(ConfigError, match="importable"):
        worker.submit(partial(lambda: 1), seconds=60)


def test_the_process_stays_warm(worker: Worker) -> None:
    first = submit(worker, "process_id").result()
    assert submit(worker, "process_id").result() == first


@pytest.mark.slow
@pytest.mark.parametrize("task", ["count_then_compute_in_c", "flint_forever", "symengine_forever"])
def test_a_c_call_is_killed_at_its_deadline(worker: Worker, task: str) -> None:
    list(submit(worker, "add", 1, 1))
    arguments = [3] if task.startswith("count") else []
    run = submit(worker, task, *arguments, seconds=1)
    assert list(run) == list(range(len(arguments) and 3))
    assert run.outcome is not None and run.outcome.status is Status.DEADLINE
    assert run.outcome.seconds >= 1 and run.outcome.detail.endswith("; allow more time.")


@pytest.mark.slow
def test_a_worker_that_does_not_read_is_killed_at_its_deadline() -> None:
    with Worker(preload=["limits_sleeper"]) as worker:
        request = b"x" * 1_000_000  # more than a pipe holds
        assert worker.submit(f"{TASKS}:add", request, request, seconds=1).wait().status is Status.DEADLINE


def test_it_starts_again_after_a_kill(worker: Worker) -> None:
    first = submit(worker, "process_id").result()
    assert submit(worker, "count_then_wait", 1, seconds=0.2).wait().status is Status.DEADLINE
    assert submit(worker, "process_id").result() != first and not psutil.pid_exists(first)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["hog", "hog_in_a_child"])
def test_memory_is_bounded(worker: Worker, task: str) -> None:
    outcome = submit(worker, task, megabytes=300).wait()
    assert outcome.status is Status.MEMORY and "300 MB" in outcome.detail and outcome.megabytes > 300


@pytest.mark.slow
def test_what_a_task_leaves_is_not_the_next_ones_fault() -> None:
    with Worker(megabytes=300) as worker:
        first = submit(worker, "process_id").result()
        assert submit(worker, "leave_behind", 20).wait().status is Status.FINISHED
        assert submit(worker, "process_id").result() == first
        assert submit(worker, "leave_behind", 180).wait().status is Status.FINISHED
        assert submit(worker, "leave_behind", 180).wait().status is Status.FINISHED
        assert submit(worker, "process_id").result() != first


@pytest.mark.parametrize(("task", "arguments", "cause"), [("leave", [3], "exit code 3"), ("segfault", [], "SIGSEGV")])
def test_a_crash_is_a_value(worker: Worker, task: str, arguments: list[int], cause: str) -> None:
    outcome = submit(worker, task, *arguments).wait()
    assert outcome.status is Status.CRASHED and cause in outcome.detail
    assert list(submit(worker, "add", 2, 2)) == [4]


def test_a_crash_is_seen_though_a_child_of_the_worker_holds_its_pipe(worker: Worker) -> None:
    run = submit(worker, "leave_a_daemon", seconds=math.inf)
    daemon = next(iter(run))
    try:
        assert run.wait().status is Status.CRASHED
    finally:
        psutil.Process(daemon).kill()


def test_an_exception_is_a_value_and_the_process_survives(worker: Worker) -> None:
    pid = list(submit(worker, "process_id"))
    outcome = submit(worker, "fail").wait()
    assert outcome.status is Status.FAILED and isinstance(outcome.error, ParseError)
    assert submit(worker, "unsendable").wait().status is Status.FAILED
    assert submit(worker, "no_such_task").wait().status is Status.FAILED
    assert list(submit(worker, "process_id")) == pid


def test_an_answer_that_cannot_be_read_ends_the_run(worker: Worker) -> None:
    outcome = submit(worker, "unreadable").wait()
    assert outcome.status is Status.FAILED and isinstance(outcome.error, ValueError)
    assert list(submit(worker, "add", 2, 2)) == [4]


def test_a_worker_that_cannot_be_started_is_a_crash(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/no/such/python")
    assert submit(worker, "add", 2, 2).wait().status is Status.CRASHED
    monkeypatch.undo()
    assert list(worker.submit("operator:add", 2, 2, seconds=60)) == [4]


def test_prints_of_a_task_do_not_disturb(worker: Worker) -> None:
    assert list(submit(worker, "chatter")) == ["unharmed"]


def test_cancel_and_resubmit(worker: Worker) -> None:
    run = submit(worker, "count_then_compute_in_c", 1)
    assert next(iter(run)) == 0
    run.cancel()
    assert run.wait().status is Status.CANCELLED
    busy = submit(worker, "count_then_wait", 0)
    assert list(submit(worker, "add", 1, 2)) == [3]
    assert busy.wait().status is Status.CANCELLED
    run.cancel()
    assert list(submit(worker, "add", 1, 2)) == [3]


@pytest.mark.slow
def test_gather_follows_several(worker: Worker) -> None:
    with Worker() as other:
        submit(other, "add", 1, 1).wait()
        runs = [submit(worker, "count", 50), submit(other, "count_then_wait", 50, seconds=2)]
        seen: dict[Run, list[int]] = {run: [] for run in runs}
        for run, value in gather(runs):
            seen[run].append(value)
    assert list(seen.values()) == [list(range(50))] * 2
    assert [run.outcome and run.outcome.status for run in runs] == [Status.FINISHED, Status.DEADLINE]


@pytest.mark.slow
def test_run_limited() -> None:
    import limits_tasks

    assert run_limited(limits_tasks.add, 20, 22, seconds=60) == 42
    with pytest.raises(ParseError, match="text is wrong"):
        run_limited(limits_tasks.fail, seconds=60)
    with pytest.raises(ResourceError, match="deadline"):
        run_limited(limits_tasks.count_then_wait, 1, seconds=0.3)
    with pytest.raises(ConfigError, match="importable"):
        run_limited(lambda: 1, seconds=1)


@pytest.mark.slow
def test_take_and_wait_for_news(worker: Worker) -> None:
    submit(worker, "add", 1, 1).wait()
    run = submit(worker, "count_then_wait", 3, seconds=2)
    seen: list[int] = []
    while len(seen) < 3:
        wait_for_news([run], 60)
        seen += run.take()
    assert seen == [0, 1, 2] and run.outcome is None
    wait_for_news([run], 0.05)  # nothing comes
    assert run.take() == []
    wait_for_news([run], 60)
    assert run.outcome is not None and run.take() == []
