"""A campaign of attacks: numbered cases, judged in processes that are killed where they hang.

    for report, new in campaign(Settings(verdicts=10_000)):      # after every block of cases
        print(report.verdicts, len(report.findings))

Case number n of a seed is the same whenever it is made, whatever its neighbours. A report (`to_json`) names the cases
that are done, so that a campaign goes on where it was left.
"""

import random
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count
from time import perf_counter

from ansatz.errors import ALGEBRA_FAILURES, ConfigError, NoValueError
from ansatz.evaluate.attack.registry import KINDS
from ansatz.evaluate.attack.verdicts import Draw
from ansatz.evaluate.attack.violation import Findings, Violation
from ansatz.limits import Crew

_BLOCK = 20  # cases a worker is given at once

Block = tuple[int, int]  # cases from … to before …


@dataclass(frozen=True)
class Settings:
    """verdicts: to reach at least. seed: of all cases. seconds: of processor time for one verdict. workers: processes.

    kinds: of adversaries, all by default. patience: seconds for a block of cases, beside four times what its verdicts
    are allowed; at idle priority, where a worker may wait for minutes, more.
    """

    verdicts: int = 10_000
    seed: int = 0
    seconds: float = 0.25
    workers: int = 1
    kinds: tuple[str, ...] = tuple(KINDS)
    patience: float = 60.0

    def __post_init__(self) -> None:
        unknown = [kind for kind in self.kinds if kind not in KINDS]
        if unknown or not self.kinds:
            raise ConfigError(f"Kinds of attack are {', '.join(KINDS)}; not {', '.join(unknown) or 'none'}.")
        if self.workers < 1 or self.verdicts < 1 or self.seconds <= 0:
            raise ConfigError("A campaign needs at least one worker, one verdict and some time for it.")


@dataclass(frozen=True, slots=True)
class Result:
    """One case: its kind, its verdicts, what is wrong with them, and the seconds that took."""

    number: int
    kind: str
    verdicts: tuple[str, ...]
    violations: tuple[Violation, ...]
    seconds: float


@dataclass
class Report:
    """What a campaign has found so far. next: the first case that is not begun. waiting: blocks begun, but not ended.

    seconds: of work, by kind.
    """

    next: int = 0
    waiting: list[Block] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def verdicts(self) -> int:
        """All that were judged."""
        return sum(counter.total() for counter in self.counts.values())

    def add(self, result: Result) -> list[Violation]:
        """Take a case in; its violations whose causes are new."""
        self.counts.setdefault(result.kind, Counter()).update(result.verdicts)
        self.seconds[result.kind] = self.seconds.get(result.kind, 0.0) + result.seconds
        return [violation for violation in result.violations if self.findings.add(violation)]

    def to_json(self) -> dict[str, object]:
        """Plain values, from which a campaign can go on."""
        return {
            "next": self.next,
            "waiting": self.waiting,
            "verdicts": self.verdicts,
            "counts": {kind: dict(counter) for kind, counter in self.counts.items()},
            "seconds": self.seconds,
            "violations": self.findings.to_json(),
        }

    @classmethod
    def from_json(cls, data: dict) -> "Report":  # type: ignore[type-arg]
        """What `to_json` wrote."""
        return cls(
            data["next"],
            [(low, high) for low, high in data["waiting"]],
            {kind: Counter(counts) for kind, counts in data["counts"].items()},
            data["seconds"],
            Findings.from_json(data["violations"]),
        )


def kind_of(number: int, seed: int, kinds: Sequence[str]) -> str:
    """Of a case: by its number, in the shares of the registry."""
    return random.Random(f"{seed} {number}").choices(kinds, [KINDS[kind][0] for kind in kinds])[0]


def attack(number: int, settings: Settings) -> Result:
    """One case, made and judged."""
    kind = kind_of(number, settings.seed, settings.kinds)
    rng = random.Random(f"{settings.seed} {number} {kind}")
    start, verdicts, violations = perf_counter(), [], []
    try:
        for verdict, wrong in KINDS[kind][1](Draw(kind, number, settings.seconds, rng)):
            verdicts.append(verdict)
            violations += wrong
    except (*ALGEBRA_FAILURES, NoValueError) as error:
        verdicts.append(f"raised {type(error).__name__}")
    return Result(number, kind, tuple(verdicts), tuple(violations), perf_counter() - start)


def attack_block(settings: Settings, block: Block) -> Iterator[Result]:
    """The cases of a block."""
    for number in range(*block):
        yield attack(number, settings)


def campaign(settings: Settings, report: Report | None = None) -> Iterator[tuple[Report, list[Violation]]]:
    """(the report, violations of new causes) after every block, until there are enough verdicts.

    Leaving it early loses at most what the blocks that were begun would have found.
    """
    report = report or Report()
    again = deque(report.waiting)
    report.waiting = []

    def blocks() -> Iterator[Block]:
        for start in chain(count(report.next, _BLOCK)):
            while again:
                report.waiting.append(block := again.popleft())
                yield block
            if report.verdicts >= settings.verdicts:
                return
            report.next = start + _BLOCK
            report.waiting.append((start, start + _BLOCK))
            yield (start, start + _BLOCK)

    patience = settings.patience + 4 * _BLOCK * settings.seconds
    with Crew(settings.workers, megabytes=3_000, preload=(__name__,)) as crew:
        for block, run in crew.map(partial(attack_block, settings), blocks(), seconds=patience):
            results = run.take()
            new = [violation for result in results for violation in report.add(result)]
            report.waiting.remove(block)
            reached = block[0] + len(results)
            if reached < block[1]:  # the case after the last one hung, or was too large
                assert run.outcome is not None  # the crew yields ended runs
                kind = kind_of(reached, settings.seed, settings.kinds)
                cause, detail = f"a worker {run.outcome.status}", run.outcome.detail
                lost = Violation(kind, cause, "the case with this number", "any", "no verdict", detail, reached)
                new += [lost] * report.findings.add(lost)
                if reached + 1 < block[1]:
                    again.append((reached + 1, block[1]))
            yield report, new


__all__ = ["Report", "Result", "Settings", "attack", "campaign"]
