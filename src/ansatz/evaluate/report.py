"""What results come to: a row for each line-up."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.results import Result


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the table; times in milliseconds. doubtful, uncompared: of the solved, see `Result`."""

    lineup: str
    problems: int
    solved: int
    proved: int
    checked: int
    doubtful: int
    uncompared: int
    median_ms: float
    p95_ms: float


def summarise(results: Iterable[Result]) -> list[Summary]:
    """A row for each line-up, in the order in which they were run."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.lineup, []).append(result)
    return [_summary(name, group) for name, group in groups.items()]


def _summary(name: str, group: list[Result]) -> Summary:
    times = sorted(1000 * result.seconds for result in group)
    return Summary(
        name,
        len(group),
        sum(result.solved for result in group),
        sum(result.verdict == "proved" for result in group),
        sum(result.verdict == "checked" for result in group),
        sum(result.doubtful for result in group),
        sum(result.uncompared for result in group),
        statistics.median(times),
        percentile(times, 95),
    )
