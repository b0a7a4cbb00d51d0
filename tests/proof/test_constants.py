"""Constants: zero or not, exactly, however close."""

import random

import pytest
import symengine as se
from flint import arb, ctx, fmpq, fmpz

from ansatz.algebra.balls import evaluate
from ansatz.algebra.separation import separation
from ansatz.errors import NotInRingError
from ansatz.proof.zero.constants import constant_sign, is_zero_constant, without_zeros
from ansatz.proof.zero.gaussian_angles import gaussian_angle

R, sqrt, log, cos, sin, atan, pi, i = se.Rational, se.sqrt, se.log, se.cos, se.sin, se.atan, se.pi, se.I
TINY = R(1, 10**300)

ZERO = [
    sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2),
    sqrt(2) + sqrt(3) - sqrt(5 + 2 * sqrt(6)),
    (sqrt(5) + 2) ** R(1, 3) - (sqrt(5) - 2) ** R(1, 3) - 1,
    sqrt(11 + 6 * sqrt(2)) + sqrt(11 - 6 * sqrt(2)) - 6,
    sqrt(4 + 2 * sqrt(3)) / (1 + sqrt(3)) - 1,
    (7 + 5 * sqrt(2)) ** R(1, 3) - 1 - sqrt(2),
    sqrt(sqrt(2) * sqrt(3) + 5 + sqrt(6)) - sqrt(2) - sqrt(3),
    cos(pi / 7) - cos(2 * pi / 7) + cos(3 * pi / 7) - R(1, 2),
    16 * cos(pi / 17) * cos(2 * pi / 17) * cos(4 * pi / 17) * cos(8 * pi / 17) - sin(16 * pi / 17) / sin(pi / 17),
    (-1) ** R(1, 5) - (-1) ** R(2, 5) + (-1) ** R(3, 5) - (-1) ** R(4, 5) - 1,
    (1 + i * sqrt(3)) ** R(1, 3) / 2 ** R(1, 3) - cos(pi / 9) - i * sin(pi / 9),
    sqrt(i) - (1 + i) / sqrt(2),
    pi * (sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2)) + log(2) * (sqrt(4 + 2 * sqrt(3)) - 1 - sqrt(3)),
    log(se.Integer(6)) - log(se.Integer(2)) - log(se.Integer(3)),
    16 * atan(R(1, 5)) - 4 * atan(R(1, 239)) - pi,
    48 * atan(R(1, 49)) + 128 * atan(R(1, 57)) - 20 * atan(R(1, 239)) + 48 * atan(R(1, 110443)) - pi,
    2 * atan(R(1, 2)) - atan(R(4, 3)),
    atan(se.Integer(7)) + atan(-R(4, 3)) - pi / 2 + atan(R(1, 7)) - atan(-R(4, 3)),
    se.EulerGamma * (sqrt(4 + 2 * sqrt(3)) - 1 - sqrt(3)) + se.Catalan * (log(se.Integer(4)) - 2 * log(se.Integer(2))),
]


def test_arctangents_that_nearly_meet_do_not() -> None:
    near = 16 * atan(R(1, 5)) - 4 * atan(R(1, 239) + R(1, 10**40)) - pi
    assert is_zero_constant(near) is False and constant_sign(near) == -1
    assert is_zero_constant(4 * atan(R(1, 5)) - atan(R(1, 239)) - pi / 2) is False


@pytest.mark.parametrize("p", [-120, -7, -1, 0, 1, 3, 239, 10**9])
@pytest.mark.parametrize("q", [1, 2, 5, 57, 10**6 + 3])
def test_arctangents_are_sums_over_gaussian_primes(p: int, q: int) -> None:
    found = gaussian_angle(fmpq(p, q))
    assert found is not None
    turns, angles = found
    with ctx.workprec(200):
        total = arb(fmpq(turns.numerator, turns.denominator)) * arb.pi()
        for t, n in angles.items():
            assert 0 < t < 1 and fmpz(t.numerator**2 + t.denominator**2).is_prime()
            total += n * arb(fmpq(t.numerator, t.denominator)).atan()
        assert (total - arb(fmpq(p, q)).atan()).contains(0)


