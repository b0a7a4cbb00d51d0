"""What a study is made of: settings that all its arms share, the arms, their outcomes, and a report on these."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from ansatz.data.encode import Lengths
from ansatz.data.record import Record
from ansatz.errors import ConfigError
from ansatz.models.config import PRESETS, ModelConfig

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BEAM = 10


@dataclass(frozen=True)
class Settings:
    """What the arms of a study share.

    budget: minutes of training for each arm. count: test problems. threads: of the trainer. seed: of weights and
    training problems; with seeds > 1 every arm is repeated with seed, seed + 1, … preset: size of the models, where
    the study does not vary it. device: "cpu" or "cuda".
    """

    budget: float = 10.0
    count: int = 500
    threads: int = 1
    seed: int = 0
    seeds: int = 1
    preset: str = "small"
    device: str = "cpu"

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise ConfigError(f"There is no preset '{self.preset}'; choose from {', '.join(PRESETS)}.")
        if not 0 < self.budget < float("inf"):
            raise ConfigError("The budget of an arm is a positive number of minutes.")
        if min(self.count, self.threads, self.seeds) < 1:
            raise ConfigError("A study needs at least one test problem, one thread and one seed.")


@dataclass(frozen=True)
class Arm:
    """One training and how its model is asked.

    name: of its folder and its row. model: what is trained. notation, tokenizer: how problems are spelt, `lengths` at
    most. examples: the size of a fixed data set that is seen again and again; None for fresh problems all the time.
    validation: problems beside it whose loss is followed. beams: sizes of the beam, each measured.
    """

    name: str
    model: ModelConfig
    notation: str = "prefix"
    tokenizer: str = "words"
    lengths: Lengths = field(default_factory=Lengths)
    examples: int | None = None
    validation: int = 0
    beams: tuple[int, ...] = (BEAM,)


@dataclass(frozen=True)
class Outcome:
    """What became of an arm with one seed: the content of its results.json.

    parameters, vocabulary: of the model. steps, examples, seconds: of training. loss (nats per token), accuracy (whole
    answers, teacher-forced): of the last logged training batches. source_tokens, target_tokens: mean lengths of the
    test problems in the arm's spelling. fitting: test problems that the model can read; the others count as not
    solved. solved: for each beam, who of the test problems, in their order. decoding: seconds of it for each beam.
    curve: (step, examples, training loss, validation loss), where validation is followed.
    """

    arm: str
    seed: int
    parameters: int
    vocabulary: int
    steps: int
    examples: int
    seconds: float
    loss: float
    accuracy: float
    source_tokens: float
    target_tokens: float
    fitting: int
    solved: dict[int, list[bool]]
    decoding: dict[int, float]
    curve: list[tuple[int, int, float, float]] = field(default_factory=list)

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Outcome":
        """The outcome of `to_dict`, also after JSON made strings of the beams; raises `ConfigError`."""
        try:
            changed = {
                "solved": {int(beam): list(answers) for beam, answers in values["solved"].items()},
                "decoding": {int(beam): float(seconds) for beam, seconds in values["decoding"].items()},
                "curve": [(int(a), int(b), float(c), float(d)) for a, b, c, d in values["curve"]],
            }
            return cls(**{**values, **changed})
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ConfigError(f"These are no results of an arm ({error}); delete the file to run it again.") from error


@dataclass(frozen=True)
class Report:
    """The end of a study: Markdown below the heading, and one picture."""

    text: str
    figure: "Figure"


class Study(ABC):
    """One experiment. name: on the command line. question: what it answers, in one sentence."""

    name: ClassVar[str]
    question: ClassVar[str]

    @abstractmethod
    def arms(self, settings: Settings) -> Sequence[Arm]:
        """What is trained, in this order."""

    @abstractmethod
    def report(self, outcomes: Sequence[Outcome], problems: Sequence[Record]) -> Report:
        """The table and the picture; outcomes in the order of arms and, within an arm, of seeds."""

    def cost(self, settings: Settings) -> float:
        """Minutes of training altogether; solving the test problems comes on top."""
        return len(self.arms(settings)) * settings.seeds * settings.budget
