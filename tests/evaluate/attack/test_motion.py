"""The oracle of regions: what it is told to find it finds, and what adversaries call right it does not contradict."""

import random

import pytest
import symengine as se
from flint import arb

from ansatz.evaluate.attack.adversaries.barriers import barrier
from ansatz.evaluate.attack.adversaries.boxes import VARIABLES, box
from ansatz.evaluate.attack.adversaries.intervals import solved
from ansatz.evaluate.attack.local_verdicts import _crossed, _points
from ansatz.evaluate.attack.motion import Motion, points_anywhere, points_in_box
from ansatz.expr.canonical import from_symengine
from ansatz.proof.ode.initial_values import OpenInterval
from ansatz.proof.scope import Places

x, y = VARIABLES
R2 = x**2 + y**2


@pytest.mark.parametrize(
    ("V", "field", "point", "wrong"),
    [
        (R2, (-x, -y), (1, 1), ""),
        (R2, (x, -y), (1, 0), "V does not decrease"),
        (R2, (y, -x), (1, 1), "V does not decrease"),  # dV/dt = 0
        (x**2, (-x, -y), (0, 1), "V is not positive"),
        (R2, (-x + y / x, -y - 1), (0, 1), "no value"),
        (R2, (-x + y * se.log(x), -y - x * se.log(x)), (-1, 1), "no real value"),
        (R2 - abs(x), (-x, -y), (0, 1), ""),  # a corner: no derivative to speak of
    ],
)
def test_faults_at_points(V, field, point, wrong):
    assert Motion(V, field, VARIABLES).wrong([arb(c) for c in point], strict=True) == wrong


@pytest.mark.slow
def test_what_is_called_right_is_not_contradicted():
    right = found = 0
    for seed in range(50):
        case, rng = box(random.Random(seed)), random.Random(seed)
        points = points_in_box([arb(float(case.radius) * (1 - 1e-9))] * 2, _points(case.places), rng)
        faults = {Motion(case.function, case.field, VARIABLES).wrong(p, strict=True) for p in points} - {""}
        assert not (case.right and faults), (case, faults)
        right += case.right is True
        found += case.right is False and bool(faults)
        wall = barrier(random.Random(seed))
        points = points_anywhere(2, _points(wall.places), rng)
        faults = {Motion(wall.function, wall.field, VARIABLES).wrong(p, strict=False) for p in points} - {""}
        assert not (wall.right and faults), (wall, faults)
    assert right > 8 and found > 4


def test_an_interval_across_an_end_is_caught():
    caught = 0
    for seed in range(60):
        case = solved(random.Random(seed))
        caught += bool(_crossed(case, OpenInterval(None, None)))
        assert bool(_crossed(case, OpenInterval(None, None))) is bool(case.ends)
        outside = Places(from_symengine(case.start + 1))
        assert _crossed(case, OpenInterval(outside, None)) == "the initial place is not in the interval"
    assert caught > 30


def test_ends_themselves_are_no_fault():
    case = next(c for c in (solved(random.Random(seed)) for seed in range(99)) if c.label == "tan")
    ((first, period),) = case.ends
    assert period is not None
    turns = int(float(((case.start - first) / period).n(200, real=True)) // 1)
    for k in (turns - 1, turns, turns + 1):
        low, high = (Places(from_symengine(se.expand(first + n * period))) for n in (k, k + 1))
        inside = not _crossed(case, OpenInterval(low, high))
        assert inside is bool(0 < ((case.start - first) / period - k).n(200, real=True) < 1)
