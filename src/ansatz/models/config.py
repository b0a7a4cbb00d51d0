"""Sizes of models: one frozen dataclass for every family, and the presets.

preset("small")                  the encoder–decoder transformer
preset("small", "attention")     another family of about as many parameters
"""

from dataclasses import dataclass, replace

from ansatz.errors import ConfigError

FAMILIES = ("transformer", "decoder", "rnn", "seq2seq", "attention")
CELLS = ("tanh", "gru", "lstm")


@dataclass(frozen=True)
class ModelConfig:
    """Family and sizes of a model.

    encoder_layers, decoder_layers, heads, width, hidden (feed-forward width), positions, dropout. family:
    transformer (encoder–decoder), decoder (decoder-only: problem and answer in one sequence; it has no encoder
    layers), rnn (vanilla), seq2seq (GRU or LSTM, the answer from one vector), attention (the same, looking back at
    every source position). cell: of the recurrent families, whose two parts have equally many layers; the rnn's is
    tanh. heads and hidden mean nothing to the recurrent families.
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
        for name in ("decoder_layers", "heads", "width", "hidden", "positions"):
            if getattr(self, name) < 1:
                raise ConfigError(f"A model's {name} must be at least 1, not {getattr(self, name)}.")
        if not 0 <= self.dropout < 1:
            raise ConfigError(f"Dropout is a probability below 1, not {self.dropout}.")
        if self.recurrent:
            self._check_recurrent()
        elif self.width % self.heads:
            raise ConfigError(f"The width {self.width} is not a multiple of the {self.heads} heads.")
        elif self.family == "decoder" and self.encoder_layers != 0:
            raise ConfigError("A decoder-only model has no encoder; set encoder_layers to 0.")
        elif self.family == "transformer" and self.encoder_layers < 1:
            raise ConfigError("An encoder–decoder needs encoder_layers of at least 1, or the family 'decoder'.")

    def _check_recurrent(self) -> None:
        if self.encoder_layers != self.decoder_layers:
            raise ConfigError(
                "The decoder of a recurrent model begins with its encoder's states: set encoder_layers and "
                f"decoder_layers to the same number, not {self.encoder_layers} and {self.decoder_layers}."
            )
        if self.width % 2:
            raise ConfigError(f"The width {self.width} is odd; a recurrent encoder gives half of it to each direction.")
        if self.family == "rnn" and self.cell != "tanh":
            raise ConfigError(f"The vanilla rnn's cell is tanh; choose the family 'seq2seq' for {self.cell}.")

    @property
    def recurrent(self) -> bool:
        """Whether the family is one of recurrent networks."""
        return self.family in ("rnn", "seq2seq", "attention")


# The encoder–decoder transformers; `preset` derives the other families from them.
PRESETS: dict[str, ModelConfig] = {
    "tiny": ModelConfig(2, 1, 4, 128, 512),
    "small": ModelConfig(4, 2, 8, 256, 1024),
    "lample-charton": ModelConfig(6, 6, 8, 512, 2048, positions=512, dropout=0.1),
    "yang": ModelConfig(6, 6, 8, 512, 2048, positions=512, dropout=0.1),
    "lyapunov": ModelConfig(8, 8, 10, 640, 2560, positions=1024),
}

# Recurrent layers are cheaper than a transformer's, and gain little beyond four (Wu et al. 2016, section 3.2).
MAX_RECURRENT_LAYERS = 4


def preset(name: str, family: str = "transformer") -> ModelConfig:
    """The configuration of a preset's name for a family; raises `ConfigError` for unknown ones.

    In every family a preset has about as many parameters: the decoder-only model stacks all layers of the
    encoder–decoder; recurrent models are two times as wide (a vanilla one, with its single gate, three times).
    """
    if name not in PRESETS:
        raise ConfigError(f"There is no preset '{name}'; choose from {', '.join(PRESETS)}.")
    base = PRESETS[name]
    if family == "transformer":
        return base
    if family == "decoder":
        layers = base.encoder_layers + base.decoder_layers
        return replace(base, family=family, encoder_layers=0, decoder_layers=layers)
    layers = min(base.decoder_layers, MAX_RECURRENT_LAYERS)
    vanilla = family == "rnn"
    return replace(
        base,
        family=family,
        encoder_layers=layers,
        decoder_layers=layers,
        width=base.width * (3 if vanilla else 2),
        cell="tanh" if vanilla else "gru",
    )
