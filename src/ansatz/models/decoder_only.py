"""Decoder-only transformer: problem and answer are one sequence (Radford et al. 2018; "GPT").

    model = DecoderOnly(preset("small", "decoder"), vocabulary=len(TOKENS))
    logits = model(source, target)          # (batch, target length, vocabulary): of the answer only

Attention is causal over the problem too. That is the plain form, which language models have, so that a comparison
of families compares what its names say; and the problem's keys never depend on what follows, so that they are
computed once. Problem and answer count their positions apart, each from 0 with a table of its own: the
padding between them takes no positions, the answer's first token has the same one after problems of any length, and
the tables tell the parts apart as segment embeddings would (Devlin et al. 2019, section 3.2). Pre-norm, tied
embeddings, layers as the encoder–decoder's.
"""

from collections.abc import Iterator
from typing import final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ansatz.models.config import ModelConfig
from ansatz.models.interface import Seq2Seq, State
from ansatz.models.layers import Block, causal_bias, compute_type, initialise, padding_bias


@final
class DecoderOnly(Seq2Seq):
    """The model; token id 0 is padding."""

    def __init__(self, config: ModelConfig, vocabulary: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary, config.width)
        self.source_positions = nn.Embedding(config.positions, config.width)
        self.target_positions = nn.Embedding(config.positions, config.width)
        self.layers = nn.ModuleList(Block(config) for _ in range(config.decoder_layers))
        self.norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        initialise(self, config.decoder_layers)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Teacher-forced logits: source (batch, m), target (batch, n) -> (batch, n, vocabulary)."""
        length = source.shape[1]
        answer = self.embedding(target) + self.target_positions.weight[: target.shape[1]]
        x = self.dropout(torch.cat([self._problem(source), answer], 1))
        hidden = F.pad(padding_bias(source, compute_type(x)), (0, target.shape[1]))
        bias = causal_bias(x.shape[1], hidden.dtype, x.device) + hidden
        for layer in self.layers:
            x = layer(x, bias)
        return self._logits(x[:, length:])

    def start(self, source: Tensor) -> State:
        """Keys and values of the problem in every layer."""
        x = self._problem(source)
        hidden = padding_bias(source, compute_type(x))
        bias = causal_bias(source.shape[1], hidden.dtype, x.device) + hidden
        state = {"source.bias": hidden, "position": source.new_zeros(len(source))}
        for k, layer in enumerate(self.layers):
            x, state[f"source.{k}.key"], state[f"source.{k}.value"] = layer.with_keys(x, bias)
        return state

    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits after one more token of the answer; earlier tokens' keys and values are in the state."""
        x = (self.embedding(tokens) + self.target_positions(state["position"]))[:, None]
        after = state | {"position": state["position"] + 1}
        for k, layer in enumerate(self.layers):
            x, keys = layer.step(x, state, str(k))
            after |= keys
        return self._logits(x[:, 0]), after

    def matrices(self) -> Iterator[nn.Parameter]:
        """The projections of attention and feed-forward layers."""
        yield from (parameter for parameter in self.layers.parameters() if parameter.dim() == 2)

    def _problem(self, source: Tensor) -> Tensor:
        return self.embedding(source) + self.source_positions.weight[: source.shape[1]]

    def _logits(self, x: Tensor) -> Tensor:
        return F.linear(self.norm(x), self.embedding.weight)
