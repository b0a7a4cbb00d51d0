"""Line-ups: which methods take part in a search for a Lyapunov function."""

from collections.abc import Sequence
from dataclasses import dataclass

OWN_WORKER = ("own", "ansatz.solve.lyapunov.stages:own_candidates")  # name and task of our own rival


@dataclass(frozen=True, slots=True)
class Lineup:
    """Which methods take part. Evaluations name their line-ups with it."""

    network: bool = True
    fit: bool = True

    @classmethod
    def of(cls, methods: Sequence[str]) -> "Lineup":
        """The line-up of public method names: "fit" brings the methods of `ansatz.solve.lyapunov.methods`."""
        return cls("network" in methods, "fit" in methods)

    def title(self, beam: int) -> str:
        """What takes part, in a phrase for people."""
        parts = ((self.network, f"network (beam {beam})"), (self.fit, "sums of squares"))
        return ", ".join(name for takes_part, name in parts if takes_part)
