"""Limits in a Hardy field, signs of constants and parameters, zeros in an interval: certain, or not said."""

from itertools import pairwise

import pytest
import symengine as se
from flint import arb

from ansatz.errors import UndecidedError
from ansatz.expr.operators import OPERATORS
from ansatz.proof.real_line.divergence import diverges_at, has_pole
from ansatz.proof.real_line.exact_zeros import Line, zeros_between
from ansatz.proof.real_line.growth import Monomial, Scale, W, exponential, iterated_logarithm
from ansatz.proof.real_line.one_sided_limits import Approach, one_sided
from ansatz.proof.real_line.sign_on_interval import Interval, sign_on_interval
from ansatz.proof.real_line.signs import Signs

x, a, b, n = se.symbols("x a b n")
R, N = se.Rational, se.Integer
sqrt, exp, log, sin, cos, tan, atan, pi, oo = se.sqrt, se.exp, se.log, se.sin, se.cos, se.tan, se.atan, se.pi, se.oo
Ei, Si, Ci, li, dilog = (OPERATORS[name].symengine for name in ("Ei", "Si", "Ci", "li", "dilog"))


@pytest.mark.parametrize(
    ("e", "place", "side", "limit"),
    [
        (log(x) / x ** R(1, 100), oo, -1, 0),
        (x**100 * exp(-sqrt(x)), oo, -1, 0),
        (exp(x) / exp(x - exp(-x)), oo, -1, 1),
        (exp(exp(x) - exp(x - exp(-exp(x)))), oo, -1, 1),
        (log(log(x)) / log(x) ** R(1, 9), oo, -1, 0),
        (exp(-x) * sin(exp(x)), oo, -1, 0),
        (x**2 * exp(-x) * atan(sin(x)), oo, -1, 0),
        (sqrt(x**2 + x) - x, oo, -1, R(1, 2)),
        ((1 + 1 / x) ** x, oo, -1, se.E),
        (x**x, N(0), 1, 1),
        (1 / log(x) - 1 / (x - 1), N(1), 1, R(1, 2)),
        ((se.asin(x) - pi / 2) / sqrt(1 - x), N(1), -1, -sqrt(2)),
        (se.acosh(x) / sqrt(x - 1), N(1), 1, sqrt(2)),
        (se.atanh(x) + log(1 - x) / 2, N(1), -1, log(2) / 2),
        (se.asinh(x) - log(x), oo, -1, log(N(2))),
        (Ei(-2 * x) - Ei(-x), N(0), 1, log(N(2))),
        (dilog(x), N(1), -1, pi**2 / 6),
        (li(x), N(1), 1, -oo),
        (x * (se.erf(x) - 1) * exp(x**2), oo, -1, -1 / sqrt(pi)),
        (x * Ei(x) * exp(-x), oo, -1, 1),
        (exp(1 / x), N(0), -1, 0),
        (exp(1 / x), N(0), 1, oo),
        (-1 / (x - R(1, 10**12)), R(1, 10**12), 1, -oo),
        ((x + 1) ** 9999 * exp(-x), oo, -1, 0),
        (x - 10**9 * log(x), oo, -1, oo),
        (10**30 / x + x / 10**30, oo, -1, oo),
    ],
    ids=str,
)
def test_limits_by_the_growth_of_functions(e, place, side, limit):
    found = one_sided(e, Approach(x, place, side)).value
    assert found is not None
    assert found == limit if limit in (oo, -oo) else se.expand(found - limit) == 0


@pytest.mark.parametrize(
    ("e", "place"),
    [
        (sin(pi * x), oo),
        (sin(pi / x), N(0)),
        (x * cos(x), oo),
        (cos(x) + exp(-x), oo),
        (sin(x) + sin(3 * x), oo),
        (cos(log(x)), N(0)),
        (sin(exp(x)), oo),
        (exp(x) * (sin(x) + cos(x)), oo),
        (sin(x + 1) ** 2, oo),
        (log(x) * cos(x), oo),
        (cos(x / 3) * sin(x / 2), oo),
        (1 / (2 + sin(x)), oo),
    ],
    ids=str,
)
def test_waves_have_no_limit(e, place):
    found = one_sided(e, Approach(x, place, 1))
    assert found.oscillates and found.value is None


@pytest.mark.parametrize("e", [sin(x) + sin(sqrt(2) * x), se.gamma(x)], ids=str)  # type: ignore[attr-defined]
def test_what_the_rules_do_not_decide_is_not_said(e):
    found = one_sided(e, Approach(x, oo, -1))
    assert found.value is None and not found.oscillates


def test_a_bounded_wave_is_squeezed_but_never_taken_for_its_bound():
    assert one_sided(sin(x) / log(log(x)), Approach(x, oo, -1)).value == 0
    assert one_sided(x / 2 - sin(2 * x) / 4, Approach(x, oo, -1)).value == oo
    assert one_sided(x * sin(x) + x**2, Approach(x, oo, -1)).value == oo


@pytest.mark.parametrize(
    ("e", "place", "conditions"),
    [
        (x ** (n + 1), N(0), ["n > -1"]),
        (exp(-a * x) * cos(b * x), oo, ["a > 0"]),
        (exp(-x / a), oo, ["a > 0"]),
        (x**n * exp(-a * x), oo, ["a > 0"]),
        (x**a * log(x) ** 3, N(0), ["a > 0"]),
        (abs(x - 10), a, []),
    ],
    ids=str,
)
def test_limits_with_parameters_say_what_they_assume(e, place, conditions):
    signs = Signs({a: R(5, 4), b: R(7, 3), n: R(9, 7)})
    found = one_sided(e, Approach(x, place, 1, signs)).value
    assert found == (0 if place != a else abs(a - 10))
    assert [*map(str, signs.conditions)] == conditions


