"""What is *checked* was compared at the scales that the expressions name, and closely enough: nothing near is taken."""

import random
from fractions import Fraction

import pytest
import symengine as se

from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.landmarks import CLOSENESS, Landscape, closeness
from ansatz.proof.verdict import Verdict

x, a = se.symbols("x a")
R, sqrt, exp, log, sin, cos, tan, atan = se.Rational, se.sqrt, se.exp, se.log, se.sin, se.cos, se.tan, se.atan
ONE = se.Integer(1)
ZERO = sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2)


def ten(n):
    return se.Integer(10) ** n


@pytest.mark.parametrize(
    ("F", "f"),
    [
        # terms that cancel are no scale
        (5 * x + ten(100) * x * ZERO, ONE),
        (5 * x + ten(100) * x * (ZERO + ten(-300)), se.Integer(5)),
        (x + ten(60) * x * (sin(x) ** 2 + cos(x) ** 2 - 1 + ten(-65)), ONE),
        # near-equalities
        (x, cos(x / ten(40))),
        (x + x / ten(200), ONE),
        (x + x * exp(-1000), ONE),
        (x + x * (sqrt(ten(300) + 1) - ten(150)), ONE),
        (x * cos(ten(-90)), ONE),
        (sin(x) + ten(-150) * log(1 + x**2), cos(x)),
        # narrow bumps
        (x + exp(-10000 * x**2), ONE),
        (sin(x) + exp(-(10**5) * x**2), cos(x)),
        (log(x) + exp(-5000 * x**2), 1 / x),
        (x + exp(-(10**5) * (x - 3) ** 2), ONE),
        (x + exp(-(10**5) * x**2 + 6 * 10**5 * x - 9 * 10**5), ONE),
        (x + exp(-ten(40) * (x - sqrt(se.Integer(2))) ** 2), ONE),
        (x + exp(-((x - 10**6) ** 2)), ONE),
        (exp(x) + exp(-(10**6) * (x - 700) ** 2), exp(x)),
        (x + exp(-(10**6) * (log(x) - 5) ** 2), ONE),
        (x + exp(-(10**4) * (sin(x) - R(1, 3)) ** 2), ONE),
        (x + atan(ten(9) * (x - R(22, 7))) / ten(30), ONE),
        (x + se.erf(10**8 * (x - sqrt(se.Integer(3)))), ONE),
        (x + sin(x) * exp(-100 * (x - 500) ** 2), ONE),
        (a * x + exp(-(10**5) * (x - a) ** 2), a),
        # other parts of the line
        (x**2 / 2, 20 * atan(tan(x / 20))),
        (x, sqrt((x - 10**7) ** 2) / (10**7 - x)),
        (x, abs(x - R(10**9 + 1, 7)) / (R(10**9 + 1, 7) - x)),
        (x, se.acos(cos(x / 1000)) * 1000 / x),
    ],
    ids=str,
)
def test_what_is_wrong_by_little_or_in_few_places_is_refuted(F, f):
    result = verify_antiderivative(F, f, x)
    assert result.verdict is Verdict.REFUTED, result
    assert result.point is not None


@pytest.mark.parametrize("place", [0, 3, R(1, 3), sqrt(se.Integer(5)), 100 * se.pi, -(10**5), 10**9 + R(1, 3)], ids=str)
@pytest.mark.parametrize("width", [2, 6, 20, 35])
@pytest.mark.parametrize(
    "bump",
    [
        lambda u: exp(-(u**2)),
        lambda u: 1 / (1 + u**2),
        lambda u: exp(-abs(u)),
        lambda u: se.tanh(u),
        lambda u: 1 / se.cosh(u),
        lambda u: exp(-(u**4)),
    ],
)
def test_bumps_of_any_place_and_width_are_met(bump, width, place):
    result = verify_antiderivative(sin(x) + bump(ten(width) * (x - place)), cos(x), x)
    assert result.verdict is Verdict.REFUTED, result


@pytest.mark.parametrize("F", [x + x * exp(-(10**5)), x + x * exp(-exp(se.Integer(10)))], ids=str)
def test_what_is_beyond_telling_is_unknown(F):
    assert verify_antiderivative(F, ONE, x).verdict is Verdict.REFUTED  # equal terms cancel
    assert verify_antiderivative(F, sqrt(x**2) / abs(x) * exp(log(1 + x**2)) / (1 + x**2), x).verdict is Verdict.UNKNOWN


