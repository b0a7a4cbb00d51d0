"""Checkpoints: one safetensors file, replaced atomically, with the run's state as JSON in its header.

Tensors are named `model.…`, `ema.…` and `optimizer.<k>.<parameter>.<slot>`; the header's `ansatz` entry holds
everything that is not a tensor, and a digest of the tensors. A killed run leaves either the old file or the new
one, never half of one.
"""

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from ansatz.errors import CheckpointError

FORMAT = 1
State = dict[str, Any]  # JSON: what a file says is believed only as far as whoever takes it checks it


def save(path: Path, tensors: dict[str, torch.Tensor], state: State) -> None:
    """Write tensors and state to `path` atomically."""
    temporary = path.with_suffix(".tmp")
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    header = {**state, "format": FORMAT, "digest": digest(contiguous)}
    save_file(contiguous, temporary, metadata={"ansatz": json.dumps(header)})
    with open(temporary, "rb") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)


def load(path: Path) -> tuple[dict[str, torch.Tensor], State]:
    """Tensors and state of a checkpoint; raises `CheckpointError` with one clear sentence."""
    if not path.is_file():
        raise CheckpointError(f"There is no checkpoint at {path}; check the folder's name.")
    try:
        with safe_open(path, framework="pt") as file:
            state = json.loads((file.metadata() or {}).get("ansatz", "null"))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, RuntimeError) as error:
        raise CheckpointError(f"{path} is not a readable checkpoint ({error}); use an earlier copy.") from error
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise CheckpointError(f"{path} was not written by this version of Ansatz; train anew or use its version.")
    if state.get("digest", digest(tensors)) != digest(tensors):
        raise CheckpointError(f"{path} is damaged: its tensors are not those that were written; use an earlier copy.")
    return tensors, state


def digest(tensors: dict[str, torch.Tensor]) -> str:
    """16 bytes of BLAKE2b over all tensors, in hexadecimal: safetensors itself would not notice a flipped bit."""
    found = blake2b(digest_size=16)
    for name in sorted(tensors):
        found.update(name.encode())
        found.update(tensors[name].reshape(-1).view(torch.uint8).numpy().data)
    return found.hexdigest()


def model_tensors(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The model's own state dict out of a checkpoint's tensors: the weights that training goes on from."""
    return _named(tensors, "model.")


def best_tensors(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The state dict to answer with: the running means of weights where the run kept them."""
    return model_tensors(tensors) | _named(tensors, "ema.")


def _named(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}
