"""Schedules and budgets."""

import pytest

from ansatz.errors import ConfigError
from ansatz.training.budget import Budget, Progress
from ansatz.training.schedule import Schedule


def test_wsd_warms_up_and_cools_down():
    schedule = Schedule(warmup=10)
    assert schedule.factor(0) == pytest.approx(0.1)
    assert schedule.factor(10_000) == 1
    schedule.cooldown_start, schedule.cooldown_steps = 100, 50
    assert schedule.factor(125) == pytest.approx(0.5)
    assert schedule.factor(150) == schedule.floor
    assert schedule.finished(150) and not schedule.finished(149)


def test_warm_up_is_over_at_a_share_of_the_budget_at_the_latest():
    schedule = Schedule(warmup=200, warmup_share=0.1)
    assert schedule.factor(4, 5 / 60) == pytest.approx(5 / 6)
    assert schedule.factor(6, 6 / 60) == schedule.factor(50, 50 / 60) == 1
    assert schedule.factor(199, 0.001) == 1  # a long budget: the steps come first
    assert schedule.factor(1, 0.5) == 2 / 5  # the first step compiled for half of the budget
    assert Schedule(warmup=200).factor(49, 0.9) == 0.25


def test_inverse_square_root_falls_as_its_name_says():
    schedule = Schedule(warmup=10, kind="inverse_sqrt")
    assert schedule.factor(4) == pytest.approx(0.5) and schedule.factor(9) == 1
    assert schedule.factor(39) == pytest.approx(0.5)
    flat = Schedule(warmup=1, kind="inverse_sqrt", decay_after=100)
    assert flat.factor(0) == flat.factor(99) == 1 and flat.factor(399) == pytest.approx(0.5)


def test_noam_is_the_formula_of_the_paper():
    schedule = Schedule(warmup=4_000, kind="noam", width=512)
    assert schedule.factor(3_999) == pytest.approx(512**-0.5 * 4_000**-0.5)
    assert schedule.factor(0) == pytest.approx(512**-0.5 * 4_000**-1.5)
    assert schedule.factor(15_999) == pytest.approx(schedule.factor(3_999) / 2)


def test_cosine_ends_with_the_budget():
    schedule = Schedule(warmup=1, kind="cosine")
    assert schedule.factor(5, 0.0) == 1
    assert schedule.factor(5, 0.5) == pytest.approx((1 + schedule.floor) / 2)
    assert schedule.factor(5, 1.0) == schedule.factor(5, 1.1) == pytest.approx(schedule.floor)
    assert Schedule(warmup=1, kind="constant").factor(5, 0.9) == 1


def test_a_budget_of_steps():
    budget = Budget(steps=20, cooldown=0.25, start_step=100)
    assert budget.used(Progress(105)) == 0.25 and not budget.cooldown_due(Progress(114))
    assert budget.cooldown_due(Progress(115)) and budget.steps_left(Progress(115)) == 5
    assert budget.share(5, 1e9) == 0.25
    assert Budget(steps=10).steps_left(Progress(8)) == 2


def test_a_budget_of_minutes_counts_the_runs_own_seconds():
    budget = Budget(minutes=2, start_step=10, start_seconds=1_000)
    assert budget.used(Progress(40, 0, 1_090)) == 0.75 and budget.cooldown_due(Progress(40, 0, 1_090))
    assert budget.steps_left(Progress(40, 0, 1_090)) == 10
    assert budget.share(1_000, 30) == 0.25


@pytest.mark.parametrize("budget", [{}, {"minutes": 1, "steps": 1}, {"steps": 0}, {"minutes": -1.0}])
def test_impossible_budgets_are_refused(budget):
    with pytest.raises(ConfigError):
        Budget(**budget)
    with pytest.raises(ConfigError, match="cool-down"):
        Budget(steps=1, cooldown=1.5)
