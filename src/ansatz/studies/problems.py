"""What studies ask and, where a data set is fixed, learn from: backward problems of seeds of their own.

    test_problems(500)                   of the split test (`ansatz.data.split`): in no training stream of any seed
    data_set(1_000)                      of the split train, none twice

Both are functions of the number alone, and smaller ones are the beginnings of larger ones: what changes between 64 and
100,000 examples is how many there are, not which.
"""

from collections.abc import Callable
from pathlib import Path

from ansatz.data import interchange
from ansatz.data.generate import distinct
from ansatz.data.record import Record, trees
from ansatz.data.split import split
from ansatz.data.work import make_generator
from ansatz.expr.tree import Tree, depth, walk

TASK = "backward"
TEST_SEED = 20_191_202  # no one's training seed; what the split leaves out of training does not depend on it
DATA_SEED = 20_200_315

Advance = Callable[[float, str], None]


def _quiet(share: float, remark: str) -> None:
    pass


def test_problems(count: int, report: Advance = _quiet) -> list[Record]:
    """`count` different held-out problems; report(share done, remark)."""
    return _first(count, TEST_SEED, "test", "making held-out problems", report)


test_problems.__test__ = False  # type: ignore[attr-defined]  # no test, whatever its name says


def data_set(count: int, report: Advance = _quiet) -> list[Record]:
    """`count` different problems to learn from; report(share done, remark)."""
    return _first(count, DATA_SEED, "train", "making the data set", report)


def _first(count: int, seed: int, wanted: str, remark: str, report: Advance) -> list[Record]:
    """The first different problems of a split that a seed gives."""
    found: list[Record] = []
    for record in distinct(make_generator(TASK, {}), seed, count, wanted=lambda r: split(r.statement) == wanted):
        found.append(record)
        report(len(found) / count, remark)
    return found


def kept(path: Path, make: Callable[[], list[Record]]) -> list[Record]:
    """The problems of a file, made and written once."""
    if not path.exists():
        interchange.write(path, make())
    return list(interchange.read(path))


def operators(tree: Tree) -> int:
    """Number of operators in a tree: the size by which Lample & Charton draw problems."""
    return sum(isinstance(node, tuple) for node in walk(tree))


def statement(record: Record) -> Tree:
    """The integrand."""
    return trees(record.statement)[0]


def answer(record: Record) -> Tree:
    """The antiderivative from which the problem was made."""
    return trees(record.answer)[0]


__all__ = ["answer", "data_set", "depth", "kept", "operators", "statement", "test_problems"]
