"""Row reduction and short solutions."""

import numpy as np
import pytest

from ansatz.fit.linear.row_reduction import Reduction
from ansatz.fit.residues.prime_field import real_prime

P = real_prime(0)


def system(columns: int, rows: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, P, (rows, columns), dtype=np.uint64)


def product(matrix: np.ndarray, solution: dict[int, int]) -> list[int]:
    return [sum(int(row[j]) * c for j, c in solution.items()) % P for row in matrix]


def with_right(matrix: np.ndarray, solution: dict[int, int]) -> np.ndarray:
    return np.column_stack([matrix, np.array(product(matrix, solution), dtype=np.uint64)])


@pytest.mark.parametrize("seed", range(5))
def test_a_unique_solution_is_found(seed: int) -> None:
    matrix, answer = system(6, 12, seed), {1: 5, 4: P - 7}
    reduction = Reduction(with_right(matrix, answer), P)
    assert reduction.consistent
    assert reduction.solution() == reduction.short_solution([1] * 6) == answer


def test_an_inconsistent_system_is_seen() -> None:
    assert not Reduction(system(5, 12, 0), P).consistent


@pytest.mark.parametrize("seed", range(5))
def test_one_column_replaces_many(seed: int) -> None:
    matrix = system(6, 14, seed)
    total = np.array(product(matrix, dict.fromkeys(range(6), 3)), dtype=np.uint64)
    matrix = np.column_stack([matrix, total])
    reduction = Reduction(with_right(matrix, {6: 2, 0: 9}), P)
    assert len(reduction.solution()) == 6
    assert reduction.short_solution([1] * 7) == {0: 9, 6: 2}
    # not where the column is longer than all that it replaces
    assert reduction.short_solution([1] * 6 + [50]) == reduction.solution()


def test_every_short_solution_solves_the_system() -> None:
    rng = np.random.default_rng(1)
    narrow = system(5, 20, 2)
    mix = rng.integers(0, 4, (5, 12), dtype=np.uint64)
    matrix = np.array([product(narrow, {k: int(mix[k, j]) for k in range(5)}) for j in range(12)], dtype=np.uint64).T
    augmented = with_right(matrix, {2: 1, 7: 3, 11: 4})
    reduction = Reduction(augmented, P)
    lengths = [int(v) for v in rng.integers(1, 9, 12)]
    short = reduction.short_solution(lengths)
    assert product(matrix, short) == [int(v) for v in augmented[:, -1]]
    assert sum(lengths[j] for j in short) <= sum(lengths[j] for j in reduction.solution())
