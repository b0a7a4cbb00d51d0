"""Settings of a training run: one frozen dataclass, written to `run.json` beside the checkpoint."""

from dataclasses import asdict, dataclass, field
from typing import Any

from ansatz.data.encode import Lengths
from ansatz.data.stream import StreamConfig
from ansatz.errors import ConfigError
from ansatz.models.config import ModelConfig
from ansatz.problems.integration.backward import BackwardConfig
from ansatz.problems.trees import TreeConfig


@dataclass(frozen=True)
class TrainConfig:
    """One training run.

    model, stream: what is trained on what. matrix_rate: Muon's learning rate for the matrices of the
    layers. rate: AdamW's for embeddings, norms and biases. weight_decay: decoupled. clip: gradient norm.
    warmup: steps. bf16: compute in bfloat16 (parameters stay float32). compile: fuse with torch.compile.
    threads: of the trainer, 0 for PyTorch's own choice. device: "cpu" or "cuda". seed: of the weights.
    """

    model: ModelConfig = field(default_factory=ModelConfig)
    stream: StreamConfig = field(default_factory=StreamConfig)
    matrix_rate: float = 2e-3
    rate: float = 1e-3
    weight_decay: float = 0.1
    clip: float = 1.0
    warmup: int = 200
    bf16: bool = True
    compile: bool = False
    threads: int = 0
    device: str = "cpu"
    seed: int = 0

    def __post_init__(self) -> None:
        longest = max(self.stream.lengths.source, self.stream.lengths.target)
        if longest > self.model.positions:
            raise ConfigError(f"Sequences of {longest} tokens do not fit the model's {self.model.positions} positions.")
        if self.device not in ("cpu", "cuda"):
            raise ConfigError(f"The device is 'cpu' or 'cuda', not '{self.device}'.")
        if self.matrix_rate <= 0 or self.rate <= 0:
            raise ConfigError("Learning rates must be positive.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "TrainConfig":
        """The configuration of `to_dict`; raises `ConfigError` for unknown keys."""
        try:
            values = dict(values)
            stream = dict(values.pop("stream", {}))
            backward = dict(stream.pop("backward", {}))
            tree = TreeConfig(**backward.pop("tree", {}))
            return cls(
                model=ModelConfig(**values.pop("model", {})),
                stream=StreamConfig(
                    lengths=Lengths(**stream.pop("lengths", {})),
                    backward=BackwardConfig(tree=tree, **backward),
                    **stream,
                ),
                **values,
            )
        except TypeError as error:
            raise ConfigError(f"Unknown setting in the training configuration: {error}.") from error
