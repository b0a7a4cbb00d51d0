"""A budget of minutes or of steps: how much of it is used, and where its cool-down begins.

It is saved with the run, so that an interrupted run goes on within the budget that it had.
"""

from dataclasses import dataclass

from ansatz.errors import ConfigError


@dataclass(slots=True)
class Progress:
    """Where a run stands: optimisation steps, examples seen, seconds of training."""

    step: int = 0
    examples: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """Minutes or steps from a point of a run on; the last `cooldown` share of it cools down."""

    minutes: float | None = None
    steps: int | None = None
    cooldown: float = 0.25
    start_step: int = 0
    start_seconds: float = 0.0

    def __post_init__(self) -> None:
        if (self.minutes is None) == (self.steps is None):
            raise ConfigError("Give a budget in minutes or in steps, not both.")
        if (self.minutes is not None and self.minutes <= 0) or (self.steps is not None and self.steps < 1):
            raise ConfigError("A budget is more than nothing: some minutes, or at least one step.")
        if not 0 <= self.cooldown <= 1:
            raise ConfigError(f"The cool-down is a share of the budget, from 0 to 1, not {self.cooldown}.")

    def used(self, progress: Progress) -> float:
        """Share of the budget that is spent; may pass 1."""
        return self.share(progress.step - self.start_step, progress.seconds - self.start_seconds)

    def share(self, steps: int, seconds: float) -> float:
        """Share of the budget that these steps, which took so long, are."""
        if self.steps is not None:
            return steps / self.steps
        assert self.minutes is not None
        return seconds / (60 * self.minutes)

    def cooldown_due(self, progress: Progress) -> bool:
        """Whether the cool-down should have begun."""
        return self.cooldown > 0 and self.used(progress) >= 1 - self.cooldown

    def steps_left(self, progress: Progress) -> int:
        """Steps until the budget's end; of minutes, at the speed so far (the first steps cannot tell it: 200)."""
        done = progress.step - self.start_step
        if self.steps is not None:
            return max(1, self.steps - done)
        used = self.used(progress)
        return max(1, round(done / max(used, 1e-9) * (1 - used)) or 200)
