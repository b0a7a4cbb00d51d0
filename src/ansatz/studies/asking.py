"""The one measure of all studies, which is that of validation while training (`ansatz.training.solving`).

for index, solved, seconds in solve(decoder, sources, problems, beam=10): ...
"""

from collections.abc import Iterator, Sequence

from ansatz.data.record import Record
from ansatz.training.solving import Beams, decoded, holds, judging


def solve(
    decoder: Beams, sources: Sequence[Sequence[int]], problems: Sequence[Record], beam: int
) -> Iterator[tuple[int, bool, float]]:
    """(index, solved, seconds of decoding) for each problem, as they come; sources: token ids of each."""
    if not sources:
        return
    with judging() as worker:
        for k, hypotheses, seconds in decoded(decoder, sources, beam):
            yield k, holds(worker, problems[k], [hypothesis.tree for hypothesis in hypotheses]), seconds
