"""Units of exponents and angles: few, and every angle an integer multiple of them."""

from fractions import Fraction

import pytest
import symengine as se
from hypothesis import given
from hypothesis import strategies as st

from ansatz.proof.zero.exponent_lattice import Lattice, Units, linear_terms

x, y = se.symbols("x y")

VECTORS = st.lists(
    st.dictionaries(st.sampled_from([x, y, x * y]), st.fractions(-5, 5, max_denominator=6).filter(bool), min_size=1),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@given(VECTORS)
def test_every_vector_is_an_integer_combination_of_the_units(vectors):
    lattice = Lattice(vectors)
    assert len(lattice.units) <= min(3, len(vectors))
    for vector in vectors:
        found = lattice.coordinates(vector)
        assert found is not None
        total = sum((multiple * unit for multiple, unit in found), se.Integer(0))
        expected = sum((se.Rational(c.numerator, c.denominator) * t for t, c in vector.items()), se.Integer(0))
        assert se.expand(total - expected) == 0


def test_vectors_outside_the_lattice_are_told():
    lattice = Lattice([{x: Fraction(2)}])
    assert lattice.coordinates({x: Fraction(1)}) is None
    assert lattice.coordinates({y: Fraction(1)}) is None


@pytest.mark.parametrize(
    ("expression", "units"),
    [
        (se.sin(x + x**2) + se.cos(3 * x + 3 * x**2), 1),
        (se.sin(x + y) * se.sin(x - y), 2),
        (se.sin(x) + se.sin(x / 2) + se.sin(x / 3), 1),
        (se.sin(x) + se.sin(y), 2),
        (se.sin(x) * se.exp(x), 1),
    ],
    ids=str,
)
def test_number_of_angle_units(expression, units):
    assert len(Units([expression]).angle) == units


def test_tangents_alone_need_no_half_angles():
    assert list(Units([se.tan(x) + se.cot(3 * x)]).angle.values()) == [2]
    assert list(Units([se.tan(x) + se.sin(3 * x)]).angle.values()) == [1]


def test_linear_terms_split_logarithms_and_complex_coefficients():
    terms = {str(term): (real, imaginary) for real, imaginary, term in linear_terms((1 + 2 * se.I) * x + se.log(12))}
    assert terms == {"x": (1, 2), "log(2)": (2, 0), "log(3)": (1, 0)}
