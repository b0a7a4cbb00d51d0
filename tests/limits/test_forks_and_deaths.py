"""Forks own nothing of their parent's and wait for none of its locks; no worker outlives its owner."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

HERE = str(Path(__file__).parent)
PATIENCE = 60.0  # seconds; against hanging only


def script(code: str, *paths: str) -> "subprocess.Popen[str]":
    """A script without `if __name__ == "__main__"`, in a session of its own. paths: further ones to import from."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*paths, HERE, *filter(None, sys.path)])},
        stdin=subprocess.PIPE,
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


def gone(pids: list[int]) -> bool:
    stop = time.monotonic() + PATIENCE
    while any(map(runs, pids)) and time.monotonic() < stop:
        time.sleep(0.05)
    return not any(map(runs, pids))


# --------------------------------------------------------------------------------------------- deaths

WORKER_WITH_A_CHILD = """
import ctypes, os, sys, time
from ansatz.limits import Worker
worker = Worker()
run = worker.submit("limits_tasks:with_a_child", seconds=600)
print(*next(iter(run)), flush=True)
"""


def family(process: "subprocess.Popen[str]") -> list[int]:
    """The worker that the script names, its guard and its child."""
    assert process.stdout is not None
    worker, child = (int(word) for word in process.stdout.readline().split())
    found = [worker, *(each.pid for each in psutil.Process(worker).children(recursive=True))]
    assert child in found and len(found) == 3
    return found


@pytest.mark.slow
@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGINT, None])
def test_no_orphan_outlives_its_parent(death: signal.Signals | None) -> None:
    end = "list(run)" if death else "sys.stdin.readline()"
    with script(WORKER_WITH_A_CHILD + end) as process:
        pids = family(process)
        if death:
            os.kill(process.pid, death)
        process.communicate(timeout=PATIENCE)
    assert gone(pids)


# The second is one that Python does not know of, so that its child keeps the pipe's end open.
FORKS = {"of Python": "os.fork()", "of C": "ctypes.PyDLL(None).fork()"}


@pytest.mark.slow
@pytest.mark.parametrize("watch", ["a descriptor of the owner", "a poll"])
@pytest.mark.parametrize("fork", FORKS.values(), ids=FORKS.keys())
def test_no_orphan_outlives_its_parent_though_a_fork_of_it_lives_on(fork: str, watch: str, tmp_path: Path) -> None:
    code = f"""
child = {fork}
if child == 0:
    time.sleep(600)
    os._exit(0)
print(child, flush=True)
list(run)
"""
    if watch == "a poll":
        (tmp_path / "sitecustomize.py").write_text("import os\nif hasattr(os, 'pidfd_open'): del os.pidfd_open\n")
    with script(WORKER_WITH_A_CHILD + code, str(tmp_path)) as process:
        pids = family(process)
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            os.kill(process.pid, signal.SIGKILL)
            assert gone(pids) and runs(child)
        finally:
            os.kill(child, signal.SIGKILL)


# ---------------------------------------------------------------------------------------------- forks

FORKS_BESIDE_RUNS = """
import os, signal, sys, threading
from ansatz.limits import Pool, Run, Worker, run_limited
pool = Pool(Worker, 2)

def stream():
    while True:
        with pool.lend() as worker:
            for _ in worker.submit("limits_tasks:count", 100_000, seconds=600):
                pass

threading.Thread(target=stream, daemon=True).start()
with pool.lend() as worker:
    mine = worker.submit("limits_tasks:process_id", seconds=600).result()
for _ in range(8):
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        with pool.lend(30) as one, pool.lend(30) as other:
            pids = {each.submit("limits_tasks:process_id", seconds=60).result() for each in (one, other)}
        sys.exit(0 if len(pids) == 2 and mine not in pids else 3)
    _, status = os.waitpid(child, 0)
    assert status == 0, status
with pool.lend() as worker:
    assert worker.submit("limits_tasks:process_id", seconds=600).result() == mine
print("whole")
"""


@pytest.mark.slow
def test_forks_beside_running_calls_do_not_hang_nor_share() -> None:
    with script(FORKS_BESIDE_RUNS) as process:
        out, err = process.communicate(timeout=600)
    assert (out, process.returncode) == ("whole\n", 0), err


FORK_WITHIN_A_LOAN = """
import os, signal, sys
from ansatz.limits import Pool, Run, Status, Worker
pool = Pool(Worker, 1)
with pool.lend() as worker:
    mine = worker.submit("limits_tasks:process_id", seconds=600).result()
    run = worker.submit("limits_tasks:count_then_wait", 0, seconds=600)
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        assert run.wait().status is Status.CANCELLED
        assert worker.submit("limits_tasks:process_id", seconds=60).result() != mine
if child == 0:
    with pool.lend(0) as other:
        assert other is not worker
    print("child", flush=True)
    sys.exit()
assert os.waitpid(child, 0)[1] == 0
assert run.outcome is None
run.cancel()
with pool.lend(0) as again:
    assert again is worker
print("parent")
"""


def test_a_fork_within_a_loan() -> None:
    with script(FORK_WITHIN_A_LOAN) as process:
        out, err = process.communicate(timeout=600)
    assert (out, process.returncode) == ("child\nparent\n", 0), err


def test_a_fork_keeps_no_pipe_of_its_parents() -> None:
    code = """
    import os
    from ansatz.limits import Worker
    descriptors = lambda: len(os.listdir("/dev/fd"))
    few = descriptors()
    workers = [Worker().start() for _ in range(3)]
    many = descriptors()
    child = os.fork()
    if child == 0:
        os._exit(descriptors() - few)
    assert many >= few + 6
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    with script(code) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert out and int(out) <= 3, err  # the files that hold what workers said last
