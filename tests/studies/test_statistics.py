"""Intervals: published values, and laws that hold for every table."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansatz.errors import ConfigError
from ansatz.studies.intervals import newcombe, paired, wilson

COUNT = st.integers(0, 60)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_has_the_published_values(successes, trials, low, high):
    interval = wilson(successes, trials)
    assert interval.estimate == successes / trials
    assert interval.low == pytest.approx(low, abs=5e-5) and interval.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(
    ("table", "estimate", "low", "high"),
    [
        # Altman, Machin, Bryant & Gardner, Statistics with Confidence (2000), table 6.2.
        ((14, 5, 0, 22), 0.122, 0.011, 0.226),
        # Complete response before and after consolidation therapy (Cavo et al. 2012), as in Fagerland, Lydersen &
        # Laake, Statistical Analysis of Contingency Tables (2017), chapter 8.
        ((59, 6, 16, 80), -0.0621, -0.1186, -0.0046),
    ],
)
def test_newcombe_has_the_published_values(table, estimate, low, high):
    tolerance = 6e-4 if low == 0.011 else 6e-5
    found = newcombe(*table)
    assert found == pytest.approx((estimate, low, high), abs=tolerance)


def test_without_correlation_deviations_add_as_right_angles_do():
    # By hand: a = b = c = d = 1 has φ = 0 and p = q = 1/2; there Wilson's interval is 1/2 ± z / 2√(n + z²).
    half = math.sqrt(2) * 1.959964 / (2 * math.sqrt(4 + 1.959964**2))
    assert newcombe(1, 1, 1, 1) == pytest.approx((0, -half, half), abs=1e-6)


@given(COUNT, COUNT, COUNT, COUNT)
def test_exchanging_the_two_changes_the_sign(both, first, second, neither):
    one, other = newcombe(both, first, second, neither), newcombe(both, second, first, neither)
    if both + first + second + neither:
        assert one == pytest.approx((-other.estimate, -other.high, -other.low))
        assert -1 - 1e-12 <= one.low <= one.estimate <= one.high <= 1 + 1e-12


@given(COUNT, COUNT)
def test_wilson_is_symmetric_and_inside(successes, failures):
    n = successes + failures
    interval, mirror = wilson(successes, n), wilson(failures, n)
    assert 0 <= interval.low <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirror.high)
    if n:
        assert interval.low <= interval.estimate <= interval.high


def test_pairs_are_counted_problem_by_problem():
    first = [True] * 14 + [True] * 5 + [False] * 22
    second = [True] * 14 + [False] * 27
    assert paired(first, second) == newcombe(14, 5, 0, 22)
    assert paired(first, first).estimate == 0
    with pytest.raises(ConfigError, match="same problems"):
        paired(first, second[1:])


def test_impossible_counts_are_refused_in_one_sentence():
    with pytest.raises(ConfigError, match="no proportion"):
        wilson(3, 2)
