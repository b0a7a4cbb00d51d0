"""Recurrent sequence-to-sequence models, without attention (the bottleneck) and with it (its cure).

    model = Recurrent(preset("small", "attention"), vocabulary=len(TOKENS))
    logits = model(source, target)          # (batch, target length, vocabulary)

An encoder reads the problem in both directions, a decoder begins with its last states and writes the answer.

    rnn         h_t = tanh(x_t W_x + h_{t-1} W_h + b)                    (Elman 1990)
    seq2seq     GRU or LSTM cells in the same place                     (Cho et al. 2014; Sutskever, Vinyals & Le 2014)
    attention   and each state of the decoder looks back at all states of the encoder (Luong, Pham & Manning 2015)

In the first two all that the decoder knows of the problem is one vector: those last states, `width` numbers a layer
(twice as many with LSTM cells). The encoder is the same in all three, so that what a comparison shows is attention.
"""

from collections.abc import Iterator
from typing import final

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from ansatz.models.config import ModelConfig
from ansatz.models.interface import Seq2Seq, State
from ansatz.models.layers import Weights, padding_bias

CELLS: dict[str, tuple[type[nn.RNNBase], int]] = {"tanh": (nn.RNN, 1), "gru": (nn.GRU, 3), "lstm": (nn.LSTM, 4)}


class Attention(nn.Module):
    """Luong, Pham & Manning 2015, section 3.1: global attention with the score "general" (equations 5, 7, 8).

    score(h_t, h̄_s) = h_tᵀ W h̄_s;  a = softmax of the scores over s;  c = Σ_s a_s h̄_s;  h̃_t = tanh(W_c [c; h_t]).
    Without their input feeding (section 3.3), so that all states of a known answer come from one pass.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.key = nn.Linear(width, width, bias=False)
        self.weights = Weights()
        self.mix = nn.Linear(2 * width, width, bias=False)

    def forward(self, states: Tensor, state: State) -> Tensor:
        """The decoder's states (rows, n, width), rows by problem -> h̃ of the same shape."""
        memory = state["source.memory"]
        query = states.reshape(len(memory), -1, states.shape[-1])
        scores = (query @ state["source.key"].transpose(1, 2))[:, None] + state["source.bias"]
        context = (self.weights(scores)[:, 0] @ memory).view_as(states)
        return torch.tanh(self.mix(torch.cat([context, states], -1)))


@final
class Recurrent(Seq2Seq):
    """The three families; token id 0 is padding."""

    def __init__(self, config: ModelConfig, vocabulary: int) -> None:
        super().__init__()
        self.config = config
        self.sampling = 0.0
        cell, gates = CELLS[config.cell]
        layers, width = config.decoder_layers, config.width
        between = config.dropout if layers > 1 else 0.0
        self.embedding = nn.Embedding(vocabulary, width)
        self.encoder = cell(width, width // 2, layers, batch_first=True, dropout=between, bidirectional=True)
        self.decoder = cell(width, width, layers, batch_first=True, dropout=between)
        self.attention = Attention(width) if config.family == "attention" else None
        self.output = nn.Linear(width, vocabulary)
        self.dropout = nn.Dropout(config.dropout)
        for name, parameter in self.named_parameters():
            if ".weight_hh" in name:  # so that at first states neither vanish nor explode (Saxe et al. 2014)
                for gate in parameter.chunk(gates):
                    nn.init.orthogonal_(gate)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Teacher-forced logits: source (batch, m), target (batch, n) -> (batch, n, vocabulary).

        While training, `sampling` of the target's tokens are the model's own guesses instead.
        """
        state = self.start(source)
        if self.training and self.sampling:
            return self._sampled(target, state)
        return self._answer(target, state)[0]

    def start(self, source: Tensor) -> State:
        """The encoder's last states and, for attention, all of its top layer's."""
        lengths = (source != 0).sum(1).clamp_min(1).cpu()
        packed = pack_padded_sequence(self.dropout(self.embedding(source)), lengths, True, enforce_sorted=False)
        states, last = self.encoder(packed)
        state = self._by_row(last, directions=2)
        if self.attention is not None:
            memory, _ = pad_packed_sequence(states, batch_first=True, total_length=source.shape[1])
            memory = self.dropout(memory)
            key = self.attention.key(memory)
            state |= {"source.memory": memory, "source.key": key, "source.bias": padding_bias(source, key.dtype)}
        return state

    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits after one more token."""
        logits, state = self._answer(tokens[:, None], state)
        return logits[:, 0], state

    def matrices(self) -> Iterator[nn.Parameter]:
        """The matrices of cells and attention."""
        for part in (self.encoder, self.decoder, self.attention):
            if part is not None:
                yield from (parameter for parameter in part.parameters() if parameter.dim() == 2)

    def _answer(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits (rows, n, vocabulary) after each of these tokens (rows, n), and the state behind the last."""
        last = tuple(state[name].transpose(0, 1).contiguous() for name in ("hidden", "memory_cell") if name in state)
        states, last = self.decoder(self.dropout(self.embedding(tokens)), last if len(last) == 2 else last[0])
        after = state | self._by_row(last, directions=1)
        if self.attention is not None:
            states = self.attention(states, state)
        return self.output(self.dropout(states)), after

    def _by_row(self, last: Tensor | tuple[Tensor, ...], directions: int) -> State:
        """Last states (layers · directions, rows, width / directions) as a `State`, rows first."""
        named = zip(("hidden", "memory_cell"), last if isinstance(last, tuple) else (last,), strict=False)
        layers = self.config.decoder_layers
        return {
            name: tensor.view(layers, directions, *tensor.shape[1:]).permute(2, 0, 1, 3).flatten(2)
            for name, tensor in named
        }

    def _sampled(self, target: Tensor, state: State) -> Tensor:
        """Scheduled sampling (Bengio et al. 2015, section 2.4) with the likeliest token as the guess."""
        tokens, logits = target[:, 0], []
        for n in range(target.shape[1]):
            scores, state = self.step(tokens, state)
            logits.append(scores)
            if n + 1 < target.shape[1]:
                guessed = torch.rand(tokens.shape, device=tokens.device) < self.sampling
                tokens = torch.where(guessed, scores.detach().argmax(-1), target[:, n + 1])
        return torch.stack(logits, 1)
