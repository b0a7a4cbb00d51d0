"""Each method on random families: what it proposes is proved, and it proposes nothing where nothing can be."""

import random
import time

import numpy as np
import pytest
import symengine as se
from flint import fmpq_mat

from ansatz.algebra.polynomials import ring, to_polynomial
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.sum_of_squares import identity, is_positive_definite
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict
from ansatz.solve.lyapunov.claim import System
from ansatz.solve.lyapunov.ladder import barrier_methods, methods
from ansatz.solve.lyapunov.methods import barrier, lifted, quadratic, squares
from ansatz.solve.lyapunov.methods.quadratic import lyapunov_equation

X = x, y = se.symbols("x y")
XYZ = (*X, se.Symbol("z"))


def first(method, field, variables=X, seconds=20.0):
    return next(iter(method(System(tuple(map(se.sympify, field)), variables), time.monotonic() + seconds)), None)


def proved(claim, field, variables=X):
    return verify_lyapunov(claim.V, field, variables, certificate=claim.certificate).verdict is Verdict.PROVED


def linear(rng, n):
    matrix = np.array([[rng.randint(-9, 9) for _ in range(n)] for _ in range(n)])
    matrix -= rng.randint(0, 15) * np.eye(n, dtype=int)
    return matrix


def test_quadratic_forms_of_linear_systems():
    rng, stable = random.Random(2), 0
    for _ in range(40):
        A = linear(rng, 3)
        greatest = np.linalg.eigvals(A).real.max()
        if abs(greatest) < 1e-6:
            continue
        field = [sum((int(a) * v for a, v in zip(row, XYZ, strict=True)), se.Integer(0)) for row in A]
        claim = first(quadratic.candidates, field, XYZ)
        assert (claim is not None) == (greatest < 0)
        if claim is not None:
            stable += 1
            assert proved(claim, field, XYZ)
    assert stable > 5


def test_the_lyapunov_equation():
    rng = random.Random(3)
    for _ in range(20):
        A = fmpq_mat(linear(rng, 3).tolist())
        P = lyapunov_equation(A, identity(3))
        if P is None:
            continue
        assert A.transpose() * P + P * A == -1 * identity(3)
        assert is_positive_definite(P) == bool(
            np.linalg.eigvals(np.array([[float(int(c.p)) / int(c.q) for c in row] for row in A.tolist()])).real.max()
            < 0
        )


@pytest.mark.parametrize(
    "field",
    [
        (-(x**3) + y, -x - y),
        (-x + 4 * y**3, -x - y**5),
        (-(x**11), -(y**7) * x**2),
        (y**5 - x**3, -x - y**9),
    ],
    ids=str,
)
def test_some_method_proves(field):
    for method in methods().values():
        claim = first(method, field)
        if claim is not None:
            assert proved(claim, field)
            return
    pytest.fail("no method found a function")


@pytest.mark.parametrize("field", [(x, -y), (-x + 2 * x**2 * y, -y), (y, -x + y**3), (-x + x**2, -y)], ids=str)
def test_no_method_proposes_where_there_is_none(field):
    assert all(first(method, field, seconds=6.0) is None for method in methods().values())


def test_a_guessed_support_is_kept_to_and_expanded():
    field = (-4 * x**3 - y, -18 * y + x)
    system = System(field, X)
    claim = next(squares.from_supports(system, [[(4, 0), (0, 2)]], time.monotonic() + 20))
    assert proved(claim, field)
    rotation = System((y, -x), X)  # only functions of x² + y²
    claim = next(squares.from_supports(rotation, [[(2, 0)]], time.monotonic() + 20))
    p = to_polynomial(claim.V, ring(X))
    assert p is not None and proved(claim, rotation.field) and p.total_degree() == 2


def test_barriers():
    rng = random.Random(4)
    for _ in range(10):
        a, b, c = (rng.randint(1, 9) for _ in range(3))
        field = (-a * x - b * x**3 * y**2, c * y + x * y)
        (method,) = barrier_methods().values()
        claim = first(method, field)
        assert claim is not None
        finding = verify_barrier(claim.V, field, X, certificate=claim.certificate)
        assert finding.verdict is Verdict.PROVED and claim.V != 0
    assert first(barrier.candidates, (x, y)) is None
    assert first(barrier.candidates, (x + y, -x + y)) is None


def test_lifted_systems():
    field = (-x + se.sin(y) / 2, -y / (1 + x**2))
    claim = first(lifted.candidates, field)
    assert claim is not None and proved(claim, field)
    assert first(lifted.candidates, (-x, -y)) is None  # polynomial: the others' business
    assert first(lifted.candidates, (se.sin(x), -y)) is None
