"""First integrals: what is constant along solutions is proved so, what is not is refused."""

import pytest
import symengine as se

from ansatz.expr.canonical import symbol
from ansatz.proof.ode.first_integral import FirstIntegralVerifier
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.proof.verdict import Verdict

x, c1, g = map(symbol, ("x", "c1", "g"))
Y, Y1, Y2 = UNKNOWNS[:3]


@pytest.mark.parametrize(
    ("equation", "relation"),
    [
        (Y2 + se.sin(Y), Y1**2 / 2 - se.cos(Y) - c1),
        (Y2 + g * se.sin(Y), Y1**2 - 2 * g * se.cos(Y) - c1),
        (x * Y2 + Y1, x * Y1 - c1),
        (Y2 - x * Y1**2 - Y1, Y1 * (c1 * se.exp(-x) - x + 1) - 1),
    ],
)
def test_what_is_constant_is_proved(equation: se.Expr, relation: se.Expr) -> None:
    assert FirstIntegralVerifier(equation, x).verify(relation).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("equation", "relation"),
    [
        (Y2 + se.sin(Y), Y1**2 / 2 + se.cos(Y) - c1),
        (Y2 + se.sin(Y), Y1**2 - se.cos(Y) - c1),
        (x * Y2 + Y1, x**2 * Y1 - c1),
    ],
)
def test_what_is_not_constant_is_refuted(equation: se.Expr, relation: se.Expr) -> None:
    assert FirstIntegralVerifier(equation, x).verify(relation).verdict is Verdict.REFUTED


@pytest.mark.parametrize("relation", [se.cos(Y) - c1, Y1**2 - se.cos(Y), c1 - c1**2 * Y1, Y1 * c1])
def test_what_is_no_first_integral_stays_open(relation: se.Expr) -> None:
    assert not FirstIntegralVerifier(Y2 + se.sin(Y), x).verify(relation).holds
