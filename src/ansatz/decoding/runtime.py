"""Beam search without PyTorch: CTranslate2 over the weights that ship inside the package.

    decoder = Decoder.shipped()
    decoder.beam([["<integrate>", "*", "x", "cos", "x"]], beam=10)
    -> [[Hypothesis(tree=("+", ("cos", "x"), ("*", "x", ("sin", "x"))), score=-0.02), …]]

Scores are mean log-probabilities per token. Malformed hypotheses are dropped: the beam has no grammar,
the verifier and the parser do.
"""

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ansatz.errors import CheckpointError, NotationError
from ansatz.expr.notation import from_prefix
from ansatz.expr.tokenizers import from_tokens
from ansatz.expr.vocabulary import INDEX
from ansatz.models.hypothesis import Hypothesis

# The weights that ship inside the package; the environment variable ANSATZ_WEIGHTS names another folder.
SHIPPED = Path(__file__).parent.parent / "weights" / "integrate"


class Decoder:
    """A loaded runtime folder."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        try:
            import ctranslate2
        except ImportError:
            raise CheckpointError("CTranslate2 is not installed here, so the network steps aside.") from None
        if not (folder / "model.bin").is_file():
            raise CheckpointError(f"There are no weights in {folder}, so the network steps aside.")
        try:
            self.card: dict[str, Any] = json.loads((folder / "card.json").read_text())
            self._translator = ctranslate2.Translator(str(folder), device="cpu", intra_threads=threads)
        except (OSError, ValueError, RuntimeError) as error:
            raise CheckpointError(f"The weights in {folder} cannot be read: {error}.") from error

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Decoder":
        """The weights inside the package (or in $ANSATZ_WEIGHTS); raises `CheckpointError` where there are none."""
        return cls(Path(os.environ.get("ANSATZ_WEIGHTS", SHIPPED)))

    def fits(self, source: Sequence[str]) -> bool:
        """Whether the model was trained on statements of this length and these tokens."""
        return len(source) <= self.card["max_source"] and all(token in INDEX for token in source)

    def beam(self, sources: Sequence[Sequence[str]], beam: int = 10) -> list[list[Hypothesis]]:
        """Well-formed hypotheses for each token sequence, best first, at most `beam` each."""
        results = self._translator.translate_batch(
            [list(source) for source in sources],
            beam_size=beam,
            num_hypotheses=beam,
            max_decoding_length=self.card["max_target"],
            return_scores=True,
        )
        return [_well_formed(result.hypotheses, result.scores) for result in results]


def _well_formed(hypotheses: Sequence[Sequence[str]], scores: Sequence[float]) -> list[Hypothesis]:
    found: list[Hypothesis] = []
    for tokens, score in zip(hypotheses, scores, strict=True):
        try:
            found.append(Hypothesis(from_prefix(from_tokens(tokens)), score))
        except NotationError:
            continue
    return found
