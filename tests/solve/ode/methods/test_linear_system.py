"""Linear systems with constant coefficients: substitution is exact, and the constants are independent."""

import random
from time import thread_time

import pytest
import symengine as se
from flint import fmpq, fmpq_mat

from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.linear_system import (
    LinearSystem,
    fundamental_matrix,
    linear_system,
    satisfies,
    solve_system,
)

t, x, y, z = se.symbols("t x y z")


def conjugated(blocks: list[list[int]], rng: random.Random) -> fmpq_mat:
    """P·J·P⁻¹ for a random P."""
    n = len(blocks)
    J = fmpq_mat(n, n, [fmpq(entry) for row in blocks for entry in row])
    while True:
        P = fmpq_mat(n, n, [fmpq(rng.randint(-2, 2)) for _ in range(n * n)])
        if P.det() != 0:
            return P * J * P.inv()


SHAPES = {
    "real": [[1, 0, 0], [0, -2, 0], [0, 0, 3]],
    "jordan": [[2, 1, 0], [0, 2, 1], [0, 0, 2]],
    "complex": [[1, -2, 0], [2, 1, 0], [0, 0, 0]],
    "irrational": [[0, 2, 0], [1, 0, 0], [0, 0, 1]],
    "double complex": [[0, 1, 1, 0], [-1, 0, 0, 1], [0, 0, 0, 1], [0, 0, -1, 0]],
    "zero": [[0, 1], [0, 0]],
}
FORCINGS = (se.Integer(0), t, se.exp(t), se.sin(2 * t), t * se.exp(2 * t))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_solutions(shape: str, seed: int) -> None:
    rng = random.Random(seed)
    matrix = conjugated(SHAPES[shape], rng)
    n = int(matrix.nrows())
    system = LinearSystem(matrix, tuple(rng.choice(FORCINGS) for _ in range(n)), t)
    solution = solve_system(system, OwnIntegrals(thread_time() + 20))
    assert solution is not None and satisfies(system, solution)
    columns = fundamental_matrix(system)
    assert columns is not None and len(columns) == n
    start = [complex(column[i].subs({t: se.Integer(0)}).n(53)) for i in range(n) for column in columns]
    assert all(abs(value.imag) == 0 for value in start)
    assert fmpq_mat(n, n, [fmpq(round(value.real * 2**20), 2**20) for value in start]).det() != 0
    wrong = (solution[0] + t / 100, *solution[1:])
    assert not satisfies(system, wrong)


def test_by_variation() -> None:
    system = linear_system((y, -x + 1 / se.cos(t)), (x, y), t)
    assert system is not None
    solution = solve_system(system, OwnIntegrals(thread_time() + 20))
    assert solution is not None and satisfies(system, solution)


def test_what_is_not_such_a_system() -> None:
    assert linear_system((x * y, y), (x, y), t) is None
    assert linear_system((t * x, y), (x, y), t) is None
    cubic = linear_system((y, z, x + y + 1), (x, y, z), t)
    assert cubic is not None and fundamental_matrix(cubic) is None  # X³ - X - 1 is irreducible
