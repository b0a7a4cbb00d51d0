"""The one measure of all studies: a problem is solved if an antiderivative in the beam is verified.

    for index, solved, seconds in solve(decoder, sources, problems, beam=10): ...

The measure is that of validation while training (`ansatz.training.judge`): it runs in a process that can be killed,
so that no hypothesis can hold up a study, and the answer from which a problem was made takes no part in it.
"""

import time
from collections.abc import Iterator, Sequence

from ansatz.data.record import Record
from ansatz.expr.tree import Tree
from ansatz.limits import Worker
from ansatz.training.validation import JUDGE, MEGABYTES, WARM_UP_SECONDS, Beams

PROBLEM_SECONDS = 20.0
BATCH = 32  # problems decoded together


def solve(
    decoder: Beams, sources: Sequence[Sequence[int]], problems: Sequence[Record], beam: int
) -> Iterator[tuple[int, bool, float]]:
    """(index, solved, seconds of decoding) for each problem, as they come; sources: token ids of each.

    Problems are decoded together with others of about their length; the seconds are a problem's share of that.
    """
    order = sorted(range(len(sources)), key=lambda k: len(sources[k]))
    with Worker(megabytes=MEGABYTES) as worker:
        if order:
            worker.submit(f"{JUDGE}:ready", seconds=WARM_UP_SECONDS)
        for start in range(0, len(order), BATCH):
            together = order[start : start + BATCH]
            began = time.monotonic()
            found = decoder.beam([sources[k] for k in together], beam)
            seconds = (time.monotonic() - began) / len(together)
            for k, hypotheses in zip(together, found, strict=True):
                yield k, holds(worker, problems[k], [hypothesis.tree for hypothesis in hypotheses]), seconds


def holds(worker: Worker, problem: Record, candidates: Sequence[Tree]) -> bool:
    """Whether one of the candidates is an answer; where the verifier hangs or crashes, the problem is not solved."""
    return bool(candidates) and any(worker.submit(f"{JUDGE}:judge", problem, list(candidates), seconds=PROBLEM_SECONDS))
