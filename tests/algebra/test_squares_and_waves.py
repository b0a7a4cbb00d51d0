"""Squares taken out, and products of waves as sums: the same values."""

import pytest
import symengine as se

from ansatz.algebra.squares import split_square
from ansatz.algebra.wave_sums import wave_sums
from ansatz.proof.condition import Condition, Relation, needed

a, b, s, x = se.symbols("a b s x")


@pytest.mark.parametrize(
    "u", [1 / (2 * s**2), (1 - a**2) ** 2, a**3 * b / (a + b) ** 5, a**2 - b**2, -4 * a**2, se.Integer(12)]
)
def test_what_is_split_is_the_whole(u: se.Expr) -> None:
    v, w = split_square(u)
    assert abs(float((v**2 * w - u).subs({a: 1.3, b: 0.7, s: 2.1}).n(53))) < 1e-12


def test_squares_are_found() -> None:
    assert split_square(1 / (2 * s**2)) == (1 / s, se.Rational(1, 2))
    assert split_square(se.expand((1 - a**2) ** 2))[1] == 1
    assert split_square(a**2 - b**2)[0] == 1


@pytest.mark.parametrize(
    "f",
    [
        se.sin(5 * x) * se.cos(3 * x),
        se.sin(x) * se.sin(2 * x) * se.sin(3 * x),
        se.cos(a * x) ** 3 * se.sin(b * x),
        2 - se.sin(x) ** 2,
    ],
    ids=str,
)
def test_products_of_waves_are_their_sums(f: se.Expr) -> None:
    found = wave_sums(se.expand(f), x)
    assert found is not None
    sines, cosines = found
    total = se.Add(*(k * se.sin(u * x) for u, k in sines.items()), *(k * se.cos(u * x) for u, k in cosines.items()))
    for place in (0.3, 1.7, -2.9):
        assert abs(float((f - total).subs({x: place, a: 1.3, b: 0.7}).n(53))) < 1e-12


def test_what_is_no_wave_has_no_sum() -> None:
    assert wave_sums(se.sin(x**2) * se.cos(x), x) is None and wave_sums(x * se.sin(x), x) is None


def test_factors_of_what_is_not_zero_are_needless() -> None:
    under = Condition.on(1 - a**2, Relation.POSITIVE)
    factors = [Condition.on(u, Relation.NONZERO) for u in (a - 1, a + 1)]
    assert needed([*factors, under]) == (under,) == needed([under, *factors])
    other = Condition.on(a, Relation.NONZERO)
    assert needed([under, other]) == (under, other)
    product = Condition.on(a * b, Relation.NONZERO)
    assert needed([product, other]) == (product,)
    allowed = Condition.on(1 - a**2, Relation.NONNEGATIVE)
    assert set(needed([allowed, factors[0]])) == {allowed, factors[0]}
