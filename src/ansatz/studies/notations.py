"""Notations and tokenizers: the same problems, spelt in five ways, for the same model and budget of time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from ansatz.data.encode import Lengths
from ansatz.data.record import Record
from ansatz.models.config import PRESETS
from ansatz.studies import pictures, tables
from ansatz.studies.study import Arm, Outcome, Report, Settings, Study

# (notation, tokenizer, longest sequences kept): nothing is left out that prefix words of 192 and 80 tokens keep.
SPELLINGS = (
    ("prefix", "words", Lengths()),
    ("postfix", "words", Lengths()),
    ("infix", "words", Lengths(576, 80)),
    ("infix", "letters", Lengths(768, 128)),
    ("infix", "bpe", Lengths()),
)


@final
class Notations(Study):
    """Prefix, postfix, infix words, infix letters, byte pairs of infix."""

    name = "notations"
    question = "Does it matter in which notation, and in which tokens, problems and answers are written?"

    def arms(self, settings: Settings) -> Sequence[Arm]:
        base = PRESETS[settings.preset]
        positions = max(base.positions, *(lengths.source for _, _, lengths in SPELLINGS))
        model = replace(base, positions=positions)
        return [
            Arm(f"{notation} {tokenizer}", model, notation, tokenizer, lengths)
            for notation, tokenizer, lengths in SPELLINGS
        ]

    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        names, shares = tables.labels(outcomes), [tables.solved(outcome) for outcome in outcomes]
        rows = []
        for name, outcome, share in zip(names, outcomes, shares, strict=True):
            lengths = [f"{outcome.source_tokens:.1f}", f"{outcome.target_tokens:.1f}", str(outcome.fitting)]
            difference = tables.over_first(outcome, outcomes)
            rows.append(
                [name, str(outcome.vocabulary), *lengths, *tables.training(outcome), *tables.share(share), difference]
            )
        header = ["spelling", "tokens known", "tokens of a problem", "of its answer", "problems that fit"]
        header += [*tables.TRAINING, "solved", "95 % interval", f"points over {outcomes[0].arm} (95 % interval)"]
        text = tables.table(header, rows)
        text += "\nTokens of problems and answers are means over the test problems. A problem that is too long for the"
        text += " model counts as not solved.\n"
        figure, (axes,) = pictures.canvas()
        pictures.bars(axes, names, shares)
        return Report(text, figure)
