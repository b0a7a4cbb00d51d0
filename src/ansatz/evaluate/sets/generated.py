"""Problems that our generators make for the scoreboard: every task at three depths, none that a training run has seen.

    read("generated-fast")                  all of them, 100 for each task and depth; "generated-full": 500
    read("generated-fast", "backward")      one task; "backward/deep": one depth

Only statements of the test split are kept: the split is a hash of the statement (`ansatz.data.split`), and training
streams and shards hold none of that split, whatever their seeds. A hundredth of what is made is kept, so that slow
generators (forward, lyapunov_forward) take minutes.
"""

from collections.abc import Iterator
from itertools import count

from ansatz.data.encode import Lengths
from ansatz.data.record import Record
from ansatz.data.split import split
from ansatz.data.work import attempt, make_generator
from ansatz.errors import ConfigError
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.sets.files import from_record

SETS = {"generated-fast": 100, "generated-full": 500}
"""Names to how many there are of each task and depth."""

DEPTHS = ("shallow", "middle", "deep")
SIZES: dict[str, tuple[str, tuple[int, int, int]]] = {
    "backward": ("max_operators", (6, 15, 22)),
    "by_parts": ("max_size", (20, 40, 80)),
    "substitution": ("max_operators", (2, 4, 6)),
    "liouville": ("max_size", (40, 120, 240)),
    "forward": ("max_operators", (4, 10, 14)),
    "textbook": ("max_integrand", (20, 50, 120)),
    "ode1": ("max_operators", (6, 14, 20)),
    "ode2": ("max_operators", (5, 12, 16)),
    "lyapunov_backward": ("max_half_degree", (2, 4, 6)),
    "lyapunov_nonpolynomial": ("max_half_degree", (1, 3, 5)),
    "lyapunov_forward": ("max_degree", (3, 5, 7)),
}
"""Tasks to the option that makes their problems deep, and its values."""

_SEED = "scoreboard"
_LENGTHS = Lengths()


def read(name: str, part: str = "") -> Iterator[Problem]:
    """The problems of a set or of a part of it, "task" or "task/depth"; raises `ConfigError` for unknown ones."""
    index = 0
    for task, depth in parts(part):
        for record in records(task, depth, SETS[name]):
            yield from_record(index, record, f"{task}, {depth}")
            index += 1


def parts(part: str = "") -> list[tuple[str, str]]:
    """The (task, depth) pairs that a part names; all of them for ""."""
    task, _, depth = part.partition("/")
    chosen = [(t, d) for t in SIZES for d in DEPTHS if task in ("", t) and depth in ("", d)]
    if not chosen:
        raise ConfigError(
            f"There is no part '{part}'; write a task ({', '.join(SIZES)}) and / a depth ({', '.join(DEPTHS)})."
        )
    return chosen


def records(task: str, depth: str, wanted: int) -> Iterator[Record]:
    """So many different problems of the test split."""
    option, sizes = SIZES[task]
    generator = make_generator(task, {option: sizes[DEPTHS.index(depth)]})
    seen: set[str] = set()
    for index in count():
        if len(seen) == wanted:
            return
        found = attempt(generator, f"{_SEED}/{task}/{depth}", index, _LENGTHS)
        if isinstance(found, Record) and split(found.statement) == "test" and found.statement not in seen:
            seen.add(found.statement)
            yield found


def definition(name: str) -> str:
    """What the problems of a set depend on, besides the generators' code."""
    group, _, part = name.partition("/")
    return repr((_SEED, SETS[group], [(task, depth, SIZES[task]) for task, depth in parts(part)]))
