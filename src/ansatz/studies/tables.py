"""Tables and sentences of reports, in Markdown."""

from collections.abc import Sequence

from ansatz.studies.intervals import Interval, paired, wilson
from ansatz.studies.study import BEAM, Outcome


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are numbers and stand on the right."""
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def percent(share: float) -> str:
    """0.1234 as 12.3 %."""
    return f"{100 * share:.1f} %"


def share(interval: Interval) -> list[str]:
    """Two cells: the estimate, and its 95 % interval."""
    return [percent(interval.estimate), f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"]


def points(interval: Interval) -> str:
    """A difference with its interval, in percentage points."""
    estimate, low, high = (f"{100 * value:+.1f}" for value in interval)
    return f"{estimate} points (95 % interval {low} to {high})"


def labels(outcomes: Sequence[Outcome]) -> list[str]:
    """The arms' names, with the seed where an arm was run with several."""
    several = len({outcome.seed for outcome in outcomes}) > 1
    return [f"{outcome.arm}, seed {outcome.seed}" if several else outcome.arm for outcome in outcomes]


def solved(outcome: Outcome, beam: int | None = None) -> Interval:
    """The solved share with its Wilson interval; beam: None for the arm's only one."""
    answers = outcome.solved[next(iter(outcome.solved)) if beam is None else beam]
    return wilson(sum(answers), len(answers))


TRAINING = ("parameters", "examples seen", "examples/s", "training loss")
INTERVALS = (
    "Intervals: 95 %; those of shares Wilson's (1927), those of differences Newcombe's for paired proportions (1998,"
    " method 10), paired by problem. They speak of the choice of test problems; how much trainings differ is seen with"
    " several seeds."
)


def training(outcome: Outcome) -> list[str]:
    """The cells under `TRAINING`."""
    rate = outcome.examples / outcome.seconds if outcome.seconds else 0.0
    return [f"{outcome.parameters:,}", f"{outcome.examples:,}", f"{rate:,.0f}", f"{outcome.loss:.3f}"]


def short(interval: Interval) -> str:
    """A difference in points as one cell."""
    estimate, low, high = (f"{100 * value:+.1f}" for value in interval)
    return f"{estimate} ({low} to {high})"


def over_first(outcome: Outcome, outcomes: Sequence[Outcome]) -> str:
    """What an outcome solves beyond the first arm's with the same seed, as one cell; empty for that arm itself."""
    first = next(other for other in outcomes if other.seed == outcome.seed)
    return "" if first is outcome else short(paired(outcome.solved[BEAM], first.solved[BEAM]))


def pairs(outcomes: Sequence[Outcome], one: str, other: str) -> list[tuple[Outcome, Outcome]]:
    """The outcomes of two arms, seed by seed."""
    found = {(outcome.arm, outcome.seed): outcome for outcome in outcomes}
    return [(a, found[other, seed]) for (arm, seed), a in found.items() if arm == one and (other, seed) in found]
