"""From a configuration to a model."""

from ansatz.errors import ConfigError
from ansatz.models.config import ModelConfig
from ansatz.models.interface import Seq2Seq
from ansatz.models.transformer import Transformer


def build(config: ModelConfig, vocabulary: int) -> Seq2Seq:
    """The model of a configuration over a vocabulary of this size, with fresh weights."""
    if config.family == "transformer":
        return Transformer(config, vocabulary)
    raise ConfigError(f"The family '{config.family}' is not built yet.")
