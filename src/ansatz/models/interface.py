"""What training, decoding and inspection ask of a model, whatever its family.

    model = build(config, vocabulary=len(TOKENS))     # ansatz.models.registry
    logits = model(source, target)                    # teacher forcing
    state = model.start(source)                       # then one token at a time:
    logits, state = model.step(tokens, state)

Token id 0 is padding, on the right. A state is a dictionary of tensors whose first dimension is the batch, so
that a beam search can repeat, reorder and drop its rows without knowing what they mean.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from torch import Tensor, nn

State = dict[str, Tensor]


class Seq2Seq(nn.Module, ABC):
    """A model of answers given problems."""

    @abstractmethod
    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Logits of each next token under teacher forcing: (batch, m), (batch, n) -> (batch, n, vocabulary)."""

    @abstractmethod
    def start(self, source: Tensor) -> State:
        """The state in which decoding of the answers to source (batch, m) begins."""

    @abstractmethod
    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits (batch, vocabulary) of the tokens after `tokens` (batch,), and the state behind them."""

    @abstractmethod
    def matrices(self) -> Iterator[nn.Parameter]:
        """The matrices inside layers, for optimisers that treat them apart (Muon); not embeddings."""

    @property
    def parameter_count(self) -> int:
        """Trainable numbers; a shared matrix counts once."""
        return sum(parameter.numel() for parameter in self.parameters())


def select(state: State, rows: Tensor) -> State:
    """The state of these rows (int64), repeated or left out as the indices say."""
    return {name: tensor.index_select(0, rows) for name, tensor in state.items()}
