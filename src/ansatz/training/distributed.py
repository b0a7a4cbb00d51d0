"""Several processes, one run: `torchrun --nproc-per-node 8 -m ansatz train …`.

The leader (rank 0) alone reads the stream, decides, validates, logs and saves. For each step it sends the whole
batch and what the step needs to know; rank r of R learns from rows r, r + R, …. Losses are divided by the real
tokens of the whole batch, so that gradients add up to those of one process: a run is the same for any number of
processes, up to the rounding of sums, and may be resumed with another number.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn

from ansatz.data.stream import PADDING, Batch

PATIENCE = timedelta(hours=6)  # the others wait while the leader validates or makes its first examples


@dataclass(frozen=True, slots=True)
class Order:
    """One step: the whole batch, the factor of the learning rate, the probability of scheduled sampling."""

    batch: Batch
    factor: float
    sampling: float = 0.0

    @property
    def tokens(self) -> int:
        """Real tokens to be predicted in the whole batch."""
        return int(np.count_nonzero(self.batch.target[:, 1:] != PADDING))


class Team:
    """The processes of a run. `size` is 1, and nothing is sent, unless torchrun started this process."""

    def __init__(self, device: str) -> None:
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        self.device = device
        self._orders: dist.ProcessGroup | None = None
        if self.size > 1:
            if device == "cuda":
                self.device = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
                torch.cuda.set_device(self.device)
            if not dist.is_initialized():
                dist.init_process_group("nccl" if device == "cuda" else "gloo", timeout=PATIENCE)
            self._orders = dist.new_group(backend="gloo", timeout=PATIENCE)

    @property
    def leader(self) -> bool:
        """Whether this process decides, logs and saves."""
        return self.rank == 0

    def together(self, model: nn.Module) -> Callable[..., Tensor]:
        """The model, with gradients averaged over the processes."""
        if self.size == 1:
            return model
        devices = [self.device] if self.device.startswith("cuda") else None
        return nn.parallel.DistributedDataParallel(model, device_ids=devices)

    def send(self, order: Order | None) -> None:
        """From the leader to all: the next step, or None for the end."""
        if self.size == 1:
            return
        head = torch.zeros(5, dtype=torch.float64)
        if order is not None:
            source, target = order.batch.source, order.batch.target
            numbers = (len(source), source.shape[1], target.shape[1], order.factor, order.sampling)
            head = torch.tensor(numbers, dtype=torch.float64)
        dist.broadcast(head, 0, group=self._orders)
        if order is not None:
            body = np.concatenate([order.batch.source, order.batch.target], axis=1).astype(np.int32)
            dist.broadcast(torch.from_numpy(body), 0, group=self._orders)

    def orders(self) -> Iterator[Order]:
        """What the leader sends, until its end."""
        while True:
            head = torch.zeros(5, dtype=torch.float64)
            dist.broadcast(head, 0, group=self._orders)
            rows, width, length = (int(entry) for entry in head[:3])
            if rows == 0:
                return
            body = torch.zeros(rows, width + length, dtype=torch.int32)
            dist.broadcast(body, 0, group=self._orders)
            both = body.numpy().astype(np.int16)
            yield Order(Batch(both[:, :width], both[:, width:]), float(head[3]), float(head[4]))

    def share(self, batch: Batch) -> Batch:
        """This process's rows; where there are none, one whose answer is all padding, so that it can take part."""
        if self.size == 1:
            return batch
        mine = Batch(batch.source[self.rank :: self.size], batch.target[self.rank :: self.size])
        return mine if mine.examples else Batch(batch.source[:1], np.full_like(batch.target[:1], PADDING))

    def total(self, counts: Tensor) -> Tensor:
        """Counts summed over all processes."""
        if self.size > 1:
            dist.all_reduce(counts)
        return counts

    def leave(self) -> None:
        """End the connection, once no trainer of this process needs it any more."""
        if self.size > 1 and dist.is_initialized():
            dist.destroy_process_group()
