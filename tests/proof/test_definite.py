"""Singularities, jumps, rigorous quadrature, and definite integrals made of them."""

import math

import pytest
import symengine as se
from flint import arb

from ansatz.algebra.balls import evaluate
from ansatz.expr.operators import OPERATORS
from ansatz.proof.integral.definite import definite, divergence
from ansatz.proof.integral.jumps import jumps
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.real_line.one_sided_limits import Approach, one_sided
from ansatz.proof.real_line.quadrature import quadrature
from ansatz.proof.real_line.rays import bounds, doubtful, ray_from
from ansatz.proof.real_line.singularities import singularities
from ansatz.proof.scope import Places, Scope, ScopeKind
from ansatz.proof.verdict import Verdict

x = se.Symbol("x")
R = se.Rational
sqrt, exp, log, sin, cos, tan, atan, pi, oo = se.sqrt, se.exp, se.log, se.sin, se.cos, se.tan, se.atan, se.pi, se.oo
gamma = se.gamma  # type: ignore[attr-defined]  # outside the language, hence not among its types
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


@pytest.mark.parametrize(
    ("e", "places"),
    [
        (1 / (1 - cos(x)), [0, 2 * math.pi]),
        (atan(cos(x) / (1 + sin(x))), [1.5 * math.pi, 3.5 * math.pi]),
        (sqrt(1 + sin(x)), [1.5 * math.pi, 3.5 * math.pi]),
    ],
    ids=str,
)
def test_double_zeros_of_waves_are_narrowed_down(e, places):
    found = singularities(e, x, 0, 12)
    assert [round(float(ball.mid()), 6) for ball in found] == [round(place, 6) for place in places]


SPECIAL = {name: OPERATORS[name].symengine(x) for name in ("Si", "Ci", "Ei", "li", "erfi", "fresnels", "fresnelc")}


@pytest.mark.parametrize(
    ("e", "place", "side", "limit"),
    [
        (x * log(x) - x, oo, -1, oo),
        (exp(x) - x**3, oo, -1, oo),
        (sin(x) / sqrt(1 - cos(x)), se.Integer(0), 1, sqrt(2)),
        (sin(x) / sqrt(1 - cos(x)), se.Integer(0), -1, -sqrt(2)),
        ((exp(x) - 1) / x, se.Integer(0), 1, 1),
        (SPECIAL["Si"], -oo, 1, -pi / 2),
        (SPECIAL["Ci"], oo, -1, 0),
        (SPECIAL["Ci"], se.Integer(0), 1, -oo),
        (SPECIAL["Ei"], -oo, 1, 0),
        (SPECIAL["Si"], se.Integer(0), 1, 0),
        (SPECIAL["fresnels"], oo, -1, R(1, 2)),
        (SPECIAL["fresnelc"], -oo, 1, R(-1, 2)),
        (SPECIAL["erfi"] * exp(-(x**2)), oo, -1, 0),
        (sin(x), oo, -1, None),
        (x * sin(1 / x), oo, -1, 1),
        (sin(x) / x * exp(x), oo, -1, None),
    ],
    ids=str,
)
def test_limits_of_undetermined_forms_and_special_functions(e, place, side, limit):
    found = one_sided(e, Approach(x, place, side)).value
    assert found == limit if limit is None or limit in (oo, -oo) else se.expand(found - limit) == 0


@pytest.mark.parametrize(
    ("e", "end", "safe"),
    [
        (log(1 + exp(x)), 64, True),
        (1 / (exp(x) - 1), 64, True),
        (atan(se.sinh(x)) + sqrt(x), 64, True),
        (log(1 + exp(x)), -64, True),
        (sqrt(x), -64, False),
        (1 / (x - 100), 64, False),
        (1 / sin(x), 64, False),
        (abs(x) + se.tanh(x) / (2 + sin(x)), -64, True),
        (tan(x), 64, False),
        ((x**2 + 1) ** R(-3, 2) * exp(-x), 64, True),
    ],
    ids=str,
)
def test_analytic_on_a_ray(e, end, safe):
    assert (not list(doubtful(e, x, ray_from(arb(end))))) is safe


