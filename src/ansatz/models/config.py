"""Sizes of models: one frozen dataclass for every family, and the presets."""

from dataclasses import dataclass

from ansatz.errors import ConfigError

FAMILIES = ("transformer", "decoder", "rnn", "seq2seq", "attention")
CELLS = ("tanh", "gru", "lstm")


@dataclass(frozen=True)
class ModelConfig:
    """Family and sizes of a model.

    encoder_layers, decoder_layers, heads, width, hidden (feed-forward width), positions, dropout. family:
    transformer (encoder–decoder), decoder (decoder-only: problem and answer in one sequence), rnn (vanilla),
    seq2seq (GRU or LSTM, the answer from one vector), attention (the same, looking back at every source
    position). cell: of the recurrent families; the rnn's is tanh.
    """

    encoder_layers: int = 4
    decoder_layers: int = 2
    heads: int = 8
    width: int = 256
    hidden: int = 1024
    positions: int = 256
    dropout: float = 0.0
    family: str = "transformer"
    cell: str = "gru"

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ConfigError(f"There is no model family '{self.family}'; choose from {', '.join(FAMILIES)}.")
        if self.cell not in CELLS:
            raise ConfigError(f"There is no recurrent cell '{self.cell}'; choose from {', '.join(CELLS)}.")
        if self.width % self.heads:
            raise ConfigError(f"The width {self.width} is not a multiple of the {self.heads} heads.")


PRESETS: dict[str, ModelConfig] = {
    "tiny": ModelConfig(2, 1, 4, 128, 512),
    "small": ModelConfig(4, 2, 8, 256, 1024),
    "lample-charton": ModelConfig(6, 6, 8, 512, 2048, positions=512, dropout=0.1),
    "yang": ModelConfig(6, 6, 8, 512, 2048, positions=512, dropout=0.1),
    "lyapunov": ModelConfig(8, 8, 10, 640, 2560, positions=1024),
}
