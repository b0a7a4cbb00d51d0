"""The algebra below: ratios, surds, splittings, Hermite reduction, tidy forms."""

import pytest
import symengine as se
from flint import fmpq, fmpq_poly
from hypothesis import assume, given
from hypothesis import strategies as st

from ansatz.algebra.conjugate_factors import conjugate_numerator, multiply, split
from ansatz.algebra.content import primitive
from ansatz.algebra.ratios import Ratio, ratio_of
from ansatz.algebra.shortening import shortened
from ansatz.algebra.surds import Surd, sqrt_of, square_root
from ansatz.fit.structural.forms.rewrite import compose
from ansatz.fit.structural.methods.ansatz_terms import terms
from ansatz.fit.structural.methods.radicals import Field

X = se.Symbol("x")
_INTEGERS = st.integers(-9, 9)


def _poly(coefficients: list[int]) -> fmpq_poly:
    return fmpq_poly(coefficients)


@given(st.lists(_INTEGERS, min_size=1, max_size=5), st.lists(_INTEGERS, min_size=1, max_size=5))
def test_ratio_and_its_expression_agree(top, bottom):
    assume(any(bottom))
    r = Ratio(_poly(top), _poly(bottom))
    assert ratio_of(r.expression(X), X) == r


@pytest.mark.slow
@given(_INTEGERS, _INTEGERS, st.sampled_from([2, 3, 5, 7]))
def test_square_roots_of_surds(a, b, d):
    value = Surd(fmpq(a), fmpq(b), d)
    assume(value.sign() > 0)
    numeric = complex(square_root(value).n(60)).real
    assert abs(numeric**2 - complex(value.expression().n(60)).real) < 1e-9


@given(_INTEGERS, _INTEGERS, st.sampled_from([2, 3, 5]))
def test_sign_of_a_surd(a, b, d):
    value = Surd(fmpq(a), fmpq(b), d)
    numeric = complex(value.expression().n(60)).real
    assert value.sign() == (numeric > 1e-12) - (numeric < -1e-12)


def test_square_roots_are_reduced():
    assert sqrt_of(fmpq(12)) == 2 * se.sqrt(3)
    assert square_root(Surd(fmpq(3), fmpq(2), 2)) == 1 + se.sqrt(2)


def test_splitting_over_a_quadratic_field():
    p = _poly([1, 0, 0, 0, 1])
    g = split(p, 2)
    assert g is not None
    conjugate = g[0], -g[1]
    assert multiply(g, conjugate, 2) == (p, 0)
    h = conjugate_numerator(_poly([1]), g, p, 2)
    total = multiply(h, conjugate, 2)
    assert total[0] * 2 == 1  # h·ḡ + its conjugate is the numerator
    assert split(p, 3) is None


def test_radicals_are_rationalised():
    field = Field(X)
    element = field.build(1 / (se.sqrt(X) + X ** se.Rational(1, 2) * X + 1))
    back = se.Add(*(c.expression(X) * se.sqrt(X) ** (1 if m else 0) for m, c in element.items()))
    point = se.Rational(7, 3)
    expected = 1 / (se.sqrt(X) + X ** se.Rational(3, 2) + 1)
    assert abs(complex((back - expected).subs({X: point}).n(60))) < 1e-12


def test_compositions_with_inverse_functions_open():
    assert compose(se.cos(se.asin(X))) == se.sqrt(1 - X**2)
    assert compose(se.exp(3 * se.log(X))) == X**3
    assert compose(se.exp(X + se.log(X))) == X * se.exp(X)


def test_sums_are_made_primitive():
    assert primitive(6 + 3 * X) == 2 + X
    assert primitive(-2 - X) == primitive(2 + X)


def test_the_ladder_of_parts_is_short():
    chosen = list(terms(X**2 * se.sin(X), X, 40))
    for needed in (X**2 * se.cos(X), X * se.sin(X), se.cos(X)):
        assert needed in chosen


def test_tidy_joins_logarithms_and_drops_constants():
    assert shortened(se.log(1 + X) / 2 - se.log(1 + X**2) / 2 + 7, X) in (
        se.log((1 + X) / (1 + X**2)) / 2,
        -se.log((1 + X**2) / (1 + X)) / 2,
    )
    assert shortened(se.log(se.sin(X) - 1) / 2 - se.log(se.sin(X) + 1) / 2, X) == -se.atanh(se.sin(X))
    assert shortened(se.log(-1 - X**2), X) == se.log(1 + X**2)


def test_tidy_shortens_arguments():
    root = se.sqrt(2)
    assert shortened(se.atan(root * (2 * X - root) / 2), X) in (se.atan(root * X - 1), -se.atan(1 - root * X))
    assert shortened(se.log(X) + se.sin(X) + 3, X) == se.log(X) + se.sin(X)
