"""Sample points: on the real domain, at many scales, reproducible."""

import random

import pytest
import symengine as se

from ansatz.algebra.balls import Program
from ansatz.proof.sampling import Domain, sample

x, a = se.symbols("x a")


def points_of(f, seed=0, complex_plane=False):
    program = Program()
    slot = program.add(f)
    parameters = sorted(f.free_symbols - {x}, key=str)
    return sample(program, slot, x, parameters, random.Random(seed), 12, complex_plane)


@pytest.mark.parametrize(
    ("f", "inside"),
    [
        (se.asin(x / 100), lambda t: abs(t) <= 100),
        (se.log(x - 20), lambda t: t > 20),
        (se.acosh(x), lambda t: t >= 1),
        (se.sqrt(x) * se.sqrt(1 - x), lambda t: 0 <= t <= 1),
        (se.sqrt(x - 2) * se.sqrt(3 - x), lambda t: 2 <= t <= 3),
        (se.log(se.log(x)), lambda t: t > 1),
        (se.asin(100 * x), lambda t: abs(t) <= 0.01),
    ],
    ids=str,
)
def test_narrow_domains_are_found(f, inside):
    points, domain = points_of(f)
    assert domain is Domain.REAL
    assert len(points) == 12
    assert all(inside(float(point)) for point in points)


def test_both_signs_and_several_magnitudes_occur():
    points, _ = points_of(x**2)
    values = [float(point) for point in points]
    assert min(values) < 0 < max(values)
    assert max(map(abs, values)) > 10 * min(map(abs, values))


def test_functions_that_are_nowhere_real():
    assert points_of(se.sqrt(-1 - x**2))[1] is Domain.REAL_LINE
    assert points_of(se.acos(3) * x)[1] is Domain.REAL
    assert points_of(x, complex_plane=True)[1] is Domain.COMPLEX


def test_no_point_at_all():
    assert points_of(1 / (se.log(se.Integer(6)) - se.log(se.Integer(2)) - se.log(se.Integer(3))))[0] == []


def test_reproducible_and_parameters_fresh_at_every_point():
    first, again = points_of(a * x, 7)[0], points_of(a * x, 7)[0]
    assert [float(p) for p in first] == [float(p) for p in again]
    assert len({str(p.coordinates[a]) for p in first}) == 12
