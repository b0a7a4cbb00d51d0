"""The families of models, from the vanilla RNN to the decoder-only transformer, on the same budget of time."""

from collections.abc import Sequence
from typing import final

from ansatz.data.record import Record
from ansatz.models.config import preset
from ansatz.studies import pictures, tables
from ansatz.studies.intervals import paired
from ansatz.studies.study import BEAM, Arm, Outcome, Report, Settings, Study

FAMILIES = ("rnn", "seq2seq", "attention", "transformer", "decoder")


@final
class Families(Study):
    """rnn, seq2seq, attention, transformer, decoder; and the difference that attention makes."""

    name = "families"
    question = "Which family of models solves most after the same time of training, and what does attention add?"

    def arms(self, settings: Settings) -> Sequence[Arm]:
        return [Arm(family, preset(settings.preset, family)) for family in FAMILIES]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        names, shares = tables.labels(outcomes), [tables.solved(outcome) for outcome in outcomes]
        rows = [
            [name, *tables.training(outcome), *tables.share(share)]
            for name, outcome, share in zip(names, outcomes, shares, strict=True)
        ]
        text = tables.table(["family", *tables.TRAINING, "solved", "95 % interval"], rows)
        text += "\n**What attention makes.** The same recurrent network, looking back at every token of the problem"
        text += " (attention) instead of at one vector (seq2seq), in solved problems:\n\n"
        for one, other in tables.pairs(outcomes, "attention", "seq2seq"):
            difference = paired(one.solved[BEAM], other.solved[BEAM])
            text += f"- seed {one.seed}: {tables.points(difference)}\n"
        figure, (axes,) = pictures.canvas()
        pictures.bars(axes, names, shares)
        return Report(text, figure)
