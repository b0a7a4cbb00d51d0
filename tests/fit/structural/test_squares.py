"""Completed squares in sums of kernels, and the integrals that need them."""

import pytest
import symengine as se

from ansatz.expr.canonical import derivative
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.methods.completed_squares import completed_square
from ansatz.proof.integral.verifier import verify_antiderivative

X = se.Symbol("x")
INNER = [
    X + se.exp(X),
    X**2 + se.exp(1 - X) / X,
    X**2 + X + se.sqrt(X) + 2,
    X * se.sin(X) + se.log(X) - 2,
    se.exp(2 * X) + se.exp(X) + X,
]


@pytest.mark.parametrize("u", INNER)
def test_a_square_is_completed(u):
    found = completed_square(se.expand(3 - 2 * u**2), X)
    assert found is not None
    scale, root, constant = found
    assert se.expand(scale * root**2 + constant - 3 + 2 * u**2) == 0
    assert X not in scale.free_symbols | constant.free_symbols


def test_a_product_is_the_square_of_its_root():
    assert completed_square(1 + (X + 3) ** 2 * X**2 * se.log(X), X) == (1, (X + 3) * X * se.sqrt(se.log(X)), 1)


@pytest.mark.parametrize("total", [X**2 + X + se.exp(X), 1 + X**3 + se.sin(X), 1 + se.exp(X) + X])
def test_other_sums_are_no_squares(total):
    assert completed_square(total, X) is None


@pytest.mark.parametrize("u", INNER)
@pytest.mark.parametrize("outer", [lambda s: 1 / s, lambda s: se.sqrt(s), lambda s: 1 / se.sqrt(s)])
def test_functions_of_an_expanded_square_are_integrated(u, outer):
    f = derivative(u, X) * outer(se.expand(3 + u**2))
    candidates = structural_candidates(f, X, deadline_seconds=5.0)
    assert any(verify_antiderivative(c.antiderivative, f, X, seconds=2.0).holds for c in candidates)
