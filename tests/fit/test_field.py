"""The field imitates the reals: laws of its arithmetic, roots and signs."""

import numpy as np
import pytest
from flint import fmpz
from hypothesis import given
from hypothesis import strategies as st

from ansatz.fit.residues.prime_field import SQUARES, Field, real_prime

FIELD = Field(real_prime(0))
ROW = st.lists(st.integers(1, FIELD.p - 1), min_size=1, max_size=40).map(lambda v: np.array([v], dtype=np.uint64))


def exact(a: np.ndarray) -> list[int]:
    return [int(v) for v in a.ravel()]


@given(ROW)
def test_inverse(a: np.ndarray) -> None:
    assert exact(FIELD.multiply(a, FIELD.inverse(a))) == [1] * a.size


def test_the_inverse_of_zero_is_zero() -> None:
    assert exact(FIELD.inverse(np.array([[0, 2, 0]], dtype=np.uint64))) == [0, (FIELD.p + 1) // 2, 0]


@given(ROW, st.integers(0, 50))
def test_power_agrees_with_python(a: np.ndarray, n: int) -> None:
    assert exact(FIELD.power(a, n)) == [pow(v, n, FIELD.p) for v in exact(a)]


@given(ROW, ROW)
def test_sum_difference_and_product_agree_with_python(a: np.ndarray, b: np.ndarray) -> None:
    size = min(a.size, b.size)
    a, b = a[:, :size], b[:, :size]
    pairs = list(zip(exact(a), exact(b), strict=True))
    assert exact(FIELD.add(a, b)) == [(u + v) % FIELD.p for u, v in pairs]
    assert exact(FIELD.subtract(a, b)) == [(u - v) % FIELD.p for u, v in pairs]
    assert exact(FIELD.multiply(a, b)) == [u * v % FIELD.p for u, v in pairs]


@given(ROW)
def test_exactly_one_of_u_and_minus_u_is_positive(a: np.ndarray) -> None:
    assert (FIELD.is_square(a) != FIELD.is_square(FIELD.scale(a, -1))).all()


@pytest.mark.parametrize("q", [2, 3, 4, 5, 6, 7, 8, 12])
def test_roots_are_homomorphic(q: int) -> None:
    rng = np.random.default_rng(q)
    u, v = (rng.integers(1, FIELD.p, (1, 200), dtype=np.uint64) for _ in range(2))
    (root_u, at_u), (root_v, at_v) = FIELD.root(u, q), FIELD.root(v, q)
    both, _ = FIELD.root(FIELD.multiply(u, v), q)
    exists = np.ones_like(u, dtype=bool) if at_u is None or at_v is None else at_u & at_v
    assert exists.sum() > 20
    assert (FIELD.power(root_u, q) == u)[exists].all()
    assert (FIELD.multiply(root_u, root_v) == both)[exists].all()


def test_the_root_of_a_square_is_the_absolute_value() -> None:
    u = np.random.default_rng(0).integers(1, FIELD.p, (1, 50), dtype=np.uint64)
    root, exists = FIELD.root(FIELD.multiply(u, u), 2)
    assert exists is not None and exists.all()
    assert (root == np.where(FIELD.is_square(u), u, FIELD.scale(u, -1))).all()


@pytest.mark.parametrize("index", range(6))
def test_small_numbers_have_square_roots(index: int) -> None:
    p = real_prime(index)
    assert p < 2**31 and p % 4 == 3 and fmpz(p).is_prime()
    assert all(pow(q, (p - 1) // 2, p) == 1 for q in SQUARES)
    assert all((p - 1) % q for q in (3, 5, 7, 11, 13))
