"""Beam search in PyTorch, for any family: models in training, and those that CTranslate2 does not know.

    decoder = TorchDecoder(model, max_length=80)
    decoder.beam([["<integrate>", "*", "x", "cos", "x"]], beam=10)     # as ansatz.decoding.runtime.Decoder
    -> [[Hypothesis(tree=("+", ("cos", "x"), ("*", "x", ("sin", "x"))), score=-0.02), …]]

Each step extends every hypothesis by every token and keeps the `beam` likeliest that do not end; those of
the `beam` likeliest that end are finished. A problem is done with `beam` finished hypotheses, or at the
longest length, where unfinished ones are dropped. Scores are mean log-probabilities per token, </s> counted.
All this is CTranslate2's way, answer for answer. Rows of problems that are done leave the batch.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import final

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from ansatz.data.encode import Lengths
from ansatz.data.scheme import PREFIX_WORDS, Scheme
from ansatz.errors import NotationError
from ansatz.expr.tokenizers import from_tokens
from ansatz.expr.vocabulary import END, INDEX, START
from ansatz.models.hypothesis import Hypothesis
from ansatz.models.interface import Seq2Seq, select

ROWS = 1_024  # hypotheses decoded together: more cost memory and gain nothing

Source = Sequence[int] | Sequence[str]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished hypothesis: token ids without <s> and </s>, and the mean log-probability per token."""

    tokens: list[int]
    score: float


@torch.inference_mode()
def beam_search(model: Seq2Seq, source: Tensor, beam: int, max_tokens: int) -> list[list[Finished]]:
    """At most `beam` finished hypotheses for each problem of source (batch, m), best first.

    max_tokens: of the longest answers, </s> included.
    """
    state = model.start(source)
    tokens = source.new_full((len(source),), INDEX[START])
    sums = torch.zeros(len(source), 1, device=source.device)  # log-probabilities (problems, hypotheses)
    prefixes = source.new_zeros(len(source), 1, 0)
    problems = list(range(len(source)))  # those still at work
    found: list[list[Finished]] = [[] for _ in problems]
    for length in range(max_tokens):
        logits, state = model.step(tokens, state)
        if length == 0:
            logits[:, INDEX[END]] = -torch.inf  # an empty answer is none
        hypotheses, vocabulary = sums.shape[1], logits.shape[1]
        extended = sums[..., None] + torch.log_softmax(logits.float(), -1).view(*sums.shape, vocabulary)
        # Of any 2 · beam extensions at least `beam` go on, since each hypothesis can end in one way only.
        best, place = extended.flatten(1).topk(min(2 * beam, hypotheses * vocabulary))
        parent, token = place // vocabulary, place % vocabulary
        ends = token == INDEX[END]
        row, rank = (ends & best.isfinite())[:, :beam].nonzero(as_tuple=True)
        answers, scores = prefixes[row, parent[row, rank]].tolist(), (best[row, rank] / (length + 1)).tolist()
        for k, answer, score in zip(row.tolist(), answers, scores, strict=True):
            found[problems[k]].append(Finished(answer, score))
        left = [k for k, problem in enumerate(problems) if len(found[problem]) < beam]
        if not left:
            break
        rows = torch.tensor(left, device=source.device)
        sums, keep = best.masked_fill(ends, -torch.inf)[rows].topk(min(beam, best.shape[1]))
        parent, token = parent[rows].gather(1, keep), token[rows].gather(1, keep)
        state = select(
            state, (rows[:, None] * hypotheses + parent).flatten(), rows if len(left) < len(problems) else None
        )
        prefixes = torch.cat([prefixes[rows[:, None], parent], token[..., None]], 2)
        tokens = token.flatten()
        problems = [problems[k] for k in left]
    return [sorted(finished, key=lambda answer: answer.score, reverse=True)[:beam] for finished in found]


@final
class TorchDecoder:
    """A model with its spelling, asked for answers; the model is put into evaluation mode.

    scheme: how problems and answers are spelt. max_length, max_source: tokens of the longest answers and problems,
    special tokens included. rows: hypotheses decoded together.
    """

    def __init__(
        self,
        model: Seq2Seq,
        scheme: Scheme = PREFIX_WORDS,
        *,
        max_length: int = Lengths().target,
        max_source: int = Lengths().source,
        rows: int = ROWS,
    ) -> None:
        self.model, self.scheme, self.rows = model.eval(), scheme, rows
        self.max_length, self.max_source = max_length, max_source

    def fits(self, source: Source) -> bool:
        """Whether the model was trained on problems of this length and these tokens."""
        try:
            ids = self._ids(source)
        except NotationError:
            return False
        return len(ids) <= self.max_source and all(0 < k < self.scheme.size for k in ids)

    def beam(self, sources: Sequence[Source], beam: int = 10) -> list[list[Hypothesis]]:
        """Well-formed hypotheses for each problem, best first, at most `beam` each.

        A problem is given as names of prefix tokens, whatever the scheme, or as ids in the scheme; the first is its
        task's. Raises `NotationError` for names outside the vocabulary.
        """
        ids = [self._ids(source) for source in sources]
        device = next(self.model.parameters()).device
        together = max(1, self.rows // beam)
        answers: dict[int, list[Hypothesis]] = {}
        order = sorted(range(len(ids)), key=lambda k: len(ids[k]))  # little padding
        for begin in range(0, len(order), together):
            group = order[begin : begin + together]
            source = pad_sequence([torch.tensor(ids[k], device=device) for k in group], batch_first=True)
            found = beam_search(self.model, source, beam, self.max_length - 1)
            answers |= {k: list(self._well_formed(finished)) for k, finished in zip(group, found, strict=True)}
        return [answers[k] for k in range(len(ids))]

    def _ids(self, source: Source) -> list[int]:
        first, *others = source
        if isinstance(first, int):
            return [first, *map(int, others)]
        return self.scheme.source(first, from_tokens(list(map(str, others))))

    def _well_formed(self, finished: Sequence[Finished]) -> Iterator[Hypothesis]:
        for answer in finished:
            with suppress(NotationError):
                yield Hypothesis(self.scheme.tree(answer.tokens), answer.score)