@pytest.mark.parametrize(
    "e", [x**3 - 2 * x, exp(-x) * sin(x), se.cosh(x) / x, (x - 70) ** 2, sqrt(x) * log(x)], ids=str
)
def test_bounds_on_a_ray_are_bounds(e):
    low, high = bounds(e, x, ray_from(arb(64)))
    assert all(low <= arb(float(e.subs({x: at}).n())) <= high for at in (65, 69, 70, 80, 500))


@pytest.mark.parametrize(
    ("F", "f", "a", "b", "value"),
    [
        (x - log(1 + exp(x)), 1 / (1 + exp(x)), 0, oo, math.log(2)),
        (atan(se.sinh(x)), 1 / se.cosh(x), -oo, oo, math.pi),
        (-2 * sin(x) / sqrt(1 - cos(x)), sqrt(1 - cos(x)), 0, 4 * pi, 8 * math.sqrt(2)),
        (SPECIAL["Si"], sin(x) / x, 0, oo, math.pi / 2),
    ],
    ids=str,
)
def test_values_that_need_rays_and_limits(F, f, a, b, value):
    result = definite(F, f, x, a, b)
    assert result.verdict.holds and result.value is not None
    assert abs(float(result.value.n()) - value) < 1e-12


def test_jumps_are_found_and_named():
    assert [round(float(j.mid()), 6) for j in jumps(WEIERSTRASS, 1 / (2 + cos(x)), x, -4, 4)] == [-3.141593, 3.141593]
    assert jumps(atan(x), 1 / (1 + x**2), x, -4, 4) == []
    assert jumps(log(x), 1 / x, x, -4, 4) == []  # a pole of the integrand, not a jump inside its domain
    scope = verify_antiderivative(WEIERSTRASS, 1 / (2 + cos(x)), x).scope
    assert scope.jumps == (Places("pi", ("*", 2, "pi")),)
    assert str(scope).endswith("jumps at x = pi + 2*pi*n")
    assert verify_antiderivative(atan(1 / x), -1 / (1 + x**2), x).scope.jumps == (Places(0),)
    assert verify_antiderivative(x * abs(x) / 2, abs(x), x).scope == Scope(ScopeKind.EVERYWHERE)
    outside = verify_antiderivative(x * se.acosh(x) - sqrt(x**2 - 1), se.acosh(x), x)
    assert outside.verdict.holds and outside.scope.jumps == ()  # at -1, where acosh is complex


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


@pytest.mark.parametrize("f", [1 / x, 1 / sqrt(x), 1 / x**2, gamma(x)], ids=str)
def test_quadrature_says_none_where_it_cannot(f):
    assert quadrature(f, x, 0, 1, seconds=1) is None


def test_branch_cuts_beside_the_path_do_not_mislead():
    """√((x - 1/2)² + 10⁻⁴) has branch points 0.01 beside the path."""
    u = x - R(1, 2)
    ball = quadrature(sqrt(u**2 + R(1, 10000)), x, 0, 1)
    exact = 0.5 * math.sqrt(0.2501) + 1e-4 * math.asinh(50)
    assert ball is not None and abs(float(ball.mid()) - exact) < 1e-12


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
    found = one_sided(e, Approach(x, place, side)).value
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
    assert result.verdict is Verdict.PROVED and result.value is not None and result.enclosure is not None
    assert abs(float((result.value - value).n(53))) < 1e-14
    assert abs(float(result.enclosure.mid()) - float(value.n(53))) < 1e-12


@pytest.mark.parametrize(("F", "f", "a", "b", "value"), SPLIT, ids=str)
def test_limits_and_splits_are_proved(F, f, a, b, value):
    result = definite(F, f, x, a, b)
    assert result.verdict is Verdict.PROVED
    assert not result.diverges and result.value is not None
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


