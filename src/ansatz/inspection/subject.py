"""A trained model to look at: read from a checkpoint, with the scheme in which it reads and writes.

subject = load(Path("out/run"))                  # a run's folder, or a checkpoint file
subject.model, subject.scheme, subject.embedding
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ansatz.data.encode import Lengths
from ansatz.data.scheme import Scheme
from ansatz.errors import CheckpointError
from ansatz.models.interface import Seq2Seq
from ansatz.models.registry import build
from ansatz.training import checkpoint
from ansatz.training.config import TrainConfig

LATEST = "checkpoint.safetensors"


@dataclass(frozen=True)
class Subject:
    """A model in evaluation mode. lengths: the longest sequences it was trained on, in its scheme's tokens."""

    model: Seq2Seq
    scheme: Scheme
    lengths: Lengths
    family: str
    examples: int

    @property
    def embedding(self) -> Tensor:
        """Token embeddings (vocabulary, width) in float32."""
        return self.model.get_parameter("embedding.weight").detach().float()


def load(path: Path) -> Subject:
    """The model of a checkpoint, or of a run's latest; raises `CheckpointError` where there is none that fits."""
    file = path / LATEST if path.is_dir() else path
    tensors, state = checkpoint.load(file)
    config = TrainConfig.from_dict(state["config"])
    scheme = config.data.scheme
    if tuple(state["tokens"]) != scheme.names:
        raise CheckpointError(f"The vocabulary of {file} is not this version's; inspect it with the version it is of.")
    model = build(config.model, scheme.size)
    try:
        model.load_state_dict(checkpoint.best_tensors(tensors))
    except RuntimeError as error:
        raise CheckpointError(f"The weights in {file} do not fit its own settings; use an earlier copy.") from error
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    examples = int(state.get("progress", {}).get("examples", 0))
    return Subject(model, scheme, config.stream.lengths, config.model.family, examples)


@torch.no_grad()
def answer(subject: Subject, source: list[int]) -> list[int]:
    """The model's greedy answer to a source's ids, without <s> and </s>; at most `lengths.target` tokens with them."""
    start, end = (subject.scheme.index[name] for name in ("<s>", "</s>"))
    state = subject.model.start(torch.tensor([source]))
    token, found = start, list[int]()
    while len(found) < subject.lengths.target - 2:
        logits, state = subject.model.step(torch.tensor([token]), state)
        token = int(logits[0].argmax())
        if token == end:
            break
        found.append(token)
    return found
