"""The running mean of a model's weights (Polyak & Juditsky 1992): often a better model than the weights themselves.

ema = RunningMean(model, decay=0.999)
ema.update(step)                       after each step
with ema.applied(): ...                the model has the mean's weights here
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class RunningMean:
    """Exponential mean of all parameters. decay: in [0, 1); less in the first steps, min(decay, (1 + n)/(10 + n))."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self._names = [name for name, _ in model.named_parameters()]
        self._weights = list(model.parameters())
        self._means = [weight.detach().clone() for weight in self._weights]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Move towards the weights after step n."""
        decay = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(self._means, self._weights, 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The model computes with the means inside, and with its own weights again afterwards."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    @torch.no_grad()
    def _swap(self) -> None:
        for weight, mean in zip(self._weights, self._means, strict=True):
            weight.data, mean.data = mean.data, weight.data

    def tensors(self) -> dict[str, Tensor]:
        """`ema.<name>` of every parameter."""
        return {f"ema.{name}": mean for name, mean in zip(self._names, self._means, strict=True)}

    def load(self, saved: Mapping[str, Tensor]) -> None:
        """Put back what `tensors` gave; raises `KeyError` where it is missing."""
        for name, mean in zip(self._names, self._means, strict=True):
            mean.copy_(saved[f"ema.{name}"])
