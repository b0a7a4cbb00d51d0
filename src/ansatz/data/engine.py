"""The data engine: a task in, a data set of shards out; killed at any moment, it resumes to the same bytes.

    config = DataConfig("backward", seed=7)
    with closing(LocalExecutor(workers=2)) as executor:
        summary = Engine(config, Path("out/backward"), executor).run(count=1_000_000)

A shard is a contiguous range of attempts. Workers make shards in any order; they are committed in order:
deduplicated against all that came before, cut at the count, written with a manifest. What the data set holds is
therefore a function of configuration, seed and count alone: not of the workers' number, speed or deaths.

A worker that crashes or is silent beyond the deadline is replaced and goes on after its last report, from then on
reporting every attempt. An attempt that is then silent again, or at which two more workers die, is given up:
recorded (at once in a journal, then in the manifest) and skipped by whoever makes the data again. Thus a worker
killed from outside costs nothing but time, and a deadline met under load is seen twice before it is believed.

The pool of known pairs that some generators build on changes between generations of shards: the pool of generation
g is made of all shards of the generations before.
"""

import json
import os
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ansatz.data import atomic, manifest, shards
from ansatz.data.dedup import Seen
from ansatz.data.exclusion import Exclusion
from ansatz.data.executor import Executor, Slot
from ansatz.data.manifest import DataConfig, ShardManifest
from ansatz.data.record import Record
from ansatz.data.split import split
from ansatz.data.work import BLOCK_SECONDS, Block, Pooled, Work, make_generator
from ansatz.errors import ConfigError, ResourceError
from ansatz.limits import Outcome, Status

START_SECONDS = 120.0  # for a worker to report that it is ready
STARTS = 3  # workers in a row that may die before they are ready
BARREN = 20  # shards in a row without a new problem end the run
AHEAD = 2  # shards made or waiting for each worker


@dataclass(slots=True)
class Progress:
    """How far a run is, for its display. `made` counts problems found, before duplicates are dropped."""

    problems: int = 0
    made: int = 0
    attempts: int = 0
    shards: int = 0
    rejections: Counter[str] = field(default_factory=Counter)
    restarts: int = 0


@dataclass
class _Shard:
    """One shard in the making."""

    index: int
    position: int
    stop: int
    careful: bool = False
    suspect: int = -1  # the attempt at which a careful worker died
    ready: bool = False
    records: list[Record] = field(default_factory=list)
    rejections: Counter[str] = field(default_factory=Counter)
    news: float = 0.0  # when its worker was last heard of


