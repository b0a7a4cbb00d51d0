"""The loss, and what is counted along the way.

Everything stays on the device: whoever reads a count waits for the device, so that is left to the log.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from ansatz.data.stream import PADDING

COUNTS = 5  # summed loss (nats), right tokens, tokens, right answers, answers


def loss_and_counts(logits: Tensor, wanted: Tensor, tokens: int, smoothing: float = 0.0) -> tuple[Tensor, Tensor]:
    """Cross-entropy, summed over real tokens and divided by `tokens`; and the counts (float64).

    logits (batch, length, vocabulary), wanted (batch, length). tokens: those of the whole batch, of which this may
    be one process's share: the shares' losses add up to the batch's. smoothing: label smoothing.
    """
    total = F.cross_entropy(
        logits.flatten(0, 1).float(),
        wanted.flatten(),
        ignore_index=PADDING,
        reduction="sum",
        label_smoothing=smoothing,
    )
    with torch.no_grad():
        real = wanted != PADDING
        right = (logits.argmax(-1) == wanted) & real
        # A row of nothing but padding stands in for an empty share.
        answers = (right | ~real).all(1) & real.any(1)
        counts = torch.stack([total.detach().double(), right.sum(), real.sum(), answers.sum(), real.any(1).sum()])
    return total / tokens, counts
