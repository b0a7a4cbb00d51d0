"""What a set of problems looks like: lengths, depths, operators, forms, duplicates, acceptance.

statistics = collect(read(folder), folder)
print(as_text(statistics))          # ansatz.data.report draws the same as one HTML file
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ansatz.data import manifest
from ansatz.data.dedup import Seen
from ansatz.data.lample_charton import to_words
from ansatz.data.record import Record, trees
from ansatz.data.split import split
from ansatz.expr.tokenizers import to_tokens
from ansatz.expr.tree import depth, walk

Counts = Counter[int]


@dataclass
class Statistics:
    """Histograms {value: number of problems}. Lengths are in tokens, without task and end tokens.

    published_statement, published_answer: lengths in Lample–Charton words, to compare with published figures.
    operators: occurrences in statements and answers. attempts: 0 where no manifest says how many there were.
    """

    problems: int = 0
    tasks: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    statement: Counts = field(default_factory=Counter)
    answer: Counts = field(default_factory=Counter)
    published_statement: Counts = field(default_factory=Counter)
    published_answer: Counts = field(default_factory=Counter)
    statement_depth: Counts = field(default_factory=Counter)
    answer_depth: Counts = field(default_factory=Counter)
    branched: int = 0
    duplicates: int = 0
    attempts: int = 0
    rejections: Counter[str] = field(default_factory=Counter)

    @property
    def acceptance(self) -> float | None:
        """Kept problems per attempt; None where that is not known."""
        return self.problems / self.attempts if self.attempts else None


def collect(records: Iterable[Record], folder: Path | None = None) -> Statistics:
    """Statistics of the records; of attempts and rejections, too, where they are the data set of a folder."""
    out, seen = Statistics(), Seen()
    for record in records:
        out.problems += 1
        out.tasks[record.task] += 1
        out.forms[record.form] += 1
        out.splits[split(record.statement)] += 1
        out.branched += bool(record.branch)
        out.duplicates += not seen.add(record.statement)
        for text, lengths, published, depths in (
            (record.statement, out.statement, out.published_statement, out.statement_depth),
            (record.answer, out.answer, out.published_answer, out.answer_depth),
        ):
            lengths[len(to_tokens(text.split()))] += 1
            parts = trees(text)
            published[sum(len(to_words(tree)) for tree in parts)] += 1
            depths[max(depth(tree) for tree in parts)] += 1
            out.operators.update(node[0] for tree in parts for node in walk(tree) if isinstance(node, tuple))
    if folder is not None:
        whole = manifest.read(folder)
        out.attempts = whole.get("attempts", 0) if whole.get("rejections") else 0
        out.rejections.update(whole.get("rejections", {}))
    return out


def mean(counts: Counts) -> float:
    """Mean of a histogram."""
    total = counts.total()
    return sum(value * number for value, number in counts.items()) / total if total else 0.0


def deviation(counts: Counts) -> float:
    """Standard deviation of a histogram."""
    total, centre = counts.total(), mean(counts)
    return (sum(number * (value - centre) ** 2 for value, number in counts.items()) / total) ** 0.5 if total else 0.0


def lengths(statistics: Statistics) -> list[tuple[str, Counts]]:
    """The histograms of lengths and depths with their names."""
    return [
        ("statement, tokens", statistics.statement),
        ("answer, tokens", statistics.answer),
        ("statement, Lample–Charton words", statistics.published_statement),
        ("answer, Lample–Charton words", statistics.published_answer),
        ("statement, depth", statistics.statement_depth),
        ("answer, depth", statistics.answer_depth),
    ]


def facts(statistics: Statistics) -> list[tuple[str, str]]:
    """The figures that are no histogram."""
    s = statistics
    rows = [("problems", f"{s.problems:,}"), ("duplicates", f"{s.duplicates:,}")]
    if s.acceptance is not None:
        rows += [("attempts", f"{s.attempts:,}"), ("acceptance", f"{s.acceptance:.1%}")]
    if s.branched:
        rows.append(("hold on a branch only", f"{s.branched:,}"))
    return rows


def shares(counts: Counter[str]) -> list[tuple[str, float]]:
    """Names with their shares, the largest first."""
    total = counts.total() or 1
    return [(name, number / total) for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def as_text(statistics: Statistics) -> str:
    """The report for a terminal."""
    lines = [f"{name:<34} {value}" for name, value in facts(statistics)]
    lines += [f"{name:<34} {mean(c):.1f} ± {deviation(c):.1f}" for name, c in lengths(statistics)]
    for title, counts in tables(statistics):
        listed = ", ".join(f"{name} {share:.1%}" for name, share in shares(counts)[:12])
        lines.append(f"{title:<34} {listed}")
    return "\n".join(lines)


def tables(statistics: Statistics) -> list[tuple[str, Counter[str]]]:
    """Named counters that hold more than nothing."""
    named = [
        ("tasks", statistics.tasks),
        ("splits", statistics.splits),
        ("forms", statistics.forms),
        ("operators", statistics.operators),
        ("rejections", statistics.rejections),
    ]
    return [(title, counts) for title, counts in named if counts]
