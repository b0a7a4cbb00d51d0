"""The engine: the same bytes whatever happens to workers, runs and disks."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from ansatz.data import atomic, manifest, shards
from ansatz.data.engine import Engine
from ansatz.data.executor import LocalExecutor
from ansatz.data.manifest import DataConfig
from ansatz.data.work import Block, attempts
from ansatz.errors import ConfigError, ResourceError
from ansatz.limits import Outcome, Status
from ansatz.problems.problem import Problem

HERE = Path(__file__).parent
MAKE = "strange_generators:make"


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))


class HereSlot:
    """A slot that works in this process, one block for each look, and now and then sleeps over one."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.blocks: Iterator[Block] = iter(())

    def start(self, work):
        self.blocks = attempts(replace(work, careful=self.rng.random() < 0.5))

    def poll(self):
        if self.rng.random() < 0.3:
            return [], None
        block = next(self.blocks, None)
        return ([], Outcome(Status.FINISHED)) if block is None else ([block], None)

    def kill(self):
        self.blocks = iter(())


class Here:
    """An executor without processes, for what does not concern them; slots are quick in a random order."""

    def __init__(self, workers):
        self.slots = [HereSlot(seed) for seed in range(workers)]

    def wait(self, seconds):
        pass

    def close(self):
        pass


def here(out, count, workers=2, **options):
    return generate(out, count, workers, executor=Here, **options)


def generate(
    out,
    count,
    workers=1,
    *,
    executor=LocalExecutor,
    task=MAKE,
    seed=3,
    shard=40,
    resume=False,
    generation=16,
    **options,
):
    engine = {name: options.pop(name) for name in ("deadline", "skipped", "report") if name in options}
    config = DataConfig(task, options, seed=seed, shard=shard, generation=generation)
    with closing(executor(workers)) as workplace:
        return Engine(config, out, workplace, **engine).run(count, resume)


