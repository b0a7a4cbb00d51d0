"""When a run is saved: what a kill costs, and what saving costs."""

import pytest

from ansatz.training.saving import MOST, Rhythm


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


def lives(cost, pause=120.0, hours=2.0, step=1.0):
    """(seconds since the beginning, seconds a kill would cost there) after each step, and the seconds of saving."""
    clock, spent, found = Clock(), 0.0, []
    rhythm = Rhythm(pause, clock)
    began = saved = clock.now
    while clock.now - began < 3600 * hours:
        clock.now += step
        found.append((clock.now - began, clock.now - saved))
        if rhythm.due:
            with rhythm.measured():
                clock.now += cost
            saved, spent = clock.now, spent + cost
    return found, spent


@pytest.mark.parametrize("cost", [0.01, 0.3, 10.0])
def test_a_kill_costs_half_of_a_young_run_and_later_the_pause(cost):
    found, spent = lives(cost)
    for age, lost in found:
        assert lost <= max(min(age / 2 + 1, 121), cost / MOST + 1)
    assert spent <= cost + MOST * 7_200


def test_the_first_step_is_saved_and_pauses_grow():
    found, spent = lives(0.1)
    assert found[0] == (1.0, 1.0) and found[1][1] == 1.0
    assert max(lost for age, lost in found if age < 30) < 20
    assert 60 < spent / 0.1 < 75  # every two minutes, and a few more at the beginning


def test_no_pause_saves_after_every_step():
    clock = Clock()
    rhythm = Rhythm(0.0, clock)
    with rhythm.measured():
        clock.now += 100
    assert rhythm.due
