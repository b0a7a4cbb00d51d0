"""Settings of a training run: one frozen dataclass, written to `run.json` beside the checkpoint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from ansatz.data.shard_stream import ShardStreamConfig
from ansatz.data.stream import StreamConfig
from ansatz.errors import ConfigError
from ansatz.models.config import ModelConfig
from ansatz.training.schedule import SCHEDULES
from ansatz.training.settings import read

OPTIMIZERS = ("muon", "adamw", "adam")
LEAST_NOAM_RATE = 0.05


@dataclass(frozen=True)
class ValidationConfig:
    """Validation by solving: held-out problems are decoded with a beam, and every candidate is verified.

    problems: how many, the same for the whole run; 0 for no validation. every_minutes, every_steps: pause between
    two validations, at the log's next row; 0 and 0: at the end alone. beam: size. seconds: of verification for one
    problem. patience: so many validations in a row without a better share end the training early (wsd: begin its
    cool-down); 0: never.
    """

    problems: int = 0
    every_minutes: float = 0.0
    every_steps: int = 0
    beam: int = 5
    seconds: float = 5.0
    patience: int = 0

    def __post_init__(self) -> None:
        if min(self.problems, self.every_minutes, self.every_steps, self.patience) < 0:
            raise ConfigError("The settings of validation are numbers from 0 on.")
        if self.beam < 1 or self.seconds <= 0:
            raise ConfigError("Validation needs a beam of at least 1 and some seconds for each problem.")
        if self.every_minutes and self.every_steps:
            raise ConfigError("Give validation.every_minutes or validation.every_steps, not both.")
        if not self.problems and (self.every_minutes or self.every_steps or self.patience):
            raise ConfigError("Validation needs problems: set validation.problems, such as 100.")
        if self.patience and not (self.every_minutes or self.every_steps):
            raise ConfigError("validation.patience needs validation.every_minutes or validation.every_steps.")


@dataclass(frozen=True)
class TrainConfig:
    """One training run.

    model: what is trained. stream: the live stream it learns from. shards: {data set's folder: weight} to learn from
    instead; seed, workers, chunk, tokens, lengths and spelling are the stream's then. With several processes
    stream.tokens is the budget of the batch that they share.

    optimizer: muon (Muon for the layers' matrices, AdamW for the rest), adamw, or adam (without decay). matrix_rate:
    Muon's learning rate. rate: AdamW's or Adam's; with noam the factor of its formula. weight_decay: decoupled, of the
    layers' matrices. clip: gradient norm, 0 for no bound. schedule: see `ansatz.training.schedule`. warmup: steps;
    None: 200, or a tenth of the budget where that is less. decay_after: the k of inverse_sqrt, in steps; 0: warmup.
    label_smoothing: mass moved from the right token to all. ema: decay of the running mean of weights, which is
    validated and exported; 0 for none. sampling: scheduled sampling (Bengio et al. 2015) of recurrent families:
    probability, reached linearly over the budget, that the decoder reads its own guess. validation: see
    `ValidationConfig`.

    bf16: compute in bfloat16 (parameters stay float32). compile: fuse with torch.compile. deterministic: only
    algorithms whose results are bit-equal each time. threads: of the trainer, 0 for PyTorch's own choice. device: "cpu"
    or "cuda". seed: of weights and dropout. log_every: steps between rows of the log; None: 50, or a fiftieth of the
    budget where that is less. checkpoint_every: seconds between checkpoints, fewer at first (`ansatz.training.saving`);
    0: one after every step. tensorboard: write its events too.
    """

    model: ModelConfig = field(default_factory=ModelConfig)
    stream: StreamConfig = field(default_factory=StreamConfig)
    shards: dict[str, float] = field(default_factory=dict)
    validation: ValidationConfig = field(default_factory=ValidationConfig)
    optimizer: str = "muon"
    matrix_rate: float = 2e-3
    rate: float = 1e-3
    weight_decay: float = 0.1
    clip: float = 1.0
    schedule: str = "wsd"
    warmup: int | None = None
    decay_after: int = 0
    label_smoothing: float = 0.0
    ema: float = 0.0
    sampling: float = 0.0
    bf16: bool = True
    compile: bool = False
    deterministic: bool = False
    threads: int = 0
    device: str = "cpu"
    seed: int = 0
    log_every: int | None = None
    checkpoint_every: float = 120.0
    tensorboard: bool = False

    def __post_init__(self) -> None:
        self._check_names()
        self._check_numbers()
        self._check_contradictions()

    def _check_names(self) -> None:
        for name, value, names in (
            ("optimizer", self.optimizer, OPTIMIZERS),
            ("schedule", self.schedule, SCHEDULES),
            ("device", self.device, ("cpu", "cuda")),
        ):
            if value not in names:
                known = ", ".join(f"'{each}'" for each in names[:-1])
                raise ConfigError(f"The {name} is {known} or '{names[-1]}', not '{value}'.")

    def _check_numbers(self) -> None:
        if self.matrix_rate <= 0 or self.rate <= 0:
            raise ConfigError("Learning rates must be positive.")
        names = ("clip", "weight_decay", "warmup", "decay_after", "threads", "checkpoint_every")
        if any((getattr(self, name) or 0) < 0 for name in names):
            raise ConfigError(f"{', '.join(names[:-1])} and {names[-1]} are never negative.")
        for name in ("label_smoothing", "ema", "sampling"):
            if not 0 <= getattr(self, name) < 1:
                raise ConfigError(f"{name} must lie in [0, 1), not {getattr(self, name)}.")
        if self.log_every is not None and self.log_every < 1:
            raise ConfigError("log_every is a number of steps, at least 1.")

    def _check_contradictions(self) -> None:
        recurrent = self.model.recurrent
        longest = max(self.stream.lengths.source, self.stream.lengths.target)
        if not recurrent and longest > self.model.positions:
            raise ConfigError(f"Sequences of {longest} tokens do not fit the model's {self.model.positions} positions.")
        if self.schedule == "noam" and self.optimizer == "muon":
            raise ConfigError("The schedule 'noam' gives Adam its rate; set optimizer to adam or adamw with it.")
        if self.schedule == "noam" and self.rate < LEAST_NOAM_RATE:
            raise ConfigError(
                f"The schedule 'noam' scales the rate by 1/√width: set rate = 1 with it, not {self.rate:g}."
            )
        if self.decay_after and self.schedule != "inverse_sqrt":
            raise ConfigError("decay_after belongs to the schedule 'inverse_sqrt'; set that, or leave it out.")
        if self.sampling and not recurrent:
            raise ConfigError("Scheduled sampling is for the families rnn, seq2seq and attention; set sampling = 0.")
        if self.sampling and self.compile:
            raise ConfigError(
                "Scheduled sampling changes the model at each step, which compile cannot follow; drop one."
            )
        if self.shards and self.stream.mixture:
            raise ConfigError(
                "Give shards or stream.mixture, not both: a run learns from data sets or from a live stream."
            )
        if self.validation.problems and not (self.shards or self.stream.exclude_held_out):
            raise ConfigError("Validation needs problems that are not trained on; set stream.exclude_held_out = true.")

    @property
    def data(self) -> StreamConfig | ShardStreamConfig:
        """Where batches come from."""
        if not self.shards:
            return self.stream
        shared = {each.name for each in fields(ShardStreamConfig)} & {each.name for each in fields(StreamConfig)}
        return ShardStreamConfig(self.shards, **{name: getattr(self.stream, name) for name in shared})

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> "TrainConfig":
        """The configuration of `to_dict`, or an older version's; raises `ConfigError` for unknown keys."""
        return read(cls, values)