def test_monomials_are_ordered_by_growth():
    scale = Scale(Signs())
    slow = [iterated_logarithm(2), iterated_logarithm(1) ** 9, W ** R(1, 7), W**3]
    fast = [
        exponential({W ** R(1, 2): N(1)}),
        exponential({W: N(1)}),
        exponential({W: N(1), iterated_logarithm(1): N(5)}),
    ]
    order = [*slow, *fast, exponential({fast[1]: N(1)})]
    assert all(scale.compare(right / left) == 1 for left, right in pairwise(order))
    assert scale.compare(Monomial()) == 0
    assert exponential({iterated_logarithm(1): N(2)}) == W**2


@pytest.mark.parametrize(
    ("e", "sign"),
    [
        (sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2), 0),
        (sqrt(2) - R(14142135623730950488, 10**19), 1),
        (exp(N(1)) - R(271828182845904523536, 10**20), 1),
        (log(N(4)) - 2 * log(N(2)), 0),
    ],
    ids=str,
)
def test_signs_of_constants_are_exact(e, sign):
    assert Signs().sign(e) == sign


def test_signs_under_conditions():
    signs = Signs({a: N(3), b: R(1, 2)})
    assert signs.sign(a**2 - 1) == 1 and [*map(str, signs.conditions)] == ["a > 1"]
    assert signs.known(a + 5) == signs.known(a**2 + b**2) == signs.known(log(a)) == 1
    assert signs.known(b) is None and signs.known(a - 2) is None
    signs.nonzero(b)
    assert signs.known(b**2) == 1 and "b != 0" in [*map(str, signs.conditions)]
    with pytest.raises(UndecidedError):
        Signs({a: N(3)}).nonzero(se.expand((a + 1) ** 2) - a**2 - 2 * a - 1)


@pytest.mark.parametrize(
    ("g", "sign", "conditions"),
    [
        (a + b * x, 1, {"a > 0", "a + b > 0"}),
        (x - a, -1, {"a > 1"}),
        (x**2 + a**2, 1, set()),
        (exp(x) + a, 1, {"a > -1"}),
        (x**3 + x + a, 1, {"a > 0"}),
    ],
    ids=str,
)
def test_signs_on_an_interval(g, sign, conditions):
    signs = Signs({a: R(5, 4) if sign > 0 else R(9, 4), b: R(7, 3)})
    assert sign_on_interval(g, Interval(x, N(0), N(1)), signs) == sign
    assert {*map(str, signs.conditions)} == conditions


@pytest.mark.parametrize("g", [x - a, cos(10 * a * x), x**2 - a**2, x + sin(x / a) - 1], ids=str)
def test_no_sign_is_claimed_where_there_is_a_zero(g):
    with pytest.raises(UndecidedError):
        sign_on_interval(g, Interval(x, N(0), N(2)), Signs({a: R(5, 4)}))


@pytest.mark.parametrize(
    ("g", "low", "high", "places"),
    [
        (x - R(1, 10**12), N(0), N(1), [R(1, 10**12)]),
        (x - 10**6, -oo, oo, [N(10**6)]),
        (x**2 - 2, N(-3), N(3), [-sqrt(2), sqrt(2)]),
        (x - sqrt(x), N(0), N(4), [N(0), N(1)]),
        (exp(x) - 2, N(0), oo, [log(N(2))]),
        (cos(x), N(0), 3 * pi, [pi / 2, 3 * pi / 2, 5 * pi / 2]),
        (2 + cos(x) + sqrt(3), -oo, oo, []),
        (x + exp(x), N(0), oo, []),
        (abs(x) - 3, -oo, oo, [N(-3), N(3)]),
        (x * log(x), N(0), N(5), [N(0), N(1)]),
        (x**2 - cos(x) + 1, -oo, oo, [N(0)]),
    ],
    ids=str,
)
def test_zeros_in_an_interval_are_all_found(g, low, high, places):
    found = zeros_between(g, Line(x, low, high))
    named = {zero.at for zero in found}
    assert all(any(at is not None and se.expand(at - place) == 0 for at in named) for place in places)
    assert len(named) == len(places)


def test_zeros_that_cannot_be_told_are_not_left_out():
    for g, high in ((sin(x), oo), (x - sin(x), N(1)), (sin(x * 10**6), N(10))):
        with pytest.raises(UndecidedError):
            zeros_between(g, Line(x, N(-1), high))
    (only,) = zeros_between(x**3 - x - 1, Line(x, N(0), N(2)))
    assert only.at is None and 1.3247 < float(only.ball) < 1.3248


@pytest.mark.parametrize(
    ("f", "place", "diverges"),
    [
        (1 / x, N(0), True),
        (1 / sqrt(x), N(0), False),
        (1 / (x * log(x)), N(0), True),
        (1 / (x * log(x) ** 2), N(0), False),
        (1 / x, oo, True),
        (x ** R(-101, 100), oo, False),
        (1 / (x * log(x) * log(log(x))), oo, True),
        (exp(1 / x), N(0), True),
        (log(x) ** 50, N(0), False),
        (sin(x) / x, oo, False),
    ],
    ids=str,
)
def test_integrands_that_are_too_large_near_a_place(f, place, diverges):
    assert diverges_at(f, Approach(x, place, 1)) is diverges


def test_poles_between_two_points():
    ball = arb(1.3247179, 1e-6)
    assert has_pole(1 / (x**3 - x - 1), x, ball)
    assert has_pole(tan(x), x, arb(1.5707963, 1e-6))
    assert not has_pole(1 / (x**3 - x - 1), x, arb(2, 1e-6))
    assert not has_pole(1 / sqrt(abs(x - 1)), x, arb(1, 1e-6))
