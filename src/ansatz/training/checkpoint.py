"""Checkpoints: one safetensors file, replaced atomically, with the run's state as JSON in its header.

Tensors are named `model.…` and `optimizer.<k>.<parameter>.<slot>`; the header's `ansatz` entry holds
everything that is not a tensor. A killed run leaves either the old file or the new one, never half of one.
"""

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from ansatz.errors import CheckpointError

FORMAT = 1


def save(path: Path, tensors: dict[str, torch.Tensor], state: dict[str, Any]) -> None:
    """Write tensors and state to `path` atomically."""
    temporary = path.with_suffix(".tmp")
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    save_file(contiguous, temporary, metadata={"ansatz": json.dumps({"format": FORMAT, **state})})
    with open(temporary, "rb") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)


def load(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Tensors and state of a checkpoint; raises `CheckpointError` with one clear sentence."""
    if not path.is_file():
        raise CheckpointError(f"There is no checkpoint at {path}; check the folder's name.")
    try:
        with safe_open(path, framework="pt") as file:
            state = json.loads((file.metadata() or {}).get("ansatz", "null"))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(f"{path} is not a readable checkpoint ({error}); use an earlier copy.") from error
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise CheckpointError(f"{path} was not written by this version of Ansatz; train anew or use its version.")
    return tensors, state


def model_tensors(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The model's own state dict out of a checkpoint's tensors."""
    prefix = "model."
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}
