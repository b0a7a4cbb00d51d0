"""Line-ups: which of our own methods take part in a solve."""

from collections.abc import Sequence
from dataclasses import dataclass

VALUE_WORKER = ("value", "ansatz.solve.integral.value:definite_value")  # warm when the search is stopped
THEOREM_WORKER = (VALUE_WORKER[0], "ansatz.solve.integral.value:has_closed_value")  # while that waits for its question
OWN_WORKER = ("own", "ansatz.solve.integral.stages:own_candidates")  # name and task of our own rival


@dataclass(frozen=True, slots=True)
class Lineup:
    """Which of our own methods take part. Evaluations name their line-ups with it."""

    network: bool = True
    views: bool = True
    fit: bool = True
    structural: bool = True

    @classmethod
    def of(cls, methods: Sequence[str]) -> "Lineup":
        """The line-up of public method names: "network" brings its views, "fit" its structural terms."""
        return cls("network" in methods, "network" in methods, "fit" in methods, "fit" in methods)

    @property
    def empty(self) -> bool:
        """True where no method of our own takes part."""
        return not (self.network or self.fit or self.structural)

    def title(self, beam: int) -> str:
        """What takes part, in a phrase for people."""
        network = f"network (beam {beam}{', several views' if self.views else ''})"
        parts = ((self.network, network), (self.structural, "structural terms"), (self.fit, "exact fit"))
        return ", ".join(name for takes_part, name in parts if takes_part)
