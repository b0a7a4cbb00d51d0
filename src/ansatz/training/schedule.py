"""Learning-rate schedules: the factor of the peak rate at each step, after n steps of W of warm-up.

    wsd            warm-up, a plateau of any length, a linear cool-down (Hu et al. 2024, MiniCPM)
    constant       warm-up, then 1
    inverse_sqrt   warm-up, then √k/√max(n, k)
    noam           width^-½ · min(n^-½, n·W^-3/2) (Vaswani et al. 2017, section 5.3): the rate itself, not a factor
    cosine         warm-up, then half a cosine down to `floor` at the budget's end (Loshchilov & Hutter 2017)

The plateau of wsd needs no known end, so a run can always be prolonged from its last plateau checkpoint; most of
the loss that a decaying schedule gains is gained in the cool-down.
"""

import math
from dataclasses import dataclass

SCHEDULES = ("wsd", "constant", "inverse_sqrt", "noam", "cosine")
LEAST_WARMUP = 5  # steps, however much of the budget the first one took (compiling, for example)


@dataclass(slots=True)
class Schedule:
    """Factor of the peak learning rate at each step.

    warmup: steps of linear warm-up. warmup_share: of the budget, after which it is over even if fewer steps were made
    (a run of a minute must not end in its warm-up); 0: the steps alone count, as they always do for noam.
    cooldown_start: first step of wsd's cool-down, None while on the plateau. cooldown_steps: its length. floor: factor
    at the end. decay_after: the k of inverse_sqrt, 0 for `warmup`. width: the model's, for noam.
    """

    warmup: int = 200
    cooldown_start: int | None = None
    cooldown_steps: int = 0
    floor: float = 0.01
    kind: str = "wsd"
    decay_after: int = 0
    width: int = 1
    warmup_share: float = 0.0

    def factor(self, step: int, used: float = 0.0) -> float:
        """The factor at this step (from 0), where `used` of the budget is spent."""
        n, warmup = step + 1, max(1, self.warmup)
        rising = min(1.0, n / warmup)
        if self.warmup_share:
            rising = min(1.0, max(rising, min(used / self.warmup_share, n / LEAST_WARMUP)))
        if self.kind == "noam":
            return self.width**-0.5 * min(n**-0.5, n * warmup**-1.5)
        if self.kind == "inverse_sqrt":
            k = self.decay_after or warmup
            return rising * math.sqrt(k / max(n, k))
        if self.kind == "cosine":
            return rising * (self.floor + (1 - self.floor) * (1 + math.cos(math.pi * min(1.0, used))) / 2)
        if self.cooldown_start is None:
            return rising
        done = (step - self.cooldown_start) / max(1, self.cooldown_steps)
        return rising * max(self.floor, 1 - done)

    @property
    def cooling(self) -> bool:
        """True from the first step of the cool-down on."""
        return self.cooldown_start is not None

    def finished(self, step: int) -> bool:
        """True once the cool-down is over."""
        return self.cooldown_start is not None and step >= self.cooldown_start + self.cooldown_steps