class Engine:
    """Makes one data set.

    deadline: seconds for one attempt. skipped: {index: reason} of attempts not to try. exclusion: statements left out;
    its SHA-256 is the configuration's `excluded`.
    """

    def __init__(
        self,
        config: DataConfig,
        out: Path,
        executor: Executor,
        *,
        deadline: float = 20.0,
        skipped: dict[int, str] | None = None,
        exclusion: Exclusion = Exclusion(),
        report: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        if deadline <= 0:
            raise ConfigError(f"The deadline must be a positive number of seconds, not {deadline}.")
        if exclusion.sha256 != config.excluded:
            raise ConfigError("The statements left out are not those that the configuration names.")
        self.config, self.out, self.executor, self.exclusion = config, out, executor, exclusion
        self.deadline, self.report = deadline, report
        self.skipped = dict(skipped or {})
        self.progress = Progress()
        self._pooled = isinstance(make_generator(config.task, config.options), Pooled)
        self._seen = Seen()
        self._committed: list[ShardManifest] = []
        self._pool: deque[tuple[str, str]] = deque(maxlen=config.pool)
        self._frozen: tuple[tuple[str, str], ...] = ()
        self._busy: dict[int, tuple[Slot, _Shard]] = {}
        self._made: dict[int, _Shard] = {}
        self._next = 0
        self._failed_starts = self._barren = 0

    # ------------------------------------------------------------------------------------ the run

    def run(self, count: int, resume: bool = False) -> Progress:
        """Make `count` different problems.

        Raises `ConfigError` where the folder holds another data set, `ResourceError` where the disk is full or
        workers cannot start. All shards that were committed stay, and the run can be resumed.
        """
        if count < 1:
            raise ConfigError(f"The count of problems must be at least 1, not {count}.")
        self._open(resume)
        self._restore(count)
        try:
            while self.progress.problems < count:
                self._fill()
                self.executor.wait(0.2)
                for place in list(self._busy):
                    self._follow(place)
                while len(self._committed) in self._made and self.progress.problems < count:
                    self._commit(self._made.pop(len(self._committed)), count)
                self.report(self.progress)
        finally:
            for slot, _ in self._busy.values():
                slot.kill()
            self._busy.clear()
            self._made.clear()
        manifest.write(self.out, manifest.describe(self.config, self._committed))
        (self.out / manifest.SKIPPED).unlink(missing_ok=True)
        self.report(self.progress)
        return self.progress

    def _open(self, resume: bool) -> None:
        """Begin or continue the folder; never touch one that holds other things."""
        self.out.mkdir(parents=True, exist_ok=True)
        if (self.out / manifest.MANIFEST).exists():
            if not resume:
                raise ConfigError(f"{self.out} already holds a data set; resume it with --resume, or choose another.")
            ours, theirs = manifest.describe(self.config), manifest.read(self.out)
            if json.loads(json.dumps(ours["config"])) != theirs["config"]:
                raise ConfigError(f"{self.out} holds a data set of another configuration; choose another folder.")
            for library in ("ansatz", "symengine"):
                if ours["versions"][library] != theirs["versions"].get(library):
                    raise ConfigError(f"{self.out} was begun with another version of {library}; go on with that one.")
        elif any(path.suffix != atomic.PART for path in self.out.iterdir()):
            raise ConfigError(f"{self.out} holds other things than a data set; choose another folder.")
        for leftover in self.out.glob(f"*{atomic.PART}"):
            leftover.unlink()
        self.skipped |= manifest.skipped_in(self.out)

    def _restore(self, count: int) -> None:
        """Take up the committed shards; what is behind a gap or was cut for a smaller count is made again."""
        for shard in manifest.read_shards(self.out):
            path = self.out / shard.file
            short = shard.cut and sum(s.rows for s in self._committed) + shard.rows < count
            if short or not path.is_file() or shards.checksum(path) != shard.sha256:
                break
            records = list(shards.read_file(path))
            for record in records:
                self._seen.add(record.statement)
            self._append(shard, records)
            self.progress.made += shard.rows + shard.cut + shard.rejections.get("duplicate", 0)
            self.progress.attempts += shard.attempts[1] - shard.attempts[0]
            self.progress.rejections.update(shard.rejections)
        for pattern in ("shard-*.json", "shard-*.parquet"):
            for path in self.out.glob(pattern):
                if int(path.stem.split("-")[1]) >= len(self._committed):
                    path.unlink()
        self._next = len(self._committed)
        if self.progress.problems > count:
            raise ConfigError(f"{self.out} already holds {self.progress.problems} problems, more than {count}.")
        if self.progress.problems < count or not (self.out / manifest.MANIFEST).exists():
            manifest.write(self.out, manifest.describe(self.config))

    # -------------------------------------------------------------------------------- the workers

    def _fill(self) -> None:
        """Give every free slot the next shard, as far ahead as the pool's generation allows."""
        for place, slot in enumerate(self.executor.slots):
            if place in self._busy or self._next - len(self._committed) >= AHEAD * len(self.executor.slots):
                continue
            if self._pooled and self._next // self.config.generation > len(self._committed) // self.config.generation:
                continue
            start = self._next * self.config.shard
            self._begin(place, slot, _Shard(self._next, start, start + self.config.shard))
            self._next += 1

    def _begin(self, place: int, slot: Slot, shard: _Shard) -> None:
        config = self.config
        skipped = {k: reason for k, reason in self.skipped.items() if shard.position <= k < shard.stop}
        work = Work(
            config.task,
            config.options,
            config.seed,
            shard.position,
            shard.stop,
            config.lengths,
            skipped,
            self._frozen,
            shard.careful,
        )
        shard.ready, shard.news = False, time.monotonic()
        slot.start(work)
        self._busy[place] = slot, shard

    def _follow(self, place: int) -> None:
        """Take a worker's news; replace it where it died or is silent for too long."""
        slot, shard = self._busy[place]
        blocks, outcome = slot.poll()
        for block in blocks:
            self._take(shard, block)
        if outcome is None:
            allowed = self.deadline + (0 if shard.careful else BLOCK_SECONDS) if shard.ready else START_SECONDS
            if time.monotonic() - shard.news > allowed:
                slot.kill()
                self._replace(place, slot, shard, "deadline", f"silent for {allowed:.0f} s")
            return
        self._end(place, slot, shard, outcome)

    def _take(self, shard: _Shard, block: Block) -> None:
        shard.ready, shard.news, shard.position = True, time.monotonic(), block.position
        self._failed_starts = 0
        shard.records += block.records
        shard.rejections.update(block.rejections)
        self.progress.made += len(block.records)
        self.progress.rejections.update(block.rejections)
        self.progress.attempts += len(block.records) + sum(block.rejections.values())
        for index in block.deadlines:
            self._skip(index, "deadline")

    def _end(self, place: int, slot: Slot, shard: _Shard, outcome: Outcome) -> None:
        match outcome.status:
            case Status.FINISHED:
                del self._busy[place]
                self._made[shard.index] = shard
            case Status.FAILED:  # no other try will cure it
                raise outcome.error or ResourceError(f"A worker failed: {outcome.detail}")
            case _:
                slot.kill()
                self._replace(place, slot, shard, "crash", outcome.detail)

    def _replace(self, place: int, slot: Slot, shard: _Shard, reason: str, detail: str) -> None:
        """Go on after the last report; where every attempt was reported, the next one is under suspicion."""
        self.progress.restarts += 1
        if not shard.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS * len(self.executor.slots):
                raise ResourceError(f"Workers end before they begin: {detail} Fewer workers may need less memory.")
        elif shard.careful:
            guilty = shard.position
            while guilty in self.skipped:
                guilty += 1
            if reason == "deadline" or shard.suspect == guilty:
                self._skip(guilty, reason)
            shard.suspect = guilty
        else:
            shard.careful = True
        self._begin(place, slot, shard)

    def _skip(self, index: int, reason: str) -> None:
        """Record an attempt that is given up, at once and durably."""
        if index in self.skipped:
            return
        self.skipped[index] = reason
        path = self.out / manifest.SKIPPED
        with atomic.full_disk(path), open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"index": index, "reason": reason}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    # -------------------------------------------------------------------------------- the commits

    def _commit(self, shard: _Shard, count: int) -> None:
        """Drop duplicates and what is excluded, cut at the count, write the shard and then its manifest."""
        kept: list[Record] = []
        rejections = Counter(shard.rejections)
        room, cut = count - self.progress.problems, 0
        for record in shard.records:
            if record.statement in self.exclusion:
                rejections["excluded"] += 1
            elif len(kept) == room:
                cut += 1
            elif self._seen.add(record.statement):
                kept.append(record)
            else:
                rejections["duplicate"] += 1
        start = shard.index * self.config.shard
        path = self.out / manifest.shard_file(shard.index)
        done = ShardManifest.of(
            shard.index,
            (start, shard.stop),
            kept,
            shards.write(path, kept),
            rejections,
            {k: reason for k, reason in self.skipped.items() if start <= k < shard.stop},
            cut,
        )
        done.write(self.out)
        self._append(done, kept)
        for reason in ("duplicate", "excluded"):
            if rejections[reason]:
                self.progress.rejections[reason] += rejections[reason]
        self._barren = 0 if kept else self._barren + 1
        if self._barren == BARREN:
            most = max(rejections, key=lambda reason: rejections[reason], default="nothing tried")
            raise ResourceError(
                f"The last {BARREN * self.config.shard:,} attempts gave no new problem (mostly: {most}); "
                "ask for fewer, or for larger ones."
            )

    def _append(self, shard: ShardManifest, records: list[Record]) -> None:
        """A shard more; where it ends its generation, the next one's pool is what is known now."""
        self._committed.append(shard)
        self.progress.problems += shard.rows
        self.progress.shards += 1
        if self._pooled:
            for record in records:
                if record.task == "<integrate>" and split(record.statement) == "train":
                    self._pool.append((record.statement, record.answer))
            if len(self._committed) % self.config.generation == 0:
                self._frozen = tuple(self._pool)
