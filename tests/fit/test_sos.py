"""Sums of squares: what is found is an exact proof, what is not a sum of squares is not found."""

import random

import numpy as np
import pytest
import symengine as se
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from ansatz.algebra.polynomials import from_polynomial, ring, terms, to_polynomial
from ansatz.fit.sos.exact import Face, null_vectors, sum_of_squares
from ansatz.fit.sos.lyapunov_program import fit_lyapunov
from ansatz.fit.sos.monomials import half_polytope, of_degrees, pruned
from ansatz.fit.sos.semidefinite import Program, centre, cheapest
from ansatz.problems.lyapunov.backward import LyapunovBackward, LyapunovBackwardConfig
from ansatz.problems.lyapunov.random_polynomials import Dimensions
from ansatz.problems.problem import Problem
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict

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


def test_programs_are_solved():
    """S₁₁ = S₂₂ = 1, S₁₂ = 1/2: the least eigenvalue is 1/2. S₁₂ + u = 3/2: the least u is 1/2."""
    A = np.diag([1, 1 / np.sqrt(2), 1])  # of svec(S) = (S₁₁, √2 S₁₂, S₂₂)
    central = centre(Program(np.zeros((3, 0)), [A], np.array([1, 0.5, 1])), 5)
    assert central is not None
    assert np.allclose(central.grams[0], [[1, 0.5], [0.5, 1]], atol=1e-6) and abs(central.margin - 0.5) < 1e-6
    program = Program(np.array([[0], [1], [0]]), [A], np.array([1, 1.5, 1]))
    cheap = cheapest(program, np.ones(1), 5)
    assert cheap is not None
    assert np.allclose(cheap.grams[0], np.ones((2, 2)), atol=1e-4) and abs(cheap.u[0] - 0.5) < 1e-4
    assert cheapest(program, np.ones(1), 0) is None
    impossible = Program(np.zeros((3, 0)), [A], np.array([1, 0.5, -1]))
    infeasible = centre(impossible, 5)
    assert cheapest(impossible, np.zeros(0), 5) is None and infeasible is not None and infeasible.margin < -1


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
    (kernel,) = next(null_vectors(projection + 1e-9, np.ones(4)))
    assert [entry / kernel[0] for entry in kernel] == [1, fmpq(-1, 2), fmpq(1, 3), 0]


def test_a_face_knows_what_it_cannot_give():
    face = Face([(1, 0), (0, 1)]).without([[fmpq(1), fmpq(1)]])  # squares of multiples of x - y
    assert face.equations(terms(polynomial(x**2 - 2 * x * y + y**2))) is not None
    assert face.equations(terms(polynomial(x**2 + y**2))) is None


@pytest.mark.parametrize(
    "squares",
    [
        (6 * x * y + 7 * x - 8 * y, 5 * y + 9),  # the null space's simplest vectors hold 35/72
        (3 * x**2 + 4 * y, 3 * x * y + 8 * x, 8 * y + 1),  # 16/67
        (20 * x * y - 50 * y**3, 48 * y**3, 20 * x**2 * y - 10 * x),  # small and large entries, reduced three times
    ],
)
def test_squares_that_leave_a_null_space_are_found(squares):
    p = polynomial(se.expand(sum(q**2 for q in squares)))
    found = sum_of_squares(p)
    assert found is not None and found.proves(p)


@pytest.mark.parametrize("power", [8, -8, 400, -400])
def test_a_factor_changes_nothing(power):
    factor = fmpq(10) ** power
    p, q = (polynomial(se.expand(e)) * factor for e in ((x**2 - y) ** 2 + (x * y - 1) ** 2, MOTZKIN))
    found = sum_of_squares(p)
    assert found is not None and found.proves(p)
    assert sum_of_squares(q) is None
    system = [from_polynomial(polynomial(e) * factor, X) for e in (-x + y, -x - y**3)]
    fit = fit_lyapunov(system, X)
    assert fit is not None
    assert verify_lyapunov(fit.V, system, X, certificate=fit.certificate).verdict is Verdict.PROVED


@pytest.mark.slow
@pytest.mark.parametrize("power", [120, 400])
def test_numbers_of_any_sizes_are_no_accident(power):
    large = 10**power
    for p in (polynomial(large * x**2 + y**2), polynomial((large * x - y) ** 2 + y**2 / se.Integer(large))):
        found = sum_of_squares(p)
        assert found is None or found.proves(p)
    for system in ((-large * x, -y), (-x + large * y, -y - x / se.Integer(large)), (-x - large * x**3, -y)):
        fit = fit_lyapunov(system, X)
        assert fit is None or verify_lyapunov(fit.V, system, X, certificate=fit.certificate).holds


Z = u, v, w = ring(map(se.Symbol, "xyz")).gens()
NOT_SUMS_OF_SQUARES = {
    "Motzkin": u**4 * v**2 + u**2 * v**4 - 3 * u**2 * v**2 * w**2 + w**6,
    "Choi and Lam": u**4 * v**2 + v**4 * w**2 + w**4 * u**2 - 3 * u**2 * v**2 * w**2,
    "Robinson": u**6 + v**6 + w**6 + 3 * (u * v * w) ** 2 - sum(p**4 * q**2 for p in Z for q in Z if p != q),
    # one over ℝ, not over ℚ (Scheiderer 2016)
    "Scheiderer": u**4 + u * (v**3 + w**3) + v**4 - u * v * w * (3 * u + 4 * v) + 2 * u**2 * w**2 + v * w**3 + w**4,
    # negative where the squares vanish, by 10⁻¹²
    "a point": (2 * u - v * w + 1) ** 2 + (v - w) ** 2 + (w - 2) ** 2 - fmpq(1, 10**12),
    "a cone": (3 * u - 7 * v) ** 2 + w**2 - v**2 / 10**12,
    "a curve": (u**2 - u * v) ** 2 + w**4 - u**2 * v**2 / 10**12,
    "infinity": (u * v - w) ** 2 + w**2 - u**2 / 10**12,
}


@pytest.mark.parametrize("first", [0, 8, -8])
@pytest.mark.parametrize("power", [0, 8, -8])
@pytest.mark.parametrize("name", NOT_SUMS_OF_SQUARES)
def test_what_nearly_is_a_sum_of_squares_is_not_taken_for_one(name, power, first):
    """p(10^first u, v, w) 10^power."""
    p = NOT_SUMS_OF_SQUARES[name]
    scaled = p.context().from_dict({m: c * fmpq(10) ** (power + first * m[0]) for m, c in terms(p).items()})
    assert sum_of_squares(scaled) is None
