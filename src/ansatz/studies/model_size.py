"""Larger models learn more from an example and see fewer of them in the same time: which size wins?"""

from collections.abc import Sequence
from typing import final

from ansatz.data.record import Record
from ansatz.models.config import PRESETS, ModelConfig
from ansatz.studies import pictures, tables
from ansatz.studies.study import Arm, Outcome, Report, Settings, Study

SIZES: dict[str, ModelConfig] = {
    "micro": ModelConfig(1, 1, 2, 64, 256),
    "tiny": PRESETS["tiny"],
    "middle": ModelConfig(3, 2, 6, 192, 768),
    "small": PRESETS["small"],
    "wide": ModelConfig(4, 2, 8, 512, 2048),
}


@final
class ModelSize(Study):
    """Five encoder–decoder transformers; the preset of the settings plays no part."""

    name = "model_size"
    question = "Which size of model solves most after the same time of training?"

    def arms(self, settings: Settings) -> Sequence[Arm]:
        return [Arm(name, model) for name, model in SIZES.items()]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        names, shares = tables.labels(outcomes), [tables.solved(outcome) for outcome in outcomes]
        rows = []
        for name, outcome, share in zip(names, outcomes, shares, strict=True):
            size = SIZES[outcome.arm]
            shape = f"{size.encoder_layers} + {size.decoder_layers}"
            rows.append([name, shape, str(size.width), *tables.training(outcome), *tables.share(share)])
        text = tables.table(["size", "layers", "width", *tables.TRAINING, "solved", "95 % interval"], rows)
        figure, (axes,) = pictures.canvas()
        for k, seed in enumerate(sorted({outcome.seed for outcome in outcomes})):
            own = [outcome for outcome in outcomes if outcome.seed == seed]
            places, colour = [o.parameters for o in own], pictures.COLOURS[k % len(pictures.COLOURS)]
            pictures.points(axes, places, [tables.solved(o) for o in own], f"seed {seed}", colour)
        axes.set(xscale="log", xlabel="parameters")
        return Report(text, figure)