def content(folder):
    """Every file's bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
def test_one_and_two_workers_write_the_same_bytes(tmp_path):
    one = generate(tmp_path / "one", 500, 1, task="backward", shard=64)
    generate(tmp_path / "two", 500, 2, task="backward", shard=64)
    assert one.problems == 500
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_seeds_differ_and_every_problem_has_its_attempt(tmp_path):
    from ansatz.data.record import to_record
    from ansatz.data.work import attempt_rng, make_generator

    for seed in (1, 2):
        here(tmp_path / str(seed), 60, task="backward", seed=seed)
    first, second = (list(shards.read(tmp_path / seed)) for seed in "12")
    assert {r.statement for r in first} != {r.statement for r in second}
    generator = make_generator("backward", {})
    for record in first:
        problem = generator.generate(attempt_rng(1, record.attempt))
        assert isinstance(problem, Problem) and to_record(problem, record.attempt) == record


def test_manifests_count_what_is_there(tmp_path):
    out = tmp_path / "set"
    here(out, 300, error=7, size=60)
    whole = manifest.read(out)
    records = list(shards.read(out))
    assert len(records) == len({r.statement for r in records}) == whole["problems"] == 300
    assert whole["complete"] and whole["rejections"]["duplicate"] > 0 and whole["rejections"]["error: ParseError"] > 0
    for shard in manifest.read_shards(out):
        assert shard.attempts[1] - shard.attempts[0] == shard.rows + shard.cut + sum(shard.rejections.values())
        assert shards.checksum(out / shard.file) == shard.sha256 == whole["sha256"][shard.file]
        assert all(shard.attempts[0] <= r.attempt < shard.attempts[1] for r in shards.read_file(out / shard.file))
    by_split = {name: len(list(shards.read(out, name))) for name in ("train", "valid", "test")}
    assert {name: n for name, n in by_split.items() if n} == whole["splits"]


@pytest.mark.slow
def test_a_crash_costs_one_problem(tmp_path):
    # The second draw that crashes is number 283: no worker comes so far ahead.
    smooth, rough = tmp_path / "smooth", tmp_path / "rough"
    progress = generate(rough, 150, 2, crash=60)
    skipped = manifest.skipped_in(rough)
    assert skipped and set(skipped.values()) == {"crash"} and progress.restarts == 3 * len(skipped)
    # Without the crashing draws the same attempts give the same problems.
    generate(smooth, 150, 2, crash=60, skipped=skipped)
    assert content(smooth) == content(rough)


@pytest.mark.slow
def test_a_hang_costs_one_problem_and_is_replayed(tmp_path):
    out, again = tmp_path / "out", tmp_path / "again"
    generate(out, 100, hang=50, deadline=0.4)
    skipped = manifest.skipped_in(out)
    assert skipped and set(skipped.values()) == {"deadline"}
    started = time.monotonic()
    progress = generate(again, 100, hang=50, deadline=100, skipped=skipped)
    assert progress.restarts == 0 and time.monotonic() - started < 30
    assert content(out) == content(again)


def test_a_generators_own_deadlines_are_recorded(tmp_path):
    out = tmp_path / "out"
    here(out, 100, own_deadline=20)
    skipped = manifest.skipped_in(out)
    assert skipped and manifest.read(out)["rejections"]["deadline"] == len(skipped)
    again = tmp_path / "again"
    here(again, 100, own_deadline=20, skipped=skipped)
    assert content(out) == content(again)


@pytest.mark.slow
def test_killed_workers_change_nothing(tmp_path):
    calm, disturbed = tmp_path / "calm", tmp_path / "disturbed"
    generate(calm, 300, 2, slow=0.002)
    rng, last = random.Random(0), [0]
    others = set(psutil.Process().children())  # warm workers of other tests

    def kill(progress):
        children = [p for p in psutil.Process().children() if p not in others and p.status() != psutil.STATUS_ZOMBIE]
        if children and progress.attempts - last[0] > 60:
            rng.choice(children).kill()
            last[0] = progress.attempts

    progress = generate(disturbed, 300, 2, slow=0.002, report=kill)
    assert progress.restarts >= 1 and not manifest.skipped_in(disturbed)
    assert content(calm) == content(disturbed)


SCRIPT = """
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from ansatz.data.engine import Engine
from ansatz.data.executor import LocalExecutor
from ansatz.data.manifest import DataConfig
from ansatz.data.work import attempts
task, out, count = sys.argv[1:]
with closing(LocalExecutor(2)) as executor:
    config = DataConfig(task, {"slow": 0.002, "crash": 400}, seed=3, shard=25, generation=3)
    Engine(config, Path(out), executor).run(int(count), resume=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("task", [MAKE, "strange_generators:pooled"])
def test_a_run_that_is_killed_again_and_again_ends_the_same(tmp_path, task):
    calm, disturbed = tmp_path / "calm", tmp_path / "disturbed"
    generate(calm, 600, 2, task=task, slow=0.002, crash=400, shard=25, generation=3)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(HERE)])}
    command = [sys.executable, "-c", SCRIPT, task, str(disturbed), "600"]
    rng, kills = random.Random(1), 0
    while True:
        shards_before = len(list(disturbed.glob("shard-*.json")))
        allowed = rng.randint(1, 3)
        process = subprocess.Popen(command, env=environment)
        while process.poll() is None and len(list(disturbed.glob("shard-*.json"))) < shards_before + allowed:
            time.sleep(0.01)
        if process.poll() is not None:
            break
        time.sleep(rng.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
    assert process.returncode == 0 and kills >= 5
    assert content(calm) == content(disturbed)


def test_a_larger_count_goes_on(tmp_path):
    out, whole = tmp_path / "out", tmp_path / "whole"
    here(out, 70)
    assert manifest.read_shards(out)[-1].cut > 0
    here(out, 150, resume=True)
    here(whole, 150)
    assert content(out) == content(whole)
    here(out, 150, resume=True)
    assert content(out) == content(whole)


def test_damaged_shards_are_made_again(tmp_path):
    out = tmp_path / "out"
    here(out, 150)
    whole = content(out)
    (out / manifest.shard_file(1)).write_bytes(b"half a sha")
    (out / f"{manifest.shard_file(2)}{atomic.PART}").write_bytes(b"")
    here(out, 150, resume=True)
    assert content(out) == whole


@pytest.mark.slow
def test_the_pool_grows_between_generations_only(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for out, workers in ((one, 1), (two, 2)):
        here(out, 200, workers, task="strange_generators:pooled", shard=20, generation=2)
    assert content(one) == content(two)
    shard_pools = []
    for shard in manifest.read_shards(one):
        # The constant term of a statement is the size of the pool it was made with.
        records = shards.read_file(one / shard.file)
        shard_pools.append({_constant(record) for record in records})
    assert all(len(pools) == 1 for pools in shard_pools)
    sizes = [pools.pop() for pools in shard_pools]
    assert sizes[0] == sizes[1] == 0 < sizes[2] == sizes[3] < sizes[4]


def _constant(record):
    from ansatz.data.record import expressions
    from ansatz.expr.canonical import symbol

    return int(expressions(record.statement)[0].subs({symbol("x"): 0}))


@pytest.mark.slow
def test_a_full_disk_is_one_sentence_and_leaves_no_half_shard(tmp_path, monkeypatch):
    out, written = tmp_path / "out", []
    fsync = os.fsync

    def full(descriptor):
        written.append(descriptor)
        if len(written) > 9:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResourceError, match=r"disk .* is full.*resume\.$"):
        here(out, 400)
    monkeypatch.undo()
    monkeypatch.syspath_prepend(str(HERE))
    assert not list(out.glob(f"*{atomic.PART}"))
    for shard in manifest.read_shards(out):
        assert shards.checksum(out / shard.file) == shard.sha256
    here(out, 400, resume=True)
    here(tmp_path / "whole", 400)
    assert content(out) == content(tmp_path / "whole")


def test_a_really_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only the superuser may mount a small disk")
    try:
        with pytest.raises(ResourceError, match="is full"):
            here(disk / "out", 5_000, shard=200)
        done = manifest.read_shards(disk / "out")
        assert done and not list((disk / "out").glob(f"*{atomic.PART}"))
        assert all(shards.checksum(disk / "out" / shard.file) == shard.sha256 for shard in done)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match="other things"):
        here(tmp_path, 10)
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


