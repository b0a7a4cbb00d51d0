"""Layers that the transformers share, and how to look at what attention attends to.

    with recording(model) as weights:
        model(source, target)
    weights["decoder.0.cross_attention"]      # (batch, heads, target length, source length)

Attention is an explicit matmul–softmax on CPUs, whose backward pass is much faster at these lengths than that of
the fused kernel; on GPUs it is the fused kernel (`scaled_dot_product_attention`). Both give the same numbers.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ansatz.models.config import ModelConfig
from ansatz.models.interface import State

MASKED = -1e9  # added to a score; not -inf, so that a row in which all is masked stays finite


class Weights(nn.Module):
    """softmax of scores (batch, heads, queries, keys): a module, so that `recording` can watch it.

    watched: weights are wanted, so that a kernel which does not show them will not do.
    """

    watched = False

    def forward(self, scores: Tensor) -> Tensor:
        """Attention weights; each row sums to 1."""
        with torch.autocast(scores.device.type, enabled=False):  # it would copy bfloat16 scores to float32 and back
            return torch.softmax(scores, -1)


@contextmanager
def recording(model: nn.Module) -> Iterator[dict[str, Tensor]]:
    """Attention weights (batch, heads, queries, keys) that `model` computes inside the `with`, by layer.

    Names are the layers' own: transformer `encoder.k.attention`, `decoder.k.attention` and
    `decoder.k.cross_attention`; decoder-only `layers.k.attention`, whose queries and keys are the problem's tokens,
    padding included, and then the answer's; recurrent with attention `attention` (one head). A later call of the
    model replaces what an earlier one left, so look at `model(source, target)` rather than at single steps. Nothing
    is kept or slowed down outside; families without attention leave the dictionary empty.
    """
    found: dict[str, Tensor] = {}

    def keep(layer: str, _module: nn.Module, _scores: tuple[Tensor], weights: Tensor) -> None:
        found[layer] = weights.detach()

    modules = {path: module for path, module in model.named_modules() if isinstance(module, Weights)}
    hooks = [module.register_forward_hook(partial(keep, path.rpartition(".")[0])) for path, module in modules.items()]
    for module in modules.values():
        module.watched = True
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()
        for module in modules.values():
            module.watched = False


def split_heads(x: Tensor, parts: int, heads: int) -> Tensor:
    """(batch, length, parts · width) -> (parts, batch, heads, length, width / heads).

    Contiguous: the copy costs less than products of strided matrices (5 % of a training step).
    """
    return x.view(*x.shape[:2], parts, heads, -1).permute(2, 0, 3, 1, 4).contiguous()


def join_heads(x: Tensor) -> Tensor:
    """(batch, heads, length, width / heads) -> (batch, length, width)."""
    return x.transpose(1, 2).flatten(2)


def padding_bias(source: Tensor, dtype: torch.dtype) -> Tensor:
    """What hides the padded keys: (batch, m) -> (batch, 1, 1, m), to be added to scores."""
    return torch.zeros(source.shape, dtype=dtype, device=source.device).masked_fill_(source == 0, MASKED)[:, None, None]


def causal_bias(length: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """What hides later keys from each query: (length, length), to be added to scores."""
    return torch.full((length, length), MASKED, dtype=dtype, device=device).triu_(1)


def compute_type(x: Tensor) -> torch.dtype:
    """The type in which scores of `x` will be: autocast's where that is on."""
    device = x.device.type
    return torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else x.dtype


# One step of decoding: a problem has k hypotheses, in adjacent rows. Its own keys are read once for all of them.


def by_problem(query: Tensor, problems: int) -> Tensor:
    """Queries of single tokens: (problems · k, heads, 1, d) -> (problems, heads, k, d)."""
    return query.view(problems, -1, *query.shape[1:2], query.shape[3]).transpose(1, 2)


def by_hypothesis(x: Tensor) -> Tensor:
    """The inverse: (problems, heads, k, d) -> (problems · k, heads, 1, d)."""
    return x.transpose(1, 2).flatten(0, 1)[:, :, None]


