"""No Lyapunov function: each reason is checked against the solutions themselves; nothing is refuted and proved."""

import random

import numpy as np
import pytest
import symengine as se

from ansatz.expr.canonical import symbol
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.lyapunov_program import fit_lyapunov
from ansatz.problems.lyapunov.backward import LyapunovBackward
from ansatz.problems.problem import Rejection
from ansatz.proof.lyapunov.equilibria import other_equilibrium
from ansatz.proof.lyapunov.refutation import Obstacle, refutation
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict

X = x, y = se.symbols("x y")
z = se.Symbol("z")


@pytest.mark.parametrize(
    "system, obstacle",
    [
        ((x - y, y), Obstacle.UNSTABLE),
        ((y, -x + y - x**2 * y), Obstacle.UNSTABLE),  # Van der Pol
        ((y, se.sin(x) - y), Obstacle.UNSTABLE),  # the pendulum upside down
        ((se.pi * x - y, x + y), Obstacle.UNSTABLE),
        ((x**2 - x, -y), Obstacle.UNBOUNDED),
        ((-x + y**2, -y - x * y + x**2), Obstacle.UNBOUNDED),
        ((y, -x - y + x**2 * y), Obstacle.UNBOUNDED),
        ((y, -2 * x - 3 * y + x**2), Obstacle.UNBOUNDED),
        ((x**3, -y), Obstacle.UNBOUNDED),
        ((y + x**3, -(x**5)), Obstacle.EXPANDING),
    ],
)
def test_reasons_are_named(system, obstacle):
    found = refutation(system, X, squares=sum_of_squares)
    assert found is not None and found.obstacle is obstacle


@pytest.mark.parametrize(
    "system",
    [
        (-x + y, -x - y**3),
        (y, -x),
        (y, -x - y),
        (y, -(x**3) - y),
        (-x * (x - 1) ** 2, -y),
        (0 * x, -2 * y - 2 * x**3),
        (-x, -y + x**2),
        (-abs(x) * x, -y),
        (-x * se.exp(y), -y),
    ],
)
def test_what_has_a_lyapunov_function_is_not_refuted(system):
    assert refutation(system, X, squares=sum_of_squares) is None


@pytest.mark.slow
def test_generated_systems_with_lyapunov_functions_are_not_refuted():
    rng, generator, seen = random.Random(5), LyapunovBackward(), 0
    while seen < 60:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            continue
        seen += 1
        variables = [symbol(name) for name in (f"x{k}" for k in range(len(problem.statement)))]
        assert refutation(problem.statement, variables, squares=sum_of_squares) is None, problem.statement


@pytest.mark.slow
def test_no_random_system_is_both_refuted_and_proved():
    rng, refuted, proved = random.Random(7), 0, 0
    for _ in range(60):
        system = []
        for _ in range(2):
            terms = [(i, j) for i in range(4) for j in range(4) if 0 < i + j <= 3]
            chosen = rng.sample(terms, 3)
            system.append(sum((rng.randint(-9, 9) * x**i * y**j for i, j in chosen), se.Integer(0)))
        found = refutation(system, X, squares=sum_of_squares)
        if found is not None:
            refuted += 1
            fitted = fit_lyapunov(system, X, seconds=0.5)
            proved += fitted is not None
            assert fitted is None, (system, found)
    assert refuted > 30


@pytest.mark.parametrize(
    "system", [(-x + y**2, -y - x * y + x**2), (y, -2 * x - 3 * y + x**2), (-x - 2 * x * y, -y - x * y)]
)
def test_solutions_do_leave_in_the_direction_that_is_named(system):
    """From far out in that direction, followed in floating point, a solution grows beyond all bounds."""
    found = refutation(system, X)
    assert found is not None and found.direction is not None
    field = se.Lambdify([x, y], list(system))
    escaped = False
    for weights in ((1, 1), (2, 1), (1, 2), (2, 3), (3, 2)):
        point = np.array([found.direction[n] * 50.0**w for n, w in zip(("x", "y"), weights, strict=True)])
        start = np.abs(point).max()
        for _ in range(4000):
            rate = np.asarray(field(point)).ravel()
            point = point + rate * (1e-3 * np.abs(point).max() / max(np.abs(rate).max(), 1e-300))
            if np.abs(point).max() > 20 * start:
                escaped = True
                break
    assert escaped


@pytest.mark.parametrize(
    "system, variables, point",
    [
        ((-x * (x - 1) ** 2,), (x,), (1,)),
        ((y, -se.sin(x) - y), X, (np.pi, 0)),
        ((10 * (y - x), 28 * x - y - x * z, x * y - 8 * z / 3), (x, y, z), (72**0.5, 72**0.5, 27)),
    ],
)
def test_other_equilibria_are_enclosed(system, variables, point):
    found = other_equilibrium(system, variables)
    assert found is not None and np.allclose(np.abs(found.point), np.abs(point))


def test_a_second_equilibrium_does_not_exclude_a_function_that_does_not_increase():
    system = (-x * (x - 1) ** 2, -y)
    assert other_equilibrium(system, X) is not None
    assert verify_lyapunov(x**2 + y**2, system, X).verdict is Verdict.PROVED


@pytest.mark.parametrize("system", [(-x, -y), (y - x**3, -x - y)])
def test_the_only_equilibrium_has_no_other(system):
    assert other_equilibrium(system, X) is None