def test_only_the_same_configuration_resumes(tmp_path):
    out = tmp_path / "out"
    here(out, 30)
    with pytest.raises(ConfigError, match="--resume"):
        here(out, 30)
    with pytest.raises(ConfigError, match="another configuration"):
        here(out, 60, seed=4, resume=True)
    with pytest.raises(ConfigError, match="more than 20"):
        here(out, 20, resume=True)
    values = json.loads((out / "manifest.json").read_text())
    values["versions"]["symengine"] = "0.1"
    (out / "manifest.json").write_text(json.dumps(values))
    with pytest.raises(ConfigError, match="version of symengine"):
        here(out, 60, resume=True)


def test_a_generator_that_gives_nothing_ends_the_run(tmp_path):
    with pytest.raises(ResourceError, match="never"):
        here(tmp_path / "out", 10, shard=5, only="rejections")


@pytest.mark.slow
def test_workers_that_cannot_start_end_the_run(tmp_path, monkeypatch):
    monkeypatch.setenv("PARENT", str(os.getpid()))
    with pytest.raises(ResourceError, match="Workers end before they begin"):
        generate(tmp_path / "out", 10, task="strange_generators:not_one")


def test_unknown_tasks_and_options_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="no generator 'forwards'"):
        here(tmp_path / "out", 10, task="forwards")
    with pytest.raises(ConfigError, match="options"):
        here(tmp_path / "out", 10, task="backward", colour="red")


@pytest.mark.slow
def test_ray_gives_the_same_data_crashes_included(tmp_path):
    pytest.importorskip("ray")
    from ansatz.data.ray_engine import RayExecutor

    environment = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), environment])
    try:
        generate(tmp_path / "local", 150, 1, crash=60)
        config = DataConfig(MAKE, {"crash": 60}, seed=3, shard=40)
        with closing(RayExecutor(2)) as executor:
            Engine(config, tmp_path / "ray", executor).run(150)
        assert content(tmp_path / "local") == content(tmp_path / "ray")
    finally:
        os.environ["PYTHONPATH"] = environment
