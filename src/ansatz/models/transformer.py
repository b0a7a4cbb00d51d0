"""Encoder–decoder transformer (Vaswani et al. 2017), pre-norm, learned absolute positions, tied embeddings.

    model = Transformer(PRESETS["small"], vocabulary=len(TOKENS))
    logits = model(source, target)          # (batch, target length, vocabulary)

Every part has its counterpart in CTranslate2's `TransformerSpec` (`ansatz.training.export`), which decodes
it without PyTorch; that is why positions are absolute and projections of attention have no bias.
Attention is an explicit matmul–softmax: on CPUs its backward pass is much faster at these lengths
than the fused kernel of `scaled_dot_product_attention`.
"""

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ansatz.models.config import ModelConfig
from ansatz.models.interface import Seq2Seq, State


def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    """softmax(QKᵀ/√d + bias) V; query (batch, heads, q, d), key and value (batch, heads, k, d)."""
    scores = query @ key.transpose(-1, -2) + bias
    with torch.autocast(scores.device.type, enabled=False):  # autocast would copy bfloat16 scores to float32 and back
        weights = torch.softmax(scores, -1)
    return weights @ value


def _heads(x: Tensor, parts: int, heads: int) -> Tensor:
    """(batch, length, parts · width) -> (parts, batch, heads, length, width / heads).

    Contiguous: the copy costs less than products of strided matrices (5 % of a training step).
    """
    return x.view(*x.shape[:2], parts, heads, -1).permute(2, 0, 3, 1, 4).contiguous()


class Attention(nn.Module):
    """Multi-head attention of `x` to itself (`fused` projection) or to a memory."""

    def __init__(self, config: ModelConfig, cross: bool) -> None:
        super().__init__()
        self.heads = config.heads
        self.scale = (config.width // config.heads) ** -0.5
        width = config.width
        if cross:
            self.query = nn.Linear(width, width, bias=False)
            self.key_value = nn.Linear(width, 2 * width, bias=False)
        else:
            self.fused = nn.Linear(width, 3 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, bias: Tensor, memory: Tensor | None = None) -> Tensor:
        """x (batch, length, width) -> the same shape; bias is added to the scores (-inf masks)."""
        batch, length, width = x.shape
        if memory is None:
            query, key, value = _heads(self.fused(x), 3, self.heads)
        else:
            (query,) = _heads(self.query(x), 1, self.heads)
            key, value = _heads(self.key_value(memory), 2, self.heads)
        mixed = attend(query * self.scale, key, value, bias)
        return self.output(mixed.transpose(1, 2).reshape(batch, length, width))


class FeedForward(nn.Module):
    """W₂ gelu(W₁x)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.inner = nn.Linear(config.width, config.hidden)
        self.outer = nn.Linear(config.hidden, config.width)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, width) -> the same shape."""
        return self.outer(F.gelu(self.inner(x)))


class EncoderLayer(nn.Module):
    """x + attention(norm x), then x + feed-forward(norm x)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = Attention(config, cross=False)
        self.forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, length, width) -> the same shape."""
        x = x + self.dropout(self.attention(self.attention_norm(x), bias))
        return x + self.dropout(self.feed_forward(self.forward_norm(x)))


class DecoderLayer(nn.Module):
    """Causal self-attention, attention to the encoder's memory, feed-forward; each pre-norm, residual."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = Attention(config, cross=False)
        self.cross_norm = nn.LayerNorm(config.width)
        self.cross_attention = Attention(config, cross=True)
        self.forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, causal: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        """x (batch, target length, width), memory (batch, source length, width) -> x's shape."""
        x = x + self.dropout(self.attention(self.attention_norm(x), causal))
        x = x + self.dropout(self.cross_attention(self.cross_norm(x), bias, memory))
        return x + self.dropout(self.feed_forward(self.forward_norm(x)))


class Transformer(Seq2Seq):
    """The model; token id 0 is padding."""

    def __init__(self, config: ModelConfig, vocabulary: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary, config.width)
        self.source_positions = nn.Embedding(config.positions, config.width)
        self.target_positions = nn.Embedding(config.positions, config.width)
        self.encoder = nn.ModuleList(EncoderLayer(config) for _ in range(config.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.decoder_layers))
        self.encoder_norm = nn.LayerNorm(config.width)
        self.decoder_norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)
        self._initialise()

    def _initialise(self) -> None:
        layers = self.config.encoder_layers + self.config.decoder_layers
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            # Residual branches start small, so that depth does not raise the variance (GPT-2, section 2.3).
            residual = name.endswith(("output.weight", "outer.weight"))
            nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * layers) if residual else 0.02)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Memory (batch, source length, width) and the additive mask (batch, 1, 1, source length)."""
        x = self.embedding(source) + self.source_positions.weight[: source.shape[1]]
        bias = torch.zeros(source.shape, dtype=_compute_type(x), device=x.device).masked_fill_(source == 0, -1e9)
        bias = bias[:, None, None, :]
        x = self.dropout(x)
        for layer in self.encoder:
            x = layer(x, bias)
        return self.encoder_norm(x), bias

    def decode(self, target: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        """Logits (batch, target length, vocabulary) of each next token."""
        length = target.shape[1]
        x = self.dropout(self.embedding(target) + self.target_positions.weight[:length])
        causal = torch.full((length, length), -1e9, dtype=bias.dtype, device=x.device).triu_(1)
        for layer in self.decoder:
            x = layer(x, causal, memory, bias)
        return F.linear(self.decoder_norm(x), self.embedding.weight)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Teacher-forced logits: source (batch, m), target (batch, n) -> (batch, n, vocabulary)."""
        memory, bias = self.encode(source)
        return self.decode(target, memory, bias)

    def start(self, source: Tensor) -> State:
        """Memory and mask of the source, and no tokens decoded yet."""
        memory, bias = self.encode(source)
        return {"memory": memory, "bias": bias, "tokens": source.new_zeros(len(source), 0)}

    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits after one more token; the decoder reads its whole prefix anew (CTranslate2 caches keys instead)."""
        prefix = torch.cat([state["tokens"], tokens[:, None]], 1)
        logits = self.decode(prefix, state["memory"], state["bias"])[:, -1]
        return logits, state | {"tokens": prefix}

    def matrices(self) -> Iterator[nn.Parameter]:
        """The projections of attention and feed-forward layers."""
        for part in (self.encoder, self.decoder):
            yield from (parameter for parameter in part.parameters() if parameter.dim() == 2)


def _compute_type(x: Tensor) -> torch.dtype:
    device = x.device.type
    return torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else x.dtype