@pytest.mark.parametrize("e", ZERO, ids=str)
def test_what_is_zero_is_known_to_be(e):
    assert e != 0
    assert is_zero_constant(e) is True and constant_sign(e) == 0
    assert is_zero_constant(10**100 * e) is True


@pytest.mark.parametrize("e", ZERO, ids=str)
def test_what_is_close_to_zero_has_a_sign(e):
    assert constant_sign(e + TINY) in (1, None)  # None for sums of numbers that are not real one by one
    assert is_zero_constant(e + TINY) is False and is_zero_constant(e - TINY * sqrt(2)) is False
    if constant_sign(e + TINY):
        assert constant_sign(e - TINY) == -1


@pytest.mark.parametrize(
    ("e", "sign"),
    [
        (sqrt(se.Integer(10) ** 400 + 1) - 10**200, 1),
        (10**200 - sqrt(se.Integer(10) ** 400 + 1), -1),
        (se.exp(-1000), 1),
        (pi - R(355, 113), -1),
        (se.exp(pi * sqrt(163)) - 640320**3 - 744, -1),
        ((1 + i * sqrt(3)) ** R(1, 3) + (1 - i * sqrt(3)) ** R(1, 3), 1),  # casus irreducibilis
        (sum(sqrt(1000 + k) * (-1) ** k for k in range(1, 7)), 1),
        (sqrt(se.Integer(-2)), None),
        (i, None),
        (1 / (sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2)), None),
        (log(sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2)), None),
    ],
    ids=str,
)
def test_signs(e, sign):
    assert constant_sign(e) == sign
    if sign:
        assert constant_sign(-e) == -sign


def test_what_has_no_value_is_undecided():
    zero = sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2)
    assert is_zero_constant(1 / zero) is None
    assert is_zero_constant(zero / (log(se.Integer(6)) - log(se.Integer(2)) - log(se.Integer(3)))) is None


def test_zeros_inside_an_expression_are_replaced():
    x = se.Symbol("x")
    zero = sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2)
    assert without_zeros(5 * x + 10**100 * x * zero) == 5 * x
    assert without_zeros(se.exp(x * zero) + sin(x)) == 1 + sin(x)
    assert without_zeros(x * (zero + TINY)) == x * (zero + TINY)


def random_number(rng, depth):
    if depth == 0:
        return se.Integer(rng.randint(1, 9)) / rng.randint(1, 4)
    a, b = random_number(rng, depth - 1), random_number(rng, rng.randrange(depth))
    return rng.choice([a + b, a - b, a * b, sqrt(a), a ** R(1, 3), a * cos(pi * rng.randint(1, 4) / 5)])


def test_no_number_is_below_its_bound():
    """Random radicals, and the same less rational numbers close to them."""
    rng, compared = random.Random(5), 0
    for _ in range(150):
        e = random_number(rng, rng.randint(1, 4))
        ball = evaluate(e, {}, 400)
        if not ball.is_finite() or not ball.imag.is_zero():
            continue
        with ctx.workprec(400):
            near = e - R(int((ball.real.mid() * 2**100).floor().unique_fmpz()), 2**100)
        for number in (e, near):
            bits = separation(number)[0]
            value = evaluate(number, {}, 1024)
            if not value.contains(0):
                compared += 1
                assert abs(value).lower() > arb(2) ** -bits, number
    assert compared > 150


@pytest.mark.parametrize(
    "e", [pi, se.E, log(se.Integer(2)), sin(se.Integer(1)), 2 ** sqrt(se.Integer(2)), se.exp(i)], ids=str
)
def test_what_is_not_algebraic_at_sight_has_no_bound(e):
    with pytest.raises(NotInRingError):
        separation(e)
