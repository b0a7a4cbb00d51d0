"""What a lane says while it works."""

from typing import Literal, NamedTuple


class Event(NamedTuple):
    """kind: progress, answer or refusal. body: JSON. solution: pickled, for pictures. verified: may be kept."""

    kind: Literal["progress", "answer", "refusal"]
    body: str
    solution: bytes | None = None
    verified: bool = False
