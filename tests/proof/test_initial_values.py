"""Initial values are taken exactly or not at all; intervals are the parts between singular points."""

import pytest
import symengine as se

from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.proof.ode.initial_values import interval, takes, vanishes
from ansatz.proof.zero.constants import constant_sign

x, Y, Y1, Y2, a, c1 = (symbol(name) for name in ("x", "Y", "Y'", "Y''", "a", "c1"))
ZERO, ONE = se.Integer(0), se.Integer(1)


@pytest.mark.parametrize(
    ("y", "equation", "place", "values", "shown"),
    [
        (se.exp(x), Y1 - Y, ZERO, [ONE], "all real x"),
        (1 / (1 - x), Y1 - Y**2, ZERO, [ONE], "x < 1"),
        (1 / (1 - x), Y1 - Y**2, se.Integer(2), [-ONE], "x > 1"),
        (se.tan(x), Y1 - 1 - Y**2, ZERO, [ZERO], "-pi/2 < x < pi/2"),
        (se.sqrt(4 - x**2), Y * Y1 + x, ZERO, [se.Integer(2)], "-2 < x < 2"),
        (2 * x, Y1 - Y / x, ONE, [se.Integer(2)], "x > 0"),  # where the equation has values
        (se.log(x), x * Y1 - 1, ONE, [ZERO], "x > 0"),
        (1 / (x**3 - 2), Y1 + 3 * x**2 * Y**2, ZERO, [-se.Rational(1, 2)], "x < 1.25992"),
        (x / 2 + 1 / (2 * x), x**2 * Y2 + x * Y1 - Y, ONE, [ONE, ZERO], "x > 0"),
    ],
    ids=str,
)
def test_the_interval_ends_at_the_next_singular_points(y, equation, place, values, shown) -> None:
    assert takes(y, x, place, values, equation)
    found = interval(y, equation, x, place)
    assert found is not None and found.text("x") == shown


@pytest.mark.parametrize(
    ("y", "equation", "place", "values"),
    [
        (se.exp(x), Y1 - Y, ZERO, [se.Integer(2)]),  # another value
        (se.exp(x), Y1 - Y, ZERO, [ONE + se.Rational(1, 10**40)]),
        (se.sqrt(x), 2 * Y * Y1 - 1, ZERO, [ZERO]),  # no derivative there
        (2 * x, Y1 - Y / x, ZERO, [ZERO]),  # the equation has no value there
        ((x - 2) ** 2, Y1 - 2 * se.sqrt(Y), ZERO, [se.Integer(4)]),  # y' has the other sign there
        (se.log(x), x * Y1 - 1, -ONE, [se.log(-ONE)]),  # not real
        (se.cos(x), Y2 + Y, ZERO, [ONE, ONE]),
    ],
    ids=str,
)
def test_what_does_not_take_its_values_is_refused(y, equation, place, values) -> None:
    assert not takes(y, x, place, values, equation)


def test_an_interval_is_not_stated_where_it_is_not_certain() -> None:
    assert interval(se.exp(a * x), Y1 - a * Y, x, ZERO) is None  # parameters
    assert interval(se.sqrt(x), 2 * Y * Y1 - 1, x, ZERO) is None  # an end itself
    assert interval(1 / (x + se.exp(x)), Y1, x, ZERO) is None  # zeros that no method finds


def test_what_vanishes_for_all_parameters() -> None:
    assert vanishes(se.sqrt(se.Integer(8)) - 2 * se.sqrt(se.Integer(2)))
    assert vanishes((a + 1) ** 2 - a**2 - 2 * a - 1)
    assert vanishes(se.sin(a) ** 2 + se.cos(a) ** 2 - 1)
    assert not vanishes(a - 1) and not vanishes(se.pi - se.Rational(22, 7))
    assert not vanishes(se.sqrt(a**2) - a)  # for positive ones only


def test_the_nearest_of_two_places_that_floats_do_not_tell_apart_is_the_end() -> None:
    near = 1 + se.Rational(1, 10**25)
    y = 1 / (x - 1) + 1 / (x - near)
    found = interval(y, Y1 - y.diff(x), x, se.Integer(2))
    assert found is not None and found.low is not None and found.high is None
    assert found.low.place == from_symengine(near)


FAR = se.Integer(10) ** 18
FAST = se.Integer(10) ** 20


@pytest.mark.parametrize(
    ("y", "equation", "place"),
    [
        (se.tan(x - FAR - se.Rational(1, 3)), Y1 - 1 - Y**2, FAR + se.Rational(1, 3)),
        (se.tan(FAST * x - FAST / 3), Y1 - FAST * (1 + Y**2), se.Rational(1, 3)),
        (1 / se.cos(x), Y1 - Y * se.tan(x), FAST),
        (1 / se.sin(FAST**2 * x), Y1, se.Rational(1, 7)),
        (se.log(abs(se.sin(x))), Y1 - 1 / se.tan(x), -(FAST**3)),
    ],
    ids=str,
)
def test_singular_points_are_counted_where_floats_do_not_tell_them_apart(y, equation, place) -> None:
    """The period fits between the ends, the place too, and y has no value at either end."""
    found = interval(y, equation, x, place)
    assert found is not None and found.low is not None and found.high is not None
    assert not isinstance(found.low.place, float) and not isinstance(found.high.place, float)
    low, high = to_symengine(found.low.place), to_symengine(found.high.place)
    assert constant_sign(place - low) == constant_sign(high - place) == 1
    slope = next(u.args[0].diff(x) for u in (y + equation).atoms(se.sin, se.cos, se.tan) if x in u.free_symbols)
    assert abs(se.expand((high - low) * slope / se.pi)) in (1, se.Rational(1, 2))
