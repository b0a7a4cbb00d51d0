"""How many different problems does learning take? Fixed data sets, from 64 to 100,000, seen again and again.

The sizes are those of a published student project on this task, with its 9,263 problems for validation; they are the
beginnings of one another.
"""

from collections.abc import Sequence
from typing import final

from ansatz.data.record import Record
from ansatz.models.config import PRESETS
from ansatz.studies import pictures, tables
from ansatz.studies.study import Arm, Outcome, Report, Settings, Study

SIZES = (64, 1_000, 10_000, 100_000)
VALIDATION = 9_263


@final
class DatasetSize(Study):
    """64, 1,000, 10,000 and 100,000 examples, with the curves of overfitting."""

    name = "dataset_size"
    question = "How many different examples does the model need, and when does it begin to learn them by heart?"

    def __init__(self, sizes: Sequence[int] = SIZES, validation: int = VALIDATION) -> None:
        self.sizes, self.validation = tuple(sizes), validation

    def arms(self, settings: Settings) -> Sequence[Arm]:
        model = PRESETS[settings.preset]
        return [Arm(f"{size:,}", model, examples=size, validation=self.validation) for size in self.sizes]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        names, shares = tables.labels(outcomes), [tables.solved(outcome) for outcome in outcomes]
        rows = []
        for name, outcome, share in zip(names, outcomes, shares, strict=True):
            size = _size(outcome)
            cells = [name, f"{outcome.examples / size:,.1f}", f"{outcome.steps:,}", f"{outcome.loss:.3f}"]
            rows.append([*cells, tables.percent(outcome.accuracy), *_turn(outcome), *tables.share(share)])
        header = ["examples", "times each was seen", "steps", "training loss", "training answers right"]
        header += ["lowest validation loss", "at step", "last validation loss", "overfits", "solved", "95 % interval"]
        text = tables.table(header, rows)
        text += (
            "\nLosses are nats per token under teacher forcing, training loss and training answers over the last"
            f" logged batches, validation loss over the same {self.validation:,} problems for every size. Validation"
            " loss turns up at the step where it is lowest; a size overfits if its last validation loss is more than"
            f" {TURN:.0%} above that. Solved is measured with the last weights, not with those of the turn.\n"
        )
        figure, (left, right) = pictures.canvas(2)
        for k, (name, outcome) in enumerate(zip(names, outcomes, strict=True)):
            colour = pictures.COLOURS[k % len(pictures.COLOURS)]
            steps = [point[0] for point in outcome.curve]
            pictures.curve(left, steps, [point[3] for point in outcome.curve], color=colour, label=name)
            pictures.curve(left, steps, [point[2] for point in outcome.curve], color=colour, linestyle=":")
            if outcome.curve and _overfits(outcome):
                turn = min(outcome.curve, key=lambda point: point[3])
                left.plot([turn[0]], [turn[3]], "v", color=colour)
        left.set(xlabel="steps", ylabel="loss per token, nats", title="validation (lines), training (dots)")
        left.legend(title="examples")
        for k, seed in enumerate(sorted({outcome.seed for outcome in outcomes})):
            own = [outcome for outcome in outcomes if outcome.seed == seed]
            colour = pictures.COLOURS[k % len(pictures.COLOURS)]
            pictures.points(right, [_size(o) for o in own], [tables.solved(o) for o in own], f"seed {seed}", colour)
        right.set(xscale="log", xlabel="different examples")
        return Report(text, figure)


TURN = 0.01  # of validation loss above its lowest: less is noise


def _size(outcome: Outcome) -> int:
    return int(outcome.arm.replace(",", ""))


def _overfits(outcome: Outcome) -> bool:
    losses = [point[3] for point in outcome.curve]
    return losses[-1] > (1 + TURN) * min(losses)


def _turn(outcome: Outcome) -> list[str]:
    """Cells: lowest validation loss, its step, the last validation loss, whether it overfits."""
    if not outcome.curve:
        return ["", "", "", ""]
    step, _, _, lowest = min(outcome.curve, key=lambda point: point[3])
    overfits = f"from step {step:,}" if _overfits(outcome) else "no"
    return [f"{lowest:.3f}", f"{step:,}", f"{outcome.curve[-1][3]:.3f}", overfits]
