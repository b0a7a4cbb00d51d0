"""Nearest-rank percentiles, against their definition."""

import random

import pytest

from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.report import summarise
from ansatz.evaluate.results import Result


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
    results = [Result("own", k, "proved", "", "", True, k / 1000, 1, "", "", "agrees") for k in range(1, 11)]
    (row,) = summarise(results)
    assert row.p95_ms == 10  # nine of ten are 90 %
