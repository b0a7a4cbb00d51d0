"""Where do layers belong: in the encoder, which reads the problem once, or in the decoder, which runs at each token?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from ansatz.data.record import Record
from ansatz.models.config import PRESETS, preset
from ansatz.studies import pictures, tables
from ansatz.studies.study import Arm, Outcome, Report, Settings, Study


@final
class Layers(Study):
    """The preset's layers, dealt out between encoder and decoder, and all of them in a decoder-only model."""

    name = "layers"
    question = "Do layers do more for an answer in the encoder or in the decoder?"

    def arms(self, settings: Settings) -> Sequence[Arm]:
        base = PRESETS[settings.preset]
        total = base.encoder_layers + base.decoder_layers
        dealt = sorted({base.decoder_layers, total // 2, total - base.decoder_layers} & set(range(1, total)))
        return [
            *(
                Arm(
                    f"{total - n} + {n}",
                    replace(base, encoder_layers=total - n, decoder_layers=n, family="transformer"),
                )
                for n in dealt
            ),
            Arm(f"0 + {total}", preset(settings.preset, "decoder")),
        ]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        names, shares = tables.labels(outcomes), [tables.solved(outcome) for outcome in outcomes]
        rows = []
        for name, outcome, share in zip(names, outcomes, shares, strict=True):
            difference = tables.over_first(outcome, outcomes)
            rows.append([name, *tables.training(outcome), *tables.share(share), difference])
        header = ["layers of encoder + decoder", *tables.TRAINING, "solved", "95 % interval"]
        header.append(f"points over {outcomes[0].arm} (95 % interval)")
        text = tables.table(header, rows)
        text += "\nThe last row is the decoder-only model, whose layers all see problem and answer in one sequence.\n"
        figure, (axes,) = pictures.canvas()
        pictures.bars(axes, names, shares)
        return Report(text, figure)
