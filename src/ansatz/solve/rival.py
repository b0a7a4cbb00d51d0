"""A rival: one competitor of a race, a task that some worker process runs without the race knowing what it does."""

from dataclasses import dataclass
from enum import Enum

LAST_WORDS = 0.5  # seconds past its deadline for a worker to say what it has found


class Signal(Enum):
    """What a rival may yield besides candidates and remarks (text for the reader)."""

    READY = "its process is warm and at work"
    ANSWERED = "the question can be answered without the others"


@dataclass(frozen=True, slots=True)
class Rival:
    """name: of its worker, which stays warm between races. task: "module:function", a generator of candidates, called
    with the arguments and the seconds that are left. waits: whether it starts only when those that do not wait have
    ended without a proof, or had their head start. title: what it does, in a phrase for people.
    """

    name: str
    task: str
    arguments: tuple[object, ...]
    title: str
    waits: bool = False
