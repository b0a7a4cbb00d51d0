"""Second opinions on what data sets hold, one by one and in processes."""

import pytest

from ansatz.data.record import Record
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.evaluate.second_opinion.records import opinion, opinions

RIGHT = [
    Record(0, "<integrate>", "* 2 x", "pow2 x"),
    Record(1, "<integrate_complex>", "/ 1 + i x", "ln + i x"),
    Record(2, "<ode1>", "- Y' * 2 sqrt Y", "pow2 + x c1", branch="+ x c1"),
    Record(3, "<ode2>", "+ Y'' Y", "+ * c1 sin x * c2 cos x"),
    Record(4, "<lyapunov>", "- x1 x0 <sep> - neg x0 x1", "+ pow2 x0 pow2 x1"),
]


@pytest.mark.parametrize("record", RIGHT, ids=lambda record: record.task)
def test_right_pairs_and_wrong_ones(record: Record) -> None:
    assert opinion(record).agrees
    assert opinion(record._replace(answer=f"* 2 sin {record.answer}")).disagrees


@pytest.mark.parametrize(
    "record",
    [
        Record(0, "<barrier>", "x", "x"),
        Record(0, "<ode1>", "+ Y'' Y", "* c1 sin x"),
        Record(0, "<lyapunov>", "neg x0", "pow2 x3"),
        Record(0, "<integrate>", "<sep>", "x"),
        Record(0, "<integrate>", "x", ""),
    ],
)
def test_what_is_no_pair_is_not_judged(record: Record) -> None:
    assert opinion(record).stance is Stance.CANNOT_SAY


@pytest.mark.slow
def test_processes_give_every_record_its_opinion() -> None:
    found = dict(opinions(RIGHT * 2, workers=2))
    assert set(found) == set(RIGHT) and all(each.agrees for each in found.values())


def test_a_deadline_is_a_reason() -> None:
    ((_, found),) = opinions(RIGHT[:1], seconds=0.001)
    assert found.stance is Stance.CANNOT_SAY and "deadline" in found.reason
