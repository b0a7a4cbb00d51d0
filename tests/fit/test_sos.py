"""Sums of squares: what is found is an exact proof, what is not a sum of squares is not found."""

import random
import sys

import numpy as np
import pytest
import symengine as se
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("cvxpy")

from ansatz.errors import UnsupportedError
from ansatz.fit.sos.exact import Face, null_vectors, sum_of_squares
from ansatz.fit.sos.lyapunov import fit_lyapunov
from ansatz.fit.sos.monomials import half_polytope, of_degrees, pruned
from ansatz.problems.lyapunov.backward import LyapunovBackward, LyapunovBackwardConfig
from ansatz.problems.lyapunov.sampling import Dimensions
from ansatz.problems.problem import Problem
from ansatz.verify.lyapunov import verify_lyapunov
from ansatz.verify.polynomials import ring, terms, to_polynomial
from ansatz.verify.verdict import Verdict

X = x, y = se.symbols("x y")
RING = ring(X)
MOTZKIN = x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 + 1


def polynomial(expression):
    return to_polynomial(expression, RING)


@pytest.mark.parametrize(
    "expression",
    [
        x**2 + y**2,
        2 * x**4 + 2 * x**3 * y - x**2 * y**2 + 5 * y**4,  # Parrilo's example
        (x - y) ** 2,
        (x**2 - y) ** 2 + (x * y - 1) ** 2,
        (x**2 - x) ** 2,
        (3 * x**3 - 2 * y) ** 2 + x**2 * y**2 * (x + 5 * y) ** 2,
        400 * x**4 * y**2 + 2304 * y**6 - 400 * x**3 * y + 100 * x**2,
        MOTZKIN * (1 + x**2 + y**2),
        10000 * x**8 + y**2 / 10000,
        0 * x,
    ],
)
def test_sums_of_squares_are_proved(expression):
    p = polynomial(se.expand(expression))
    found = sum_of_squares(p)
    assert found is not None and found.proves(p)


@pytest.mark.parametrize("expression", [x, -(x**2), x**2 - y**2, x * y, MOTZKIN, x**2 - 3 * x * y + y**2, x**4 + y])
def test_others_are_not(expression):
    assert sum_of_squares(polynomial(expression)) is None


small = st.integers(-3, 3)
sparse = st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 2)), small, min_size=1, max_size=4)


@settings(max_examples=15)
@given(sparse, sparse)
def test_what_is_found_is_a_proof(left, right):
    p = RING.from_dict(left) ** 2 + RING.from_dict(right) ** 2
    found = sum_of_squares(p)
    assert found is None or found.proves(p)


@pytest.mark.parametrize(
    "system",
    [
        (-x + y, -x - y**3),
        (y, -x),  # every solution is periodic: x² + y² and its multiples only
        (2 * y, -10 * x - 5 * y),
        (-2 * x * y**4, -3 * y + 7 * x**2 * y),
        (-(x**3) + 4 * y**3, -x - y**5),
    ],
)
def test_functions_are_found_and_proved(system):
    found = fit_lyapunov(system, X)
    assert found is not None
    finding = verify_lyapunov(found.V, system, X, certificate=found.certificate)
    assert finding.verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "system",
    [
        (x, -y),
        (-x, y - y**3),
        (1 - x, -y),
        (se.sin(x), -y),
        (-x,),
        (-x + x * y, -y),  # globally stable, yet no polynomial V exists (Ahmadi, Krstic & Parrilo 2011)
    ],
)
def test_unstable_and_other_systems_have_none(system):
    assert fit_lyapunov(system, X, degrees=(2, 4)) is None


def test_given_monomials_are_kept_to():
    rng, generator = random.Random(3), LyapunovBackward(LyapunovBackwardConfig(Dimensions({2: 1.0}), max_half_degree=3))
    seen = found = 0
    while seen < 8:
        problem = generator.generate(rng)
        if not isinstance(problem, Problem):
            continue
        seen += 1
        variables = se.symbols("x0 x1")
        support = list(terms(to_polynomial(problem.answer[0], ring(variables))))
        fit = fit_lyapunov(problem.statement, variables, monomials=support, seconds=3)
        if fit is None:
            continue
        found += 1
        assert set(terms(to_polynomial(fit.V, ring(variables)))) <= set(support)
        assert (
            verify_lyapunov(fit.V, problem.statement, variables, certificate=fit.certificate).verdict is Verdict.PROVED
        )
    assert found >= 4


def test_half_polytope_and_pruning():
    # Of x²y², x² and y² themselves: nothing but xy, x, y.
    assert set(half_polytope([(2, 2), (2, 0), (0, 2)])) == {(1, 1), (1, 0), (0, 1)}
    support = {(2, 2), (4, 0)}
    assert pruned([(1, 1), (2, 0), (0, 1)], support) == [(1, 1), (2, 0)]
    assert of_degrees(2, 1, 2) == [(0, 1), (1, 0), (0, 2), (1, 1), (2, 0)]
    assert len(of_degrees(4, 0, 5)) == 126


def test_null_vectors_are_made_rational():
    vector = np.array([1, -0.5, 1 / 3, 0])
    projection = np.eye(4) - np.outer(vector, vector) / (vector @ vector)
    (kernel,) = next(null_vectors(projection + 1e-9))
    assert [entry / kernel[0] for entry in kernel] == [1, fmpq(-1, 2), fmpq(1, 3), 0]


def test_a_face_knows_what_it_cannot_give():
    face = Face([(1, 0), (0, 1)]).without([[fmpq(1), fmpq(1)]])  # squares of multiples of x - y
    assert face.equations(terms(polynomial(x**2 - 2 * x * y + y**2))) is not None
    assert face.equations(terms(polynomial(x**2 + y**2))) is None


def test_the_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "cvxpy", None)
    with pytest.raises(UnsupportedError, match=r"ansatz-math\[lyapunov\]"):
        sum_of_squares(polynomial(x**2 + y**2))
