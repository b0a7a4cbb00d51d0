"""When a run is validated, and what its validations say: the best share so far, and whether patience is at an end."""

from dataclasses import dataclass

from ansatz.training.budget import Progress
from ansatz.training.config import ValidationConfig


@dataclass(slots=True)
class Watch:
    """The validations so far: when the last one was and its share, the best share (-1: there was none), and how many
    have passed without a better one."""

    step: int = 0
    seconds: float = 0.0
    last: float = -1.0
    best: float = -1.0
    stale: int = 0

    def due(self, settings: ValidationConfig, progress: Progress) -> bool:
        """Whether the pause since the last validation is over."""
        if settings.every_steps:
            return progress.step - self.step >= settings.every_steps
        return 0 < 60 * settings.every_minutes <= progress.seconds - self.seconds

    def see(self, share: float, progress: Progress) -> None:
        """Take note of a validation."""
        self.step, self.seconds = progress.step, progress.seconds
        self.stale = 0 if share > self.best else self.stale + 1
        self.last, self.best = share, max(self.best, share)