def test_constants_that_are_zero_are_no_obstacle():
    assert verify_antiderivative(sin(x) + ten(100) * x * ZERO, cos(x), x).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("F", "f"),
    [
        (log(tan(log(x**2))), 4 / (x * sin(log(x**4)))),
        (
            tan(2 * x + 1 / (5 - x)),
            (1 + 2 * (x - 5) ** 2) * (1 + tan((-1 + 2 * x * (x - 5)) / (x - 5)) ** 2) / (x - 5) ** 2,
        ),
        (
            -atan(sqrt(x)) / 4
            + atan(sqrt(x)) / (4 * x**2)
            - 1 / (4 * sqrt(x))
            + 1 / (12 * x ** R(3, 2))
            - se.pi / (8 * x**2),
            -atan(sqrt(x) - sqrt(1 + x)) / x**3,
        ),
    ],
    ids=str,
)
def test_what_is_right_without_a_proof_is_checked_still(F, f):
    assert verify_antiderivative(F, f, x).holds


@pytest.mark.parametrize("scale", [2 * 10**8, 10**6, 7 * 10**9])
def test_branches_near_poles_are_met(scale):
    """atan(tan(u)) is u only where |u| < pi/2, and u is large beside the poles of tan(x) only."""
    u = atan(tan(tan(x) / scale)) * scale
    F, f = u**5 / 5 - u**2 / 2, (1 + tan(x) ** 2) * (tan(x) ** 4 - tan(x))
    for seed in range(3):
        assert verify_antiderivative(se.expand(F), f, x, seed=seed).verdict is Verdict.REFUTED


def test_landmarks_are_met_at_their_own_scales():
    def nearest(f, place):
        found = Landscape([f], x, {}).places(random.Random(1), 300)
        return float(min(abs(Fraction(int(t.p), int(t.q)) - Fraction(place)) for t in found))

    assert nearest(exp(-ten(8) * (x - 3) ** 2), 3) < 1e-4
    assert nearest(exp(-(sin(x) ** 2) * 10**6), float(se.pi.n(53))) < 1e-3
    assert nearest(abs(x + 12345678), -12345678) < 100
    assert nearest(sqrt(x - 10**5) / log(x), 10**5) < 10


def test_the_numbers_of_an_expression_say_how_close_to_look():
    assert closeness([sin(x) + 3 * x**2]) == CLOSENESS
    near, nearer = closeness([ten(-100) * x]), closeness([ten(-300) * x])
    assert near is not None and nearer is not None and near > CLOSENESS + 333 and nearer > CLOSENESS + 997
    assert closeness([exp(-(10**6)) * x]) is None


FIVE, SIX = sqrt(se.Integer(5)), sqrt(se.Integer(6))
ZEROS = [
    ZERO,
    tan(se.pi / 8) + 1 - sqrt(se.Integer(2)),
    cos(se.pi / 5) - (1 + FIVE) / 4,
    (2 + FIVE) ** R(1, 3) - (1 + FIVE) / 2,
    log(se.Integer(6)) - log(se.Integer(2)) - log(se.Integer(3)),
    sin(ONE) ** 2 + cos(ONE) ** 2 - 1,
    se.cosh(ONE) ** 2 - se.sinh(ONE) ** 2 - 1,
    sin(se.Integer(2)) - 2 * sin(ONE) * cos(ONE),
    sqrt(5 + 2 * SIX) - sqrt(se.Integer(2)) - sqrt(se.Integer(3)),
    exp(ONE) * exp(ONE / 2) - exp(R(3, 2)),
    se.asinh(se.Integer(2)) - log(2 + FIVE),
    2 * atan(R(1, 2)) - atan(R(4, 3)),
]


@pytest.mark.parametrize("zero", ZEROS, ids=str)
@pytest.mark.parametrize("size", [0, 100, 400])
def test_a_constant_that_is_zero_is_no_scale(zero, size):
    wrong, right = 5 * x + ten(size) * x * zero, 5 * x + ten(size) * sin(x) * zero
    assert not verify_antiderivative(wrong, ONE, x).holds
    assert not verify_antiderivative(wrong + x / ten(150), se.Integer(5), x).holds
    assert verify_antiderivative(right, se.Integer(5), x).verdict is not Verdict.REFUTED


@pytest.mark.parametrize(
    "nearly_one",
    [
        1 + ten(-199),
        cos(ten(-99)),
        se.erf(se.Integer(20)),
        se.tanh(se.Integer(200)),
        exp(ten(-150)),
        sqrt(1 + ten(-120)),
        1 / (1 + exp(se.Integer(-400))),
        se.Integer(2) ** ten(-80),
        sin(se.pi / 2 + ten(-60)),
        atan(ten(90)) * 2 / se.pi,
        log(exp(ONE) + ten(-70)),
        ZERO + 1 + ten(-180),
    ],
    ids=str,
)
@pytest.mark.parametrize(("F", "f"), [(x, ONE), (log(1 + x**2), 2 * x / (1 + x**2)), (sin(x), cos(x))], ids=str)
def test_what_is_nearly_one_is_not_one(nearly_one, F, f):
    assert verify_antiderivative(nearly_one * F, f, x).verdict is Verdict.REFUTED
    assert verify_antiderivative(F, nearly_one * f, x).verdict is Verdict.REFUTED
    assert not verify_antiderivative(F.subs({x: nearly_one * x}), f, x).holds
