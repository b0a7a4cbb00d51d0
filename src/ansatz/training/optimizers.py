"""Optimisers of a run, and their state as named tensors.

optimizers = make(model, config)
tensors(optimizers), load(optimizers, tensors)      what checkpoints keep
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from ansatz.models.interface import Seq2Seq
from ansatz.training.config import TrainConfig
from ansatz.training.muon import Muon

BETAS = (0.9, 0.98)


def make(model: Seq2Seq, config: TrainConfig) -> list[torch.optim.Optimizer]:
    """Muon for the layers' matrices and AdamW for the rest, or one Adam(W); only those matrices decay."""
    matrices = list(model.matrices())
    apart = set(matrices)
    others = [parameter for parameter in model.parameters() if parameter not in apart]
    found: list[torch.optim.Optimizer]
    if config.optimizer == "muon":
        found = [Muon(matrices, lr=config.matrix_rate, weight_decay=config.weight_decay)] if matrices else []
        found += [torch.optim.AdamW(others, lr=config.rate, betas=BETAS, weight_decay=0.0, fused=True)]
    elif config.optimizer == "adamw":
        groups = [{"params": matrices, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]
        found = [torch.optim.AdamW(groups, lr=config.rate, betas=BETAS, fused=True)]
    else:
        found = [torch.optim.Adam(model.parameters(), lr=config.rate, betas=BETAS, fused=True)]
    for optimizer in found:
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return found


def scale(optimizers: list[torch.optim.Optimizer], factor: float) -> None:
    """Set every learning rate to `factor` of its peak."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * factor


def tensors(optimizers: list[torch.optim.Optimizer]) -> dict[str, Tensor]:
    """`optimizer.<k>.<parameter>.<slot>`: the state of all."""
    return {
        f"optimizer.{index}.{parameter}.{slot}": value
        for index, optimizer in enumerate(optimizers)
        for parameter, slots in optimizer.state_dict()["state"].items()
        for slot, value in slots.items()
        if isinstance(value, Tensor)
    }


def load(optimizers: list[torch.optim.Optimizer], saved: Mapping[str, Tensor]) -> None:
    """Put back what `tensors` gave."""
    for index, optimizer in enumerate(optimizers):
        prefix = f"optimizer.{index}."
        state: dict[int, dict[str, Tensor]] = {}
        for name, tensor in saved.items():
            if name.startswith(prefix):
                parameter, slot = name[len(prefix) :].split(".")
                state.setdefault(int(parameter), {})[slot] = tensor
        optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
