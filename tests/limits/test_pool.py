"""A pool lends each resource to one at a time and no more than there may be; a crew's runs keep their bounds."""

import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import count, islice
from pathlib import Path

import psutil
import pytest

from ansatz.errors import ConfigError, ResourceError
from ansatz.limits import Crew, Pool, Status

PATIENCE = 60.0  # seconds; against hanging only


class Thing:
    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


def until(condition: Callable[[], bool]) -> bool:
    stop = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < stop:
        time.sleep(0.01)
    return condition()


# -------------------------------------------------------------------------------------------- the pool


def test_who_waits_longest_is_served_first() -> None:
    pool, counts, rounds = Pool(Thing, size=1), [0, 0, 0], 60
    seen: list[int] = []

    def greedy(k: int) -> None:
        for _ in range(rounds):
            with pool.lend(PATIENCE):
                counts[k] += 1
                time.sleep(0.001)
        seen.append(min(counts))  # of all, when one has had its share

    threads = [threading.Thread(target=greedy, args=(k,)) for k in range(len(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[0] > rounds / 2


def test_the_last_one_used_is_lent_again() -> None:
    pool = Pool(Thing, 2)
    with pool.lend() as first, pool.lend() as second:
        assert first is not second
    with pool.lend() as again:
        assert again is first and not again.closed


def test_nobody_waits_longer_than_allowed() -> None:
    pool = Pool(Thing, 1)
    sentence = r"^All 1 workers were busy for 0\.01 s; allow more time\.$"
    with pool.lend(), pytest.raises(ResourceError, match=sentence), pool.lend(0.01):
        pass
    with pool.lend(0):
        pass


def test_who_waits_gets_what_comes_back() -> None:
    pool, lent = Pool(Thing, 1), []

    def wait() -> None:
        with pool.lend(PATIENCE) as thing:
            lent.append(thing)

    with pool.lend() as thing:
        threads = [threading.Thread(target=wait) for _ in range(3)]
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert lent == [thing] * 3


def test_no_more_than_size_at_once_and_none_twice() -> None:
    pool, lent, most, lock = Pool(Thing, 3), set(), [0], threading.Lock()

    def use() -> None:
        for _ in range(50):
            with pool.lend() as thing:
                with lock:
                    assert thing not in lent
                    lent.add(thing)
                    most[0] = max(most[0], len(lent))
                time.sleep(0.0001)
                with lock:
                    lent.remove(thing)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [3]


def test_what_a_block_broke_is_not_lent_again() -> None:
    pool = Pool(Thing, 1)
    with pytest.raises(KeyError), pool.lend() as broken:
        raise KeyError
    with pool.lend(0) as whole:
        assert broken.closed and whole is not broken


def test_a_failing_maker_leaves_its_place_free() -> None:
    makers = iter([KeyError, Thing])
    pool = Pool(lambda: raise_or_make(next(makers)), 1)
    with pytest.raises(KeyError), pool.lend(0):
        pass
    with pool.lend(0) as thing:
        assert isinstance(thing, Thing)


def raise_or_make(maker: type) -> Thing:
    made = maker()
    if isinstance(made, Exception):
        raise made
    return made


def test_close_ends_what_is_idle_now_and_the_rest_when_it_comes_back() -> None:
    pool = Pool(Thing, 2)
    with pool.lend() as lent:
        with pool.lend() as idle:
            pass
        pool.close()
        assert idle.closed and not lent.closed
        with pool.lend(0), pool.lend(0):
            pass
    assert lent.closed


def test_a_pool_has_a_place() -> None:
    with pytest.raises(ConfigError):
        Pool(Thing, 0)


# -------------------------------------------------------------------------------------------- the crew


@pytest.mark.slow
def test_results_come_in_order_or_as_they_end() -> None:
    naps = [1.0, 0.0, 0.2, 0.0]
    with Crew(2) as crew:
        list(crew.map("limits_tasks:nap", [0.0, 0.0]))  # both warm
        in_order = [(item, run.take()) for item, run in crew.map("limits_tasks:nap", naps, ordered=True)]
        assert in_order == [(nap, [nap]) for nap in naps]
        as_they_end = [item for item, _ in crew.map("limits_tasks:nap", naps)]
        assert sorted(as_they_end) == sorted(naps) and as_they_end[-1] == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
def test_a_breach_is_a_value_and_costs_one_item(workers: int) -> None:
    kinds = ["well", "crash", "fail", "hog", "hang", "good"]
    with Crew(workers, megabytes=300, poll_seconds=0.05) as crew:
        ended = list(crew.map("limits_tasks:misbehave", kinds, seconds=4, ordered=True))
    assert [kind for kind, _ in ended] == kinds
    statuses = {kind: run.wait().status for kind, run in ended}
    assert statuses == {
        "well": Status.FINISHED,
        "crash": Status.CRASHED,
        "fail": Status.FAILED,
        "hog": Status.MEMORY,
        "hang": Status.DEADLINE,
        "good": Status.FINISHED,
    }
    assert [run.take() for _, run in ended] == [["well"], [], [], [], [], ["good"]]


def test_items_may_be_endless() -> None:
    drawn = []

    def items():
        for k in count():
            drawn.append(k)
            yield k

    with Crew(2) as crew:
        squares = [run.result() for _, run in islice(crew.map("operator:neg", items(), ordered=True), 5)]
    assert squares == [0, -1, -2, -3, -4] and len(drawn) <= 4 + 2 * 2


def test_work_goes_on_while_the_caller_is_busy(tmp_path: Path) -> None:
    import limits_tasks

    with Crew(1) as crew:
        for k, _ in crew.map(partial(limits_tasks.touch, str(tmp_path)), count(), ordered=True):
            assert until((tmp_path / str(k + 1)).exists)
            if k == 3:
                break


def test_leaving_the_loop_ends_what_was_begun() -> None:
    before = set(psutil.Process().children(recursive=True))
    with Crew(2) as crew:
        for nap, _ in crew.map("limits_tasks:nap", [0.0, 600.0, 600.0, 600.0]):
            assert nap == 0.0
            break
        assert crew.submit("limits_tasks:nap", 0.0).result() == 0.0
    assert until(lambda: set(psutil.Process().children(recursive=True)) <= before)


@pytest.mark.parametrize(("tries", "status"), [(1, Status.CRASHED), (2, Status.FINISHED)])
def test_what_breached_may_be_tried_again(tmp_path: Path, tries: int, status: Status) -> None:
    with Crew(2) as crew:
        paths = [str(tmp_path / name) for name in "abc"]
        ended = list(crew.map("limits_tasks:crash_once", paths, ordered=True, tries=tries))
    assert [path for path, _ in ended] == paths and {run.wait().status for _, run in ended} == {status}


def test_what_failed_is_not_tried_again() -> None:
    with Crew(1) as crew:
        ((_, run),) = crew.map("limits_tasks:misbehave", ["fail"], tries=3)
        assert run.wait().status is Status.FAILED


def test_a_waiting_run_can_be_cancelled_and_the_crew_closed() -> None:
    crew = Crew(1)
    first = crew.submit("limits_tasks:count_then_wait", 1)
    assert next(iter(first)) == 0
    second, third = crew.submit("limits_tasks:add", 1, 2), crew.submit("limits_tasks:add", 1, 2)
    second.cancel()
    assert second.wait().status is Status.CANCELLED and first.outcome is None
    crew.close()
    assert first.wait().status is third.wait().status is Status.CANCELLED
    assert crew.submit("limits_tasks:add", 1, 2).result() == 3
    crew.close()
