"""Relations with constant coefficients: found where they exist, and exact."""

import random

import pytest
import symengine as se

from ansatz.solve.ode.methods.linear_relations import constant_value, is_zero, relations
from ansatz.solve.ode.methods.squares import split_square, square_root

x, a, b = se.symbols("x a b")


@pytest.mark.parametrize(
    "functions",
    [
        [se.sin(x) ** 2, se.cos(2 * x), se.Integer(1)],
        [se.exp(x), se.exp(-x), se.sinh(x)],
        [se.sqrt(x), x**2, x ** se.Rational(5, 2) / x**2],
        [se.Integer(1), x, (x + a) ** 2, x**2, (x + b) ** 3, x**3],
        [se.sqrt(a) * x, x, se.Integer(1)],
        [se.log(x) * a, se.Integer(2), se.log(x)],
    ],
)
def test_relations_hold(functions: list[se.Expr]) -> None:
    found = relations(functions, x)
    assert found
    for vector in found:
        assert any(c != 0 for c in vector) and not any(x in c.free_symbols for c in vector)
        assert is_zero(se.Add(*(c * f for c, f in zip(vector, functions, strict=True))), x)


@pytest.mark.parametrize("seed", range(5))
def test_random_combinations_are_found(seed: int) -> None:
    rng = random.Random(seed)
    functions = [se.sin(x), x * se.exp(x), 1 / (x**2 + 1), a * x, se.log(x)]
    chosen = [se.Integer(rng.randint(-9, 9)) * a ** rng.randint(0, 2) for _ in functions]
    target = se.expand(se.Add(*(c * f for c, f in zip(chosen, functions, strict=True))))
    (vector,) = relations([*functions, target], x)
    assert [se.expand(-c - d) for c, d in zip(vector, chosen, strict=False)] == [0] * len(functions)


def test_independent_functions_have_no_relation() -> None:
    assert relations([se.sin(x), se.cos(x), se.sin(2 * x), se.tan(x), x, a], x) == []
    assert not is_zero(se.sin(x) ** 2 + se.cos(x) ** 2 - 1 - x / 10**9, x)
    assert constant_value(se.sin(x) ** 2 + se.cos(x) ** 2 + x, x) is None


def test_constants() -> None:
    assert constant_value(se.sin(x) ** 2 + se.cos(x) ** 2 + a, x) == 1 + a


@pytest.mark.parametrize("e", [se.Integer(12), se.Rational(2, 27), a**2 - 2 * a + 1, a**3 / 8, 4 * a**2 / b, -a])
def test_square_roots(e: se.Expr) -> None:
    outside, inside = split_square(e)
    assert se.expand(outside**2 * inside - e) == 0
    assert se.expand(square_root(e) ** 2 - e) == 0
