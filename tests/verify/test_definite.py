"""Singularities, jumps, rigorous quadrature, and definite integrals made of them."""

import math

import pytest
import symengine as se
from flint import arb

from ansatz.verify.definite import definite
from ansatz.verify.domain import singularities
from ansatz.verify.integral import verify_antiderivative
from ansatz.verify.jumps import jumps
from ansatz.verify.limit import Approach, one_sided
from ansatz.verify.quadrature import quadrature
from ansatz.verify.verdict import Verdict

x = se.Symbol("x")
R = se.Rational
sqrt, exp, log, sin, cos, tan, atan, pi, oo = se.sqrt, se.exp, se.log, se.sin, se.cos, se.tan, se.atan, se.pi, se.oo
WEIERSTRASS = 2 * atan(tan(x / 2) / sqrt(3)) / sqrt(3)


@pytest.mark.parametrize(
    ("e", "places"),
    [
        (tan(x), [-math.pi / 2, math.pi / 2]),
        (1 / (x**2 - 2), [-math.sqrt(2), math.sqrt(2)]),
        (log(x), [0]),
        (sqrt(1 - x**2), [-1, 1]),
        (abs(x - 1), [1]),
        (atan(1 / x), [0]),
        (se.acot(x), [0]),
        (se.asin(x / 2), [-2, 2]),
        (x ** R(1, 3), [0]),
        (1 / (2 + cos(x)), []),
        (sqrt(x**2 + 1) * exp(x) * atan(x), []),
    ],
    ids=str,
)
def test_singularities_on_an_interval(e, places):
    found = singularities(e, x, -3, 3)
    assert len(found) == len(places)
    assert all(abs(float(ball.mid()) - place) < 1e-8 for ball, place in zip(found, places, strict=True))


def test_jumps_are_found_and_named():
    assert [round(float(j.mid()), 6) for j in jumps(WEIERSTRASS, 1 / (2 + cos(x)), x, -4, 4)] == [-3.141593, 3.141593]
    assert jumps(atan(x), 1 / (1 + x**2), x, -4, 4) == []
    assert jumps(log(x), 1 / x, x, -4, 4) == []  # a pole of the integrand, not a jump inside its domain
    scope = verify_antiderivative(WEIERSTRASS, 1 / (2 + cos(x)), x).scope
    assert "jumps at x = pi + 2" in scope
    assert scope.endswith("*n")
    assert verify_antiderivative(atan(1 / x), -1 / (1 + x**2), x).scope.endswith("jumps at x = 0")
    assert "jumps" not in verify_antiderivative(x * abs(x) / 2, abs(x), x).scope


@pytest.mark.parametrize(
    ("f", "a", "b", "value"),
    [
        (exp(-(x**2)), 0, 1, 0.746824132812427),
        (sqrt(x), 0, 1, 2 / 3),
        (abs(x - 1), 0, 2, 1.0),
        (se.sign(x - R(1, 3)), 0, 1, 1 / 3),
        (1 / (2 + cos(x)), 0, 2 * pi, 2 * math.pi / math.sqrt(3)),
        (log(x), 1, se.E, 1.0),
    ],
    ids=str,
)
def test_quadrature_encloses_the_value(f, a, b, value):
    ball = quadrature(f, x, a, b)
    assert ball is not None
    assert abs(float(ball.mid()) - value) < 1e-12
    assert ball.rad() < arb(10) ** -7


@pytest.mark.parametrize("f", [1 / x, 1 / sqrt(x), 1 / x**2, se.gamma(x)], ids=str)
def test_quadrature_says_none_where_it_cannot(f):
    assert quadrature(f, x, 0, 1, seconds=1) is None


def test_branch_cuts_beside_the_path_do_not_mislead():
    """√((x - 1/2)² + 10⁻⁴) has branch points 0.01 beside the path."""
    u = x - R(1, 2)
    ball = quadrature(sqrt(u**2 + R(1, 10000)), x, 0, 1)
    exact = 0.5 * math.sqrt(0.2501) + 1e-4 * math.asinh(50)
    assert abs(float(ball.mid()) - exact) < 1e-12


@pytest.mark.parametrize(
    ("e", "place", "side", "limit"),
    [
        (tan(x), pi / 2, -1, oo),
        (tan(x), pi / 2, 1, -oo),
        (atan(tan(x)), pi / 2, 1, -pi / 2),
        (x * log(x), se.Integer(0), 1, se.Integer(0)),
        (exp(-x), oo, -1, se.Integer(0)),
        (x * exp(-x), oo, -1, se.Integer(0)),
        (1 / x, se.Integer(0), -1, -oo),
        (abs(x) / x, se.Integer(0), -1, se.Integer(-1)),
        (log(x), se.Integer(0), 1, -oo),
        (sin(x), oo, -1, None),
        (sqrt(x) + 2, se.Integer(0), 1, se.Integer(2)),
    ],
    ids=str,
)
def test_one_sided_limits(e, place, side, limit):
    found = one_sided(e, Approach(x, place, side))
    assert found is limit if limit is None else found == limit or se.expand(found - limit) == 0


PROPER = [
    (x**3 / 3, x**2, 0, 1, R(1, 3)),
    (-cos(x), sin(x), 0, pi, se.Integer(2)),
    (-log(cos(x)), tan(x), 0, pi / 4, log(se.Integer(2)) / 2),
    (atan(x), 1 / (1 + x**2), 1, 0, -pi / 4),
]
SPLIT = [
    (WEIERSTRASS, 1 / (2 + cos(x)), 0, 2 * pi, 2 * sqrt(3) * pi / 3),
    (atan(1 / x), -1 / (1 + x**2), -1, 1, -pi / 2),
    (x * abs(x) / 2, abs(x), -1, 2, R(5, 2)),
    (2 * sqrt(x), 1 / sqrt(x), 0, 1, se.Integer(2)),
    (x * log(x) - x, log(x), 0, 1, se.Integer(-1)),
    (se.asin(x), 1 / sqrt(1 - x**2), -1, 1, pi),
    (atan(x), 1 / (1 + x**2), -oo, oo, pi),
    (-exp(-x), exp(-x), 0, oo, se.Integer(1)),
    (-1 / x, x**-2, 1, oo, se.Integer(1)),
]


@pytest.mark.parametrize(("F", "f", "a", "b", "value"), PROPER, ids=str)
def test_proper_integrals_are_proved(F, f, a, b, value):
    result = definite(F, f, x, a, b)
    assert result.verdict is Verdict.PROVED
    assert abs(float((result.value - value).n(53))) < 1e-14
    assert abs(float(result.enclosure.mid()) - float(value.n(53))) < 1e-12


@pytest.mark.parametrize(("F", "f", "a", "b", "value"), SPLIT, ids=str)
def test_limits_and_splits_are_checked(F, f, a, b, value):
    result = definite(F, f, x, a, b)
    assert result.verdict is Verdict.CHECKED
    assert not result.diverges
    assert abs(float((result.value - value).n(53))) < 1e-14


@pytest.mark.parametrize(
    ("F", "f", "a", "b"),
    [(log(x), 1 / x, -1, 1), (-1 / x, x**-2, 0, 1), (log(x), 1 / x, 1, oo), (-log(cos(x)), tan(x), 0, pi)],
    ids=str,
)
def test_divergent_integrals_are_said_to_diverge(F, f, a, b):
    result = definite(F, f, x, a, b)
    assert result.diverges
    assert result.value is None


def test_a_wrong_antiderivative_gives_no_value():
    result = definite(x**3, x**2, x, 0, 1)
    assert result.verdict is Verdict.UNKNOWN
    assert result.value is None
