"""Unbounded solutions: what is proved of W holds at random points, and a solver of differential equations agrees."""

import dataclasses
import random

import pytest
import symengine as se
from flint import fmpq

from ansatz.algebra.polynomials import rate, ring, to_polynomials
from ansatz.fit.sos.escape import escape
from ansatz.proof.lyapunov.escape import invariant_coordinates

X = x, y = se.symbols("x y")
RING = ring(X)

ESCAPING = [
    (-x + 2 * x**2 * y, -y),  # where x y > 1
    (-6 * y, -6 * x * y**2),
    (-4 * x - 3 * x * y + 10 * x**2 * y, 6 * x * y**2),
]


def polynomials(field):
    found = to_polynomials(field, RING)
    assert found is not None
    return found


@pytest.mark.parametrize("field", ESCAPING, ids=str)
def test_what_grows_is_found_and_grows(field):
    f = polynomials(field)
    found = escape(f, seconds=10)
    assert found is not None and found.proves(f) and found.W(*found.start) > 0
    rng = random.Random(0)
    for _ in range(300):
        point = [fmpq(rng.randint(-400, 400), 20) for _ in X]
        if all(c * sign >= 0 for c, sign in zip(point, found.signs, strict=True)):
            assert rate(found.W, f)(*point) >= found.growth * found.W(*point)


def test_forged_ones_are_not_proved():
    f = polynomials(ESCAPING[1])
    found = escape(f, seconds=10)
    assert found is not None
    for forged in (
        dataclasses.replace(found, growth=2 * found.growth),
        dataclasses.replace(found, growth=-found.growth),
        dataclasses.replace(found, W=found.W + 1),
        dataclasses.replace(found, start=(fmpq(0), fmpq(0))),
        dataclasses.replace(found, start=tuple(-c for c in found.start)),
        dataclasses.replace(found, signs=(1, 1)),  # x is not invariant
    ):
        assert not forged.proves(f)
    assert not found.proves(polynomials((-x, -y)))


@pytest.mark.parametrize("field", [(-x, -y), (y, -x), (-x + x * y, -y), (y, -(x**3) - y)], ids=str)
def test_none_is_found_where_all_solutions_are_bounded(field):
    assert escape(polynomials(field), seconds=3) is None


def test_coordinates_that_keep_their_sign():
    assert invariant_coordinates(polynomials((x * y, y + x * y))) == [0, 1]
    assert invariant_coordinates(polynomials((x * y, x + y))) == [0]
