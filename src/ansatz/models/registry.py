"""From a configuration to a model. A new family is a class of `interface.Seq2Seq` and a row here."""

from collections.abc import Callable

from ansatz.models.config import ModelConfig
from ansatz.models.decoder_only import DecoderOnly
from ansatz.models.interface import Seq2Seq
from ansatz.models.recurrent import Recurrent
from ansatz.models.transformer import Transformer

MODELS: dict[str, Callable[[ModelConfig, int], Seq2Seq]] = {
    "transformer": Transformer,
    "decoder": DecoderOnly,
    "rnn": Recurrent,
    "seq2seq": Recurrent,
    "attention": Recurrent,
}


def build(config: ModelConfig, vocabulary: int) -> Seq2Seq:
    """The model of a configuration over a vocabulary of this size, with fresh weights."""
    return MODELS[config.family](config, vocabulary)
