"""Beam search without PyTorch: CTranslate2 over the weights that ship inside the package.

    decoder = Decoder(SHIPPED)
    decoder.beam([["<integrate>", "*", "x", "cos", "x"]], beam=10)
    -> [[Hypothesis(tree=("+", ("cos", "x"), ("*", "x", ("sin", "x"))), score=-0.02), …]]

Scores are mean log-probabilities per token. Malformed hypotheses are dropped: the beam has no grammar,
the verifier and the parser do. Problems are given in prefix tokens, whatever the model's own spelling, which its card
names.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ansatz.data.scheme import Scheme
from ansatz.errors import CheckpointError, ConfigError, NotationError
from ansatz.expr.tokenizers import from_tokens
from ansatz.expr.vocabulary import FORM, INDEX
from ansatz.models.hypothesis import Hypothesis

VOCABULARY = "shared_vocabulary.json"
MODEL = "model.bin"


def existing_weights(folder: str | os.PathLike[str]) -> str:
    """The folder's path, absolute; raises `CheckpointError` where it holds no weights."""
    if not isinstance(folder, str | os.PathLike):
        raise ConfigError(f"Name a folder of weights, not {folder!r}.")
    if not Path(folder, MODEL).is_file():
        raise CheckpointError(f"There are no weights in {folder}; write them with ansatz export.")
    return str(Path(folder).absolute())


class Decoder:
    """A loaded runtime folder."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        try:
            import ctranslate2
        except ImportError:
            raise CheckpointError("CTranslate2 is not installed here, so the network steps aside.") from None
        if not (folder / MODEL).is_file():
            raise CheckpointError(f"There are no weights in {folder}, so the network steps aside.")
        try:
            self.card: dict[str, Any] = json.loads((folder / "card.json").read_text())
            self.scheme = Scheme(self.card.get("notation", "prefix"), self.card.get("tokenizer", "words"))
            vocabulary = json.loads((folder / VOCABULARY).read_text())
            self._translator = ctranslate2.Translator(str(folder), device="cpu", intra_threads=threads)
        except (OSError, ValueError, RuntimeError, ConfigError) as error:
            raise CheckpointError(f"The weights in {folder} cannot be read: {error}") from error
        # The vocabulary of words only grows, so that older weights still fit, and so do letters; byte pairs are fixed.
        if self.scheme.tokenizer != "words" and not set(vocabulary) <= set(self.scheme.names):
            raise CheckpointError(f"The vocabulary of {folder} is not this version's ({self.scheme}); train it again.")

    def fits(self, source: Sequence[str]) -> bool:
        """Whether the model was trained on statements of this length and these tokens."""
        if not all(token in INDEX for token in source):
            return False
        try:
            return len(self._spelt(source)) <= self.card["max_source"]
        except NotationError:
            return False

    def beam(self, sources: Sequence[Sequence[str]], beam: int = 10) -> list[list[Hypothesis]]:
        """Well-formed hypotheses for each sequence of prefix tokens, best first, at most `beam` each.

        The first token is the task's; <form> after it asks for the answer's form. Raises `NotationError` for what the
        model's spelling cannot say.
        """
        results = self._translator.translate_batch(
            [self._spelt(source) for source in sources],
            beam_size=beam,
            num_hypotheses=beam,
            max_decoding_length=self.card["max_target"],
            return_scores=True,
        )
        return [list(self._well_formed(result.hypotheses, result.scores)) for result in results]

    def attention(self, source: Sequence[str]) -> tuple[list[str], list[str], list[list[float]]]:
        """(source tokens, tokens of the greedy answer, weights): what one head of the last layer looks at.

        weights: (answer, source), every row sums to 1. Raises `NotationError` as `beam` does.
        """
        spelt = self._spelt(source)
        (result,) = self._translator.translate_batch(
            [spelt], beam_size=1, max_decoding_length=self.card["max_target"], return_attention=True
        )
        return spelt, result.hypotheses[0], result.attention[0][: len(result.hypotheses[0])]

    def _spelt(self, source: Sequence[str]) -> list[str]:
        """The names of the model's own tokens."""
        if self.scheme.is_default:
            return list(source)
        task, form = source[0], source[1] == FORM
        words = from_tokens(source[2 if form else 1 :])
        return [self.scheme.names[k] for k in self.scheme.source(task, words, form)]

    def _well_formed(self, hypotheses: Sequence[Sequence[str]], scores: Sequence[float]) -> Iterator[Hypothesis]:
        for tokens, score in zip(hypotheses, scores, strict=True):
            with suppress(NotationError):
                yield Hypothesis(self.scheme.tree([self.scheme.index.get(token, -1) for token in tokens]), score)
