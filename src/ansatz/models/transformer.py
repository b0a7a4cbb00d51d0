"""Encoder–decoder transformer (Vaswani et al. 2017), pre-norm, learned absolute positions, tied embeddings.

    model = Transformer(PRESETS["small"], vocabulary=len(TOKENS))
    logits = model(source, target)          # (batch, target length, vocabulary)

Every part has its counterpart in CTranslate2's `TransformerSpec` (`ansatz.training.export`), which decodes
it without PyTorch; that is why positions are absolute and projections of attention have no bias.
"""

from collections.abc import Iterator
from typing import final

from torch import Tensor, nn
from torch.nn import functional as F

from ansatz.models.config import ModelConfig
from ansatz.models.interface import Seq2Seq, State
from ansatz.models.layers import (
    Block,
    CrossAttention,
    FeedForward,
    SelfAttention,
    causal_bias,
    compute_type,
    initialise,
    padding_bias,
)


class DecoderLayer(nn.Module):
    """Causal self-attention, attention to the encoder's memory, feed-forward; each pre-norm, residual."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = SelfAttention(config)
        self.cross_norm = nn.LayerNorm(config.width)
        self.cross_attention = CrossAttention(config)
        self.forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, causal: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        """x (batch, target length, width), memory (batch, source length, width) -> x's shape."""
        x = x + self.dropout(self.attention(self.attention_norm(x), causal))
        x = x + self.dropout(self.cross_attention(self.cross_norm(x), memory, bias))
        return x + self.dropout(self.feed_forward(self.forward_norm(x)))

    def step(self, x: Tensor, state: State, layer: str) -> tuple[Tensor, State]:
        """One more token, x (rows, 1, width), after those in the state."""
        mixed, keys = self.attention.step(self.attention_norm(x), state, layer)
        x = x + mixed
        x = x + self.cross_attention.step(self.cross_norm(x), state, layer)
        return x + self.feed_forward(self.forward_norm(x)), keys


@final
class Transformer(Seq2Seq):
    """The model; token id 0 is padding."""

    def __init__(self, config: ModelConfig, vocabulary: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary, config.width)
        self.source_positions = nn.Embedding(config.positions, config.width)
        self.target_positions = nn.Embedding(config.positions, config.width)
        self.encoder = nn.ModuleList(Block(config) for _ in range(config.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.decoder_layers))
        self.encoder_norm = nn.LayerNorm(config.width)
        self.decoder_norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        initialise(self, config.encoder_layers + config.decoder_layers)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Memory (batch, source length, width) and the additive mask (batch, 1, 1, source length)."""
        x = self.embedding(source) + self.source_positions.weight[: source.shape[1]]
        bias = padding_bias(source, compute_type(x))
        x = self.dropout(x)
        for layer in self.encoder:
            x = layer(x, bias)
        return self.encoder_norm(x), bias

    def decode(self, target: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        """Logits (batch, target length, vocabulary) of each next token."""
        length = target.shape[1]
        x = self.dropout(self.embedding(target) + self.target_positions.weight[:length])
        causal = causal_bias(length, bias.dtype, x.device)
        for layer in self.decoder:
            x = layer(x, causal, memory, bias)
        return F.linear(self.decoder_norm(x), self.embedding.weight)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Teacher-forced logits: source (batch, m), target (batch, n) -> (batch, n, vocabulary)."""
        memory, bias = self.encode(source)
        return self.decode(target, memory, bias)

    def start(self, source: Tensor) -> State:
        """Keys and values of the source for every layer of the decoder; no token decoded yet."""
        memory, bias = self.encode(source)
        state = {"source.bias": bias, "position": source.new_zeros(len(source))}
        for k, layer in enumerate(self.decoder):
            key, value = layer.cross_attention.keys(memory)
            state |= {f"source.memory.{k}.key": key, f"source.memory.{k}.value": value}
        return state

    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits after one more token; earlier tokens' keys and values are in the state."""
        x = (self.embedding(tokens) + self.target_positions(state["position"]))[:, None]
        after = state | {"position": state["position"] + 1}
        for k, layer in enumerate(self.decoder):
            x, keys = layer.step(x, state, str(k))
            after |= keys
        return F.linear(self.decoder_norm(x[:, 0]), self.embedding.weight), after

    def matrices(self) -> Iterator[nn.Parameter]:
        """The projections of attention and feed-forward layers."""
        for part in (self.encoder, self.decoder):
            yield from (parameter for parameter in part.parameters() if parameter.dim() == 2)
