"""What training, decoding and inspection ask of a model, whatever its family.

    model = build(config, vocabulary=len(TOKENS))     # ansatz.models.registry
    logits = model(source, target)                    # teacher forcing
    state = model.start(source)                       # then one token at a time:
    logits, state = model.step(tokens, state)

Token id 0 is padding, on the right. A state is a dictionary of tensors, so that a beam search can repeat,
reorder and drop rows without knowing what they mean. Those whose names begin with "source." have one row for
each problem, all others one row for each hypothesis; a problem's hypotheses are adjacent, and equally many for
every problem. So the problem's part is stored once, not once for each hypothesis, and never moved.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from torch import Tensor, nn

State = dict[str, Tensor]
SOURCE = "source."


class Seq2Seq(nn.Module, ABC):
    """A model of answers given problems.

    sampling: probability with which training replaces a token of the target by the model's own guess (scheduled
    sampling; Bengio et al. 2015), to be set by the trainer; None where the family knows no such thing.
    """

    sampling: float | None = None

    @abstractmethod
    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Logits of each next token under teacher forcing: (batch, m), (batch, n) -> (batch, n, vocabulary)."""

    @abstractmethod
    def start(self, source: Tensor) -> State:
        """The state in which decoding of the answers to source (batch, m) begins, one hypothesis a problem."""

    @abstractmethod
    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits (rows, vocabulary) of the tokens after `tokens` (rows,), and the state behind them.

        There are as many rows as hypotheses.
        """

    @abstractmethod
    def matrices(self) -> Iterator[nn.Parameter]:
        """The matrices inside layers, for optimisers that treat them apart (Muon); not embeddings."""

    @property
    def parameter_count(self) -> int:
        """Trainable numbers; a shared matrix counts once."""
        return sum(parameter.numel() for parameter in self.parameters())


def select(state: State, hypotheses: Tensor, problems: Tensor | None = None) -> State:
    """The state of these hypotheses' rows (int64), repeated or left out as the indices say.

    problems: the rows kept of what belongs to the problems; None: all of them, in their order.
    """
    return {
        name: tensor.index_select(0, hypotheses)
        if not name.startswith(SOURCE)
        else tensor
        if problems is None
        else tensor.index_select(0, problems)
        for name, tensor in state.items()
    }
