"""The measure of validation and of studies: a problem is solved if a hypothesis in the beam is verified.

    with judging() as worker:
        for k, hypotheses, seconds in decoded(decoder, sources, beam=10):
            solved = holds(worker, problems[k], hypotheses)

Verification runs in a process that can be killed, so that no hypothesis can hold up a run, and the answer from which a
problem was made takes no part in it (`ansatz.training.judge`).
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from ansatz.data.record import Record
from ansatz.decoding.runtime import Hypothesis
from ansatz.expr.tree import Tree
from ansatz.limits import Worker

PROBLEM_SECONDS = 20.0
BATCH = 32  # problems decoded together
MEGABYTES = 2_000.0
WARM_UP_SECONDS = 120.0
JUDGE = "ansatz.training.judge"


class Beams(Protocol):
    """A decoder, whatever its model."""

    def beam(self, sources: Sequence[Sequence[int]], beam: int) -> list[list[Hypothesis]]:
        """Well-formed hypotheses for each source (token ids), best first, at most `beam` each."""
        ...


@contextmanager
def judging() -> Iterator[Worker]:
    """A worker that has imported the judge, or is about to."""
    with Worker(megabytes=MEGABYTES) as worker:
        worker.submit(f"{JUDGE}:ready", seconds=WARM_UP_SECONDS)
        yield worker


def decoded(
    decoder: Beams, sources: Sequence[Sequence[int]], beam: int
) -> Iterator[tuple[int, list[Hypothesis], float]]:
    """(index, hypotheses, seconds) for each source (token ids), those of similar length together.

    The seconds are a source's share of the decoding.
    """
    order = sorted(range(len(sources)), key=lambda k: len(sources[k]))
    for start in range(0, len(order), BATCH):
        together = order[start : start + BATCH]
        began = time.monotonic()
        found = decoder.beam([sources[k] for k in together], beam)
        seconds = (time.monotonic() - began) / len(together)
        yield from ((k, hypotheses, seconds) for k, hypotheses in zip(together, found, strict=True))


def holds(worker: Worker, problem: Record, candidates: Sequence[Tree], seconds: float = PROBLEM_SECONDS) -> bool:
    """Whether one of the candidates is an answer; where the verifier hangs or crashes, the problem is not solved."""
    return bool(candidates) and any(worker.submit(f"{JUDGE}:judge", problem, list(candidates), seconds=seconds))
