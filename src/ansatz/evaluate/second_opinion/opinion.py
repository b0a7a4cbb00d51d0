"""What a second opinion says: it agrees, disagrees at a point that it names, or cannot say, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ansatz.evaluate.second_opinion.formulas import Number


class Stance(StrEnum):
    """Of a second opinion towards an answer."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion. reason: in words. point: where it disagrees, values by the names of variables and parameters."""

    stance: Stance
    reason: str
    point: dict[str, float | complex] = field(default_factory=dict)

    def __str__(self) -> str:
        place = ", ".join(f"{name} = {value:.6g}" for name, value in self.point.items())
        return f"{self.stance}: {self.reason}{f' at {place}' if place else ''}"

    @property
    def agrees(self) -> bool:
        return self.stance is Stance.AGREES

    @property
    def disagrees(self) -> bool:
        return self.stance is Stance.DISAGREES


def disagreement(reason: str, point: Mapping[str, Number]) -> Opinion:
    """The opinion that something is wrong at this point, given in numbers of mpmath."""
    return Opinion(Stance.DISAGREES, reason, {name: _plain(value) for name, value in point.items()})


def agreement(points: int, enough: int = 1) -> Opinion:
    """The opinion after a number of points where nothing was wrong."""
    stance = Stance.AGREES if points >= enough else Stance.CANNOT_SAY
    return Opinion(stance, f"compared at {points} point{'' if points == 1 else 's'}")


def _plain(value: Number) -> float | complex:
    number = complex(value)
    return number if number.imag else number.real
