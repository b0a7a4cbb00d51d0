"""Results, read once and counted: by set and system, by type, by who solved what.

Grades of length (after Abbasi): A where an answer has at most 1.5 times the nodes of the reference, B at most 3 times,
C beyond.
"""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.results import Entry, Ledger, Result, read_entries

GRADES = (("A", 1.5), ("B", 3.0), ("C", float("inf")))
EXAMPLES = 5  # of each outcome that are kept, by system
DISPUTES = 200


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the table; times in milliseconds, of all problems. uncompared: of the solved, see `Result`."""

    set: str
    system: str
    problems: int
    solved: int
    proved: int
    checked: int
    wrong: int
    disputed: int
    uncompared: int
    median_ms: float
    p95_ms: float


@dataclass
class Row:
    """One system on one set. times: of all problems; solved_at: of the solved, in seconds."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    good_kinds: Counter[str] = field(default_factory=Counter)
    wrong_kinds: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    solved_at: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    solved: set[int] = field(default_factory=set)
    uncompared: int = 0
    examples: dict[tuple[Outcome, str], list[Result]] = field(default_factory=dict)

    @property
    def problems(self) -> int:
        """How many it was asked."""
        return sum(self.outcomes.values())

    @property
    def good(self) -> int:
        """How many are done."""
        return sum(number for outcome, number in self.outcomes.items() if outcome.good)


@dataclass
class Tally:
    """rows: by (set, system), in the order in which they came. entries: problems by (set, index)."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    disputes: list[Result] = field(default_factory=list)

    @property
    def sets(self) -> list[str]:
        """Names of the sets."""
        return list(dict.fromkeys(name for name, _ in self.rows))

    def systems(self, name: str) -> list[str]:
        """Who was asked about a set."""
        return [system for of, system in self.rows if of == name]


def tallied(ledger: Ledger) -> Tally:
    """All results of a ledger, counted."""
    entries = ledger.entries if ledger.folder is None else read_entries(ledger.folder)
    tally = Tally(entries={(entry.set, entry.index): entry for entry in entries})
    for result in ledger.results():
        row = tally.rows.setdefault((result.set, result.system), Row())
        _count(row, result, tally.entries.get((result.set, result.index)))
        if result.outcome is Outcome.DISPUTED and len(tally.disputes) < DISPUTES:
            tally.disputes.append(result)
    return tally


def summaries(ledger: Ledger) -> list[Summary]:
    """A row for each set and system, in the order in which they were run."""
    return [_summary(*key, row) for key, row in tallied(ledger).rows.items()]


def grade(answer: int, reference: int) -> str:
    """A, B or C, by numbers of nodes."""
    return next(name for name, most in GRADES if answer <= most * reference)


def grouped(rows: Iterable[Row]) -> list[str]:
    """All kinds of problems that occur, in the order of their first occurrence."""
    return list(dict.fromkeys(kind for row in rows for kind in row.kinds if kind))


def _count(row: Row, result: Result, entry: Entry | None) -> None:
    row.outcomes[result.outcome] += 1
    row.times.append(result.seconds)
    row.uncompared += result.uncompared
    kind = "" if entry is None else entry.kind
    row.kinds[kind] += 1
    row.wrong_kinds[kind] += result.outcome is Outcome.WRONG
    if result.solved:
        row.good_kinds[kind] += 1
        row.verdicts[result.verdict] += 1
        row.solved_at.append(result.seconds)
        row.solved.add(result.index)
        if entry is not None and entry.reference and result.size:
            row.grades[grade(result.size, entry.reference)] += 1
            row.ratios.append(result.size / entry.reference)
        return
    kept = row.examples.setdefault((result.outcome, kind), [])
    if len(kept) < EXAMPLES:
        kept.append(result)


def _summary(name: str, system: str, row: Row) -> Summary:
    milliseconds = [1000 * seconds for seconds in row.times]
    return Summary(
        name,
        system,
        row.problems,
        row.good,
        row.verdicts["proved"],
        row.verdicts["checked"],
        row.outcomes[Outcome.WRONG],
        row.outcomes[Outcome.DISPUTED],
        row.uncompared,
        statistics.median(milliseconds),
        percentile(milliseconds, 95),
    )
