"""curves.png: what log.csv says, against examples seen."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Rows = list[dict[str, str]]


def draw(out: Path) -> None:
    """Draw curves.png in a run's folder from its log.csv: loss, accuracies, solved share and learning rate.

    Without validations memory stands in the place of the solved share; without rows there is no picture.
    """
    path = out / "log.csv"
    if not path.exists():
        return
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 7), layout="constrained")
    (loss, accuracy), (third, rate) = figure.subplots(2, 2, sharex=True)
    _plot(loss, rows, "loss")
    loss.set(ylabel="loss per token (nats)", yscale="log")
    _plot(accuracy, rows, "token_accuracy", "token")
    _plot(accuracy, rows, "accuracy", "whole answer, teacher-forced")
    accuracy.set(ylabel="accuracy on unseen examples", ylim=(0, 1))
    accuracy.legend()
    if any(row.get("solved") for row in rows):
        _plot(third, rows, "solved", style="o-")
        third.set(ylabel="held-out problems solved", ylim=(0, 1), xlabel="examples seen")
    else:
        _plot(third, rows, "resident_mb")
        third.set(ylabel="resident memory (MB)", ylim=(0, None), xlabel="examples seen")
    _plot(rate, rows, "rate")
    rate.set(ylabel="learning rate", xlabel="examples seen")
    figure.savefig(out / "curves.png", dpi=120)


def _plot(axes: "Axes", rows: Rows, column: str, label: str | None = None, style: str = "-") -> None:
    known = [row for row in rows if row.get(column)]
    x, y = [float(row["examples"]) for row in known], [float(row[column]) for row in known]
    axes.plot(x, y, "o" if len(known) == 1 else style, label=label)  # a line of one point cannot be seen
