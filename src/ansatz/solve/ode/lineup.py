"""Line-ups: which of our own methods take part in a solve."""

from collections.abc import Sequence
from dataclasses import dataclass

OWN_WORKER = ("own", "ansatz.solve.ode.stages:own_candidates")  # name and task of our own rival


@dataclass(frozen=True, slots=True)
class Lineup:
    """Which of our own methods take part. Evaluations name their line-ups with it."""

    network: bool = True
    fit: bool = True
    structural: bool = True

    @classmethod
    def of(cls, methods: Sequence[str]) -> "Lineup":
        """The line-up of public method names: "fit" brings the methods of `ansatz.solve.ode.methods`."""
        return cls("network" in methods, "fit" in methods, "fit" in methods)

    @property
    def empty(self) -> bool:
        """True where no method of our own takes part."""
        return not (self.network or self.fit or self.structural)

    def title(self, beam: int) -> str:
        """What takes part, in a phrase for people."""
        parts = (
            (self.network, f"network (beam {beam})"),
            (self.structural, "methods by type"),
            (self.fit, "exact fit"),
        )
        return ", ".join(name for takes_part, name in parts if takes_part)
