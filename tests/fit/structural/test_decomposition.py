"""Polynomial decomposition: a law, and integrals that need an inner polynomial."""

import pytest
import symengine as se
from flint import fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from ansatz.expr.canonical import derivative
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.methods.decomposition import in_powers, right_factors
from ansatz.proof.integral.verifier import verify_antiderivative

X = se.Symbol("x")
_COEFFICIENTS = st.lists(st.integers(-9, 9), min_size=2, max_size=4)
_LEAD = st.integers(1, 5)


@given(_COEFFICIENTS, _LEAD, _COEFFICIENTS, _LEAD)
def test_a_right_factor_is_recovered(outer, outer_lead, inner, inner_lead):
    h, g = fmpq_poly([*outer, outer_lead]), fmpq_poly([*inner, inner_lead])
    p = h(g)
    degrees = [q.degree() for q in right_factors(p)]
    assert g.degree() in degrees
    for q in right_factors(p):
        left = in_powers(p, q)
        assert left is not None and left(q) == p


def test_an_indecomposable_polynomial_has_only_itself():
    assert [q.degree() for q in right_factors(fmpq_poly([1, 2, 0, 0, 0, 1, 1]))] == [6]


_SLOPES = {
    "asinh": lambda g: 1 / se.sqrt(se.expand(g**2 + 3)),
    "exp": lambda g: se.exp(se.expand(g**2)) * se.expand(2 * g**2 + 1),
    "atan": lambda g: se.expand(2 * g) / se.expand((g**2 + 1) ** 2 + 1),
    "log": lambda g: se.log(se.expand(g**2 + 1)),
}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-6, 6), min_size=3, max_size=3), st.sampled_from(sorted(_SLOPES)))
def test_expanded_functions_of_an_inner_polynomial_are_integrated(coefficients, name):
    g = 2 * X**4 + se.Add(*(c * X ** (k + 1) for k, c in enumerate(coefficients)))
    f = se.expand(derivative(g, X)) * _SLOPES[name](g)
    candidates = structural_candidates(f, X, deadline_seconds=5.0)
    assert any(verify_antiderivative(c.antiderivative, f, X, seconds=2.0).holds for c in candidates)


@pytest.mark.parametrize("n", [2, 3])
def test_an_arcsine_of_a_polynomial(n):
    g = n * X**4 - 14 * X**3 + X**2
    f = se.expand(derivative(g, X)) / se.sqrt(se.expand(1 - g**2))
    found = next(structural_candidates(f, X, deadline_seconds=5.0))
    assert verify_antiderivative(found.antiderivative, f, X, seconds=2.0).holds
