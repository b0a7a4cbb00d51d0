"""Which problems are hard? One trained model, its solved share by the depth and the size of the problem."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import final

from ansatz.data.record import Record
from ansatz.models.config import PRESETS
from ansatz.studies import pictures, tables
from ansatz.studies.intervals import Interval, wilson
from ansatz.studies.problems import answer, depth, operators, statement
from ansatz.studies.study import BEAM, Arm, Outcome, Report, Settings, Study

Measure = Callable[[Record], int]
GROUPS = 6

MEASURES: dict[str, Measure] = {
    "depth of the integrand": lambda record: depth(statement(record)),
    "operators of the integrand": lambda record: operators(statement(record)),
    "operators of the antiderivative": lambda record: operators(answer(record)),
}


@final
class Depth(Study):
    """One arm; the problems are grouped."""

    name = "depth"
    question = "How does the solved share fall with the depth and the number of operators of a problem?"

    def arms(self, settings: Settings) -> Sequence[Arm]:
        return [Arm(settings.preset, PRESETS[settings.preset])]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        several = len(outcomes) > 1
        text = ""
        figure, panels = pictures.canvas(len(MEASURES))
        for axes, (name, measure) in zip(panels, MEASURES.items(), strict=True):
            rows = []
            for k, outcome in enumerate(outcomes):
                groups = grouped(problems, outcome.solved[BEAM], measure)
                label = f", seed {outcome.seed}" if several else ""
                rows += [[f"{span}{label}", str(number), *tables.share(share)] for span, _, number, share in groups]
                middles, shares = [middle for _, middle, _, _ in groups], [share for _, _, _, share in groups]
                colour = pictures.COLOURS[k % len(pictures.COLOURS)]
                pictures.points(axes, middles, shares, f"seed {outcome.seed}", colour)
            text += tables.table([name, "problems", "solved", "95 % interval"], rows) + "\n"
            axes.set(xlabel=name)
        text += "The antiderivative is the one from which the problem was made; groups hold about equally many"
        text += " problems, and the points of the picture stand at their means.\n"
        return Report(text, figure)


def grouped(
    problems: Sequence[Record], solved: Sequence[bool], measure: Measure, groups: int = GROUPS
) -> list[tuple[str, float, int, Interval]]:
    """(span, mean, problems, solved share) of groups of about equal number, by rising measure; ties stay together."""
    values = sorted(map(measure, problems))
    starts = sorted({values[k * len(values) // groups] for k in range(groups)})
    found = []
    for low, end in pairwise([*starts, values[-1] + 1]):
        inside = [(measure(p), s) for p, s in zip(problems, solved, strict=True) if low <= measure(p) < end]
        span = str(low) if end - low == 1 else f"{low}–{end - 1}"
        mean = sum(value for value, _ in inside) / len(inside)
        found.append((span, mean, len(inside), wilson(sum(s for _, s in inside), len(inside))))
    return found