class Attention(nn.Module):
    """What self- and cross-attention share. kernel: "matmul", "fused", or "" for what the device does fastest."""

    kernel = ""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.scale = (config.width // config.heads) ** -0.5
        self.weights = Weights()

    def mix(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        """softmax(query · keyᵀ · scale + bias) · value: (batch, heads, queries, d) -> the same shape."""
        kernel = self.kernel or ("fused" if query.is_cuda else "matmul")
        if kernel == "matmul" or self.weights.watched:
            return self.weights((query * self.scale) @ key.transpose(-1, -2) + bias) @ value
        mask = bias.to(query.dtype).expand(*bias.shape[:-2], query.shape[2], key.shape[2])
        return F.scaled_dot_product_attention(query, key, value, mask, scale=self.scale)


@final
class SelfAttention(Attention):
    """Multi-head attention of a sequence to itself (Vaswani et al. 2017, section 3.2), one fused projection."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.fused = nn.Linear(config.width, 3 * config.width, bias=False)
        self.output = nn.Linear(config.width, config.width, bias=False)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x (batch, length, width) -> the same shape; bias is added to the scores."""
        return self.with_keys(x, bias)[0]

    def with_keys(self, x: Tensor, bias: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`forward`, with the keys and values (batch, heads, length, d) behind it."""
        query, key, value = split_heads(self.fused(x), 3, self.heads)
        return self.output(join_heads(self.mix(query, key, value, bias))), key, value

    def step(self, x: Tensor, state: State, layer: str) -> tuple[Tensor, State]:
        """One more token, x (rows, 1, width), after those whose keys and values are in the state.

        Reads and writes `layer.key` and `layer.value`; where there are `source.layer.key`, `source.layer.value` and
        `source.bias`, the problem's tokens stand before them in the sequence.
        """
        query, key, value = split_heads(self.fused(x), 3, self.heads)
        query = query * self.scale
        if f"{layer}.key" in state:
            key = torch.cat([state[f"{layer}.key"], key], 2)
            value = torch.cat([state[f"{layer}.value"], value], 2)
        scores = query @ key.transpose(-1, -2)
        source_key = state.get(f"source.{layer}.key")
        if source_key is None:
            mixed = self.weights(scores) @ value
        else:
            problems, length = len(source_key), source_key.shape[2]
            before = by_problem(query, problems) @ source_key.transpose(-1, -2) + state["source.bias"]
            weights = self.weights(torch.cat([by_hypothesis(before), scores], -1))
            of_source = by_problem(weights[..., :length], problems) @ state[f"source.{layer}.value"]
            mixed = by_hypothesis(of_source) + weights[..., length:] @ value
        return self.output(join_heads(mixed)), {f"{layer}.key": key, f"{layer}.value": value}


@final
class CrossAttention(Attention):
    """Multi-head attention of a sequence to a memory."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        self.query = nn.Linear(config.width, config.width, bias=False)
        self.key_value = nn.Linear(config.width, 2 * config.width, bias=False)
        self.output = nn.Linear(config.width, config.width, bias=False)

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        """x (batch, n, width), memory (batch, m, width) -> x's shape; bias is added to the scores."""
        (query,) = split_heads(self.query(x), 1, self.heads)
        key, value = self.keys(memory)
        return self.output(join_heads(self.mix(query, key, value, bias)))

    def keys(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values (batch, heads, m, d) of a memory."""
        key, value = split_heads(self.key_value(memory), 2, self.heads)
        return key, value

    def step(self, x: Tensor, state: State, layer: str) -> Tensor:
        """One token, x (rows, 1, width), against `source.memory.layer.key` and `source.memory.layer.value`."""
        (query,) = split_heads(self.query(x), 1, self.heads)
        key, value = state[f"source.memory.{layer}.key"], state[f"source.memory.{layer}.value"]
        scores = by_problem(query * self.scale, len(key)) @ key.transpose(-1, -2) + state["source.bias"]
        return self.output(join_heads(by_hypothesis(self.weights(scores) @ value)))


class FeedForward(nn.Module):
    """W₂ gelu(W₁x)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.inner = nn.Linear(config.width, config.hidden)
        self.outer = nn.Linear(config.hidden, config.width)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, width) -> the same shape."""
        return self.outer(F.gelu(self.inner(x)))


class Block(nn.Module):
    """x + attention(norm x), then x + feed-forward(norm x): a layer of encoders and of decoder-only models."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = SelfAttention(config)
        self.forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, length, width) -> the same shape."""
        return self.with_keys(x, bias)[0]

    def with_keys(self, x: Tensor, bias: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`forward`, with the attention's keys and values."""
        mixed, key, value = self.attention.with_keys(self.attention_norm(x), bias)
        x = x + self.dropout(mixed)
        return x + self.dropout(self.feed_forward(self.forward_norm(x))), key, value

    def step(self, x: Tensor, state: State, layer: str) -> tuple[Tensor, State]:
        """One more token, x (rows, 1, width); see `SelfAttention.step`."""
        mixed, keys = self.attention.step(self.attention_norm(x), state, layer)
        x = x + mixed
        return x + self.feed_forward(self.forward_norm(x)), keys


def initialise(model: nn.Module, layers: int) -> None:
    """Normal weights, as GPT-2's; residual branches start small, so that depth does not raise the variance.

    Radford et al. 2019, section 2.3.
    """
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2:
            residual = name.endswith(("output.weight", "outer.weight"))
            nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * layers) if residual else 0.02)
