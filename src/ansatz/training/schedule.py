"""Learning-rate schedule: warm-up, a plateau of any length, a linear cool-down (WSD; Hu et al. 2024, MiniCPM).

The plateau needs no known end, so a run can always be prolonged from its last plateau checkpoint; most of
the loss that a decaying schedule gains is gained in the cool-down.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Schedule:
    """Factor of the peak learning rate at each step.

    warmup: steps of linear warm-up. cooldown_start: first step of the cool-down, None while on the
    plateau. cooldown_steps: its length. floor: factor at its end.
    """

    warmup: int = 200
    cooldown_start: int | None = None
    cooldown_steps: int = 0
    floor: float = 0.01

    def factor(self, step: int) -> float:
        """Between 0 and 1 at this step."""
        rising = min(1.0, (step + 1) / self.warmup)
        if self.cooldown_start is None:
            return rising
        done = (step - self.cooldown_start) / max(1, self.cooldown_steps)
        return rising * max(self.floor, 1 - done)

    def finished(self, step: int) -> bool:
        """True once the cool-down is over."""
        return self.cooldown_start is not None and step >= self.cooldown_start + self.cooldown_steps
