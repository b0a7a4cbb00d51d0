"""A fold is a homomorphism: it may be checked at numbers, and every ring by evaluation at a point."""

from fractions import Fraction
from typing import Any

import pytest
import symengine as se
from hypothesis import given
from hypothesis import strategies as st

from ansatz.algebra.fold import Fold, kernels
from ansatz.algebra.gaussian import fraction as gaussian_fraction
from ansatz.algebra.numbers import as_fraction
from ansatz.algebra.polynomials import from_polynomial, ring, to_polynomial
from ansatz.algebra.ratios import ratio_of
from ansatz.algebra.together import together
from ansatz.errors import NotInRingError, TooLargeError

x, y = se.symbols("x y")
POINT = {x: Fraction(7, 3), y: Fraction(-5, 2)}


class Values(Fold[Fraction]):
    """Rational values at `POINT`."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []

    def number(self, value: Any) -> Fraction:
        return as_fraction(value)

    def kernel(self, e: Any) -> Fraction:
        self.asked.append(e)
        return POINT[e] if e in POINT else self.refuse()


def expressions(powers: tuple[int, ...]) -> st.SearchStrategy[Any]:
    leaves = st.sampled_from((x, y, *map(se.Integer, (-3, -1, 2)), se.Rational(2, 3)))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
            st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
            st.tuples(inner, st.sampled_from(powers)).map(lambda p: p[0] ** p[1] if p[0] != 0 else p[0]),
        ),
        max_leaves=8,
    )


def value(e: Any) -> Any:
    return e.subs({symbol: se.Rational(v.numerator, v.denominator) for symbol, v in POINT.items()})


@given(expressions((2, 3, -1)))
def test_a_fold_is_evaluation_at_a_point(e: Any) -> None:
    try:
        found = Values().build(e)
    except ZeroDivisionError:
        assert not isinstance(value(e), se.Rational)
        return
    assert found == as_fraction(value(e))


@given(expressions((2, 3)))
def test_polynomials_keep_their_values(e: Any) -> None:
    polynomial = to_polynomial(e, ring((x, y)))
    assert polynomial is not None
    assert value(from_polynomial(polynomial, (x, y))) == value(e)


@given(expressions((2, 3, -1)))
def test_fractions_keep_their_values(e: Any) -> None:
    try:
        expected = Values().build(e)
    except ZeroDivisionError:
        return
    assert as_fraction(value(together(e))) == expected
    in_x = e.subs({y: se.Rational(-5, 2)})
    if (ratio := ratio_of(in_x, x)) is not None:
        assert as_fraction(value(ratio.expression(x))) == expected
    if (fraction := gaussian_fraction(in_x, x)) is not None:
        above, below = fraction
        assert as_fraction(value(se.expand(above.expression(x)) / below.expression(x))) == expected


def test_each_subexpression_is_asked_for_once() -> None:
    fold = Values()
    fold.build((x + y) ** 2 * (x + y + 1) + (x * y + 1) ** 3 / x)
    assert sorted(map(str, fold.asked)) == ["x", "y"]


def test_what_is_outside_is_refused() -> None:
    with pytest.raises(NotInRingError):
        Values().build(x + y * se.sin(x))
    assert to_polynomial(x + se.sqrt(y), ring((x, y))) is None
    assert to_polynomial(1 / x, ring((x, y))) is None
    assert to_polynomial((x + y) ** 1000, ring((x, y))) is None
    assert ratio_of(x + se.exp(x), x) is None
    assert ratio_of(se.Pow(x + y, -1), x) is None
    assert gaussian_fraction(se.sqrt(x), x) is None
    with pytest.raises(TooLargeError):
        ratio_of((x + 1) ** 400, x)


def test_the_zero_function_has_no_reciprocal() -> None:
    zero = (x + 1) ** 2 - x**2 - 2 * x - 1
    assert zero != 0
    assert ratio_of(zero, x) is not None
    assert ratio_of(1 / zero, x) is None
    assert gaussian_fraction(1 / zero, x) is None
    assert together(1 / zero) == 1 / zero


def test_kernels_come_from_left_to_right_each_once() -> None:
    e = se.sin(x) ** 2 + se.exp(x) * (se.sqrt(x) + se.sin(x)) ** -3
    found = list(kernels(e))
    assert set(found) == {se.sin(x), se.exp(x), se.sqrt(x)}
    assert len(found) == 3
    assert list(kernels(se.Rational(2, 3))) == []
    assert list(kernels(se.E**2)) == [se.E]


def test_a_fold_reaches_the_depth_that_the_language_allows() -> None:
    e = x
    for _ in range(100):
        e = 1 / (e + 1) + 1  # two levels of SymEngine each
    assert Values().build(e) == as_fraction(value(e))
