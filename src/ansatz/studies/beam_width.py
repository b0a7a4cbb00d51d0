"""What a wider beam is worth: one trained model, asked for 1, 10 and 50 hypotheses."""

from collections.abc import Sequence
from typing import final

from ansatz.data.record import Record
from ansatz.models.config import PRESETS
from ansatz.studies import pictures, tables
from ansatz.studies.intervals import paired
from ansatz.studies.study import Arm, Outcome, Report, Settings, Study

BEAMS = (1, 10, 50)


@final
class Beam(Study):
    """One arm, measured three times; the sizes are those of Lample & Charton (2020)."""

    name = "beam"
    question = "How many more problems are solved with a beam of 10 or 50 than by the best guess alone?"

    def arms(self, settings: Settings) -> Sequence[Arm]:
        return [Arm(settings.preset, PRESETS[settings.preset], beams=BEAMS)]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        several = len(outcomes) > 1
        rows = []
        figure, (axes,) = pictures.canvas()
        for k, outcome in enumerate(outcomes):
            for beam in outcome.solved:
                label = f"{beam}, seed {outcome.seed}" if several else str(beam)
                gain = paired(outcome.solved[beam], outcome.solved[BEAMS[0]])
                milliseconds = 1000 * outcome.decoding[beam] / max(1, outcome.fitting)
                more = "" if beam == BEAMS[0] else tables.short(gain)
                rows.append([label, *tables.share(tables.solved(outcome, beam)), more, f"{milliseconds:.0f}"])
            shares = [tables.solved(outcome, beam) for beam in outcome.solved]
            colour = pictures.COLOURS[k % len(pictures.COLOURS)]
            pictures.points(axes, list(outcome.solved), shares, f"seed {outcome.seed}", colour)
        axes.set(xscale="log", xlabel="beam", xticks=BEAMS, xticklabels=[str(beam) for beam in BEAMS])
        axes.minorticks_off()
        header = ["beam", "solved", "95 % interval", "points over beam 1 (95 % interval)", "decoding, ms a problem"]
        return Report(tables.table(header, rows), figure)