def test_a_bump_that_the_antiderivative_leaves_out_is_not_overlooked():
    f = exp(x) + exp(-(10**16) * (x + R(9, 200)) ** 2)
    result = definite(exp(x), f, x, R(-450000000001, 10**13), R(11991, 200))
    assert result.value is None and result.verdict is Verdict.UNKNOWN


def test_a_wrong_antiderivative_gives_no_value():
    result = definite(x**3, x**2, x, 0, 1)
    assert result.verdict is Verdict.UNKNOWN
    assert result.value is None


SQRT2 = se.sqrt(se.Integer(2))
TWO_SPELLINGS = [  # of one place
    (se.sqrt(3 + 2 * SQRT2) - 1, SQRT2),
    ((se.sqrt(se.Integer(5)) - 1) / 2, 2 * se.cos(2 * se.pi / 5)),
    ((1 + se.sqrt(se.Integer(5))) / 2, 2 * se.cos(se.pi / 5)),
    (se.log(se.Integer(6)), se.log(se.Integer(2)) + se.log(se.Integer(3))),
    (se.Integer(2) ** se.Rational(1, 3), se.Integer(4) ** se.Rational(1, 6)),
    ((7 + 5 * SQRT2) ** se.Rational(1, 3), 1 + SQRT2),
    (se.sqrt(5 + 2 * se.sqrt(se.Integer(6))), SQRT2 + se.sqrt(se.Integer(3))),
    (se.Integer(1), se.sin(se.Integer(1)) ** 2 + se.cos(se.Integer(1)) ** 2),
    (se.Integer(0), se.sqrt(3 + 2 * SQRT2) - 1 - SQRT2),
    (se.tan(se.pi / 8), SQRT2 - 1),
]


@pytest.mark.parametrize(("pole", "end"), TWO_SPELLINGS, ids=str)
@pytest.mark.parametrize("power", [1, 2, se.Rational(3, 2)], ids=str)
def test_poles_at_ends_that_are_spelt_otherwise(pole, end, power):
    """∫ (x - p)^-r from p diverges for r ≥ 1, however p is written where it is a bound."""
    found = divergence((x - pole) ** -power, x, end, end + 1)
    assert found is not None and found.diverges and found.verdict is Verdict.PROVED


@pytest.mark.parametrize(("pole", "end"), TWO_SPELLINGS, ids=str)
def test_roots_at_ends_that_are_spelt_otherwise(pole, end):
    found = definite(2 * se.sqrt(x - pole), 1 / se.sqrt(x - pole), x, end, end + 1)
    assert found.value is not None and found.verdict is Verdict.PROVED
    assert evaluate(found.value - 2, {}, 300).contains(0)
    assert divergence(1 / se.sqrt(x - pole), x, end, end + 1) is None


@pytest.mark.parametrize(
    ("f", "a", "b"),
    [
        (abs(cos(x)), 0, oo),
        (abs(sin(x)) / x, 1, oo),
        (abs(sin(x) / x), 1, oo),
        (sin(x) ** 2 / x, 1, oo),
        (sin(3 * x + 1) ** 2 / (x * log(x)), 2, oo),
        (abs(sin(x) * cos(2 * x)) ** 3 / sqrt(1 + x**2), 0, oo),
        (abs(sin(x)), -oo, 0),
    ],
    ids=str,
)
def test_waves_of_one_sign_beside_slow_decay_diverge(f, a, b):
    found = divergence(f, x, a, b)
    assert found is not None and found.diverges and found.verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("f", "a", "b"),
    [
        (sin(x) / x, 1, oo),
        (sin(x) ** 3 / x, 1, oo),
        (sin(x) ** 2 / x**2, 1, oo),
        (abs(sin(x)) / x ** se.Rational(3, 2), 1, oo),
        (sin(x) ** 2 / (x * log(x) ** 2), 2, oo),
        (abs(sin(x)) * se.exp(-x), 0, oo),
        (abs(sin(x) * sin(sqrt(2) * x)), 0, oo),  # diverges too, but has no period
    ],
    ids=str,
)
def test_what_may_converge_is_not_said_to_diverge(f, a, b):
    assert divergence(f, x, a, b) is None
