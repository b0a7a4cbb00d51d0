"""Relations between x and y: right ones are proved by implicit differentiation, wrong ones are not."""

import pytest
import symengine as se

from ansatz.expr.canonical import symbol
from ansatz.proof.ode.implicit import ImplicitVerifier, first_integral
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict

x, Y, Y1, Y2, c1, c2, a = (symbol(name) for name in ("x", "Y", "Y'", "Y''", "c1", "c2", "a"))
log, exp, sqrt, sin = se.log, se.exp, se.sqrt, se.sin

RIGHT = [
    (Y * log(Y) - x - c1, Y1 * (log(Y) + 1) - 1, 1),
    (Y**2 + x**2 - c1, Y * Y1 + x, 1),
    (Y**2 + x**2 - c1**2, Y * Y1 + x, 1),
    (Y + exp(Y) - c1 * x, (1 + exp(Y)) * Y1 * x - Y - exp(Y), 1),
    (log(abs(Y)) + Y - x**2 - c1, Y1 * (1 + 1 / Y) - 2 * x, 1),
    (sqrt(x**2 + Y**2) + Y - c1 * x**2, x * Y1 - Y - sqrt(x**2 + Y**2), 1),
    (a * Y + sin(Y) - x - c1, Y1 * (a + se.cos(Y)) - 1, 1),
    (Y**3 / 6 - x - c2 + c1 * Y, Y * Y1**3 + Y2, 2),
]


@pytest.mark.parametrize(("G", "equation", "order"), RIGHT, ids=str)
def test_right_relations_are_proved(G, equation, order) -> None:
    found = ImplicitVerifier(equation, x, order=order).verify(G)
    assert found.verdict is Verdict.PROVED and found.scope.kind is ScopeKind.RELATION, found


@pytest.mark.parametrize(("G", "equation", "order"), RIGHT, ids=str)
def test_changed_relations_are_not_accepted(G, equation, order) -> None:
    for mutant in (G + x**5 / 10**20, G + Y * sin(x), G + exp(x)):
        assert not ImplicitVerifier(equation, x, order=order).verify(mutant).holds, mutant


@pytest.mark.parametrize(
    ("G", "equation", "order"),
    [
        (x - c1, Y1, 1),  # no Y in it
        (Y**2 + x**2 - 1, Y * Y1 + x, 1),  # no constant
        (Y**3 + x - c1, Y2, 2),  # one constant of two
        (Y - x - c1 - c2, Y2, 2),  # dependent
        (Y - (c1 + c2) * x, Y2, 2),
        (Y + 0 * c1, Y1, 1),
        (c1 * Y + exp(c1) * x, Y1, 1),  # no way to solve for the constant
    ],
    ids=str,
)
def test_relations_that_say_no_general_solution_are_not_accepted(G, equation, order) -> None:
    assert not ImplicitVerifier(equation, x, order=order).verify(G).holds


def test_a_relation_is_solved_for_its_constant() -> None:
    found = first_integral(x * exp(c1) - Y)
    assert found is not None and found.constant == c1 and found.of == exp(c1) and Y / x == found.H
    assert first_integral(Y - x) is None


@pytest.mark.parametrize(
    "empty",
    [
        x**2 + Y**2 + c1**2,
        x**2 + Y**2 + se.exp(c1),
        x**2 + Y**2 + 1 / (1 + c1**2),
        x**2 + Y**2 + se.sqrt(c1),
        x**2 + Y**2 + abs(c1) + 1,
        x**2 + Y**2 + se.cosh(c1),
        x**2 + Y**2 + 3 + se.sin(c1),
        x**2 + Y**2 + (c1**2 + 1) ** 2,
        x**2 + Y**2 + c1**4,
        x**2 + Y**2 + 2 - se.tanh(c1),
    ],
    ids=str,
)
def test_a_relation_that_no_real_constant_satisfies_is_no_solution(empty):
    assert not ImplicitVerifier(Y * Y1 + x, x, order=1).verify(empty).holds


@pytest.mark.parametrize("level", [c1, se.exp(c1), -(c1**3), 1 / c1, se.log(c1), c1**2, 1 + se.tan(c1)], ids=str)
def test_a_relation_that_some_constant_satisfies_is_one(level):
    assert ImplicitVerifier(Y * Y1 + x, x, order=1).verify(x**2 + Y**2 - level).holds
