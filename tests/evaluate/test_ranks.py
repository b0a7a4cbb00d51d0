"""Nearest-rank percentiles, against their definition."""

import random

import pytest

from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.report import summaries
from ansatz.evaluate.results import Ledger, Result


@pytest.mark.parametrize("size", [1, 2, 5, 19, 20, 21, 100, 137, 140])
@pytest.mark.parametrize("percent", [1, 50, 95, 100])
def test_at_least_the_share_lies_within_and_no_smaller_value_will_do(size, percent):
    rng = random.Random(size)
    values = [rng.choice([rng.random(), 0.5]) for _ in range(size)]
    found = percentile(values, percent)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= percent * size
    smaller = [value for value in values if value < found]
    assert 100 * len(smaller) < percent * size


def test_a_summary_says_within_what_time_95_percent_were_answered():
    ledger = Ledger()
    for k in range(1, 11):
        ledger.add(Result("set", "own", k, Outcome.SOLVED, k / 1000))
    (row,) = summaries(ledger)
    assert row.p95_ms == 10  # nine of ten are 90 %
