"""The fit: hypotheses with wrong coefficients, and what their terms hold."""

import pytest
import symengine as se

from ansatz.expr.canonical import symbol
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claim import Equation
from ansatz.solve.ode.fit import fitted

x, Y, Y1, Y2, c1, c2 = (symbol(name) for name in ("x", "Y", "Y'", "Y''", "c1", "c2"))
sin, cos, exp = se.sin, se.cos, se.exp


@pytest.mark.parametrize(
    ("left", "order", "hypotheses"),
    [
        (Y1 + Y - x, 1, [c1 * exp(-x) + 3 * x + 7]),
        (Y1 - Y - exp(x), 1, [c1 * exp(x) + x * exp(x) / 2]),
        (Y2 + Y - x, 2, [c1 * sin(x) - 5 * cos(x) + 2 * x + c2]),
        (Y2 + Y - x * sin(x), 2, [c1 * sin(x) + c2 * cos(x) + x * sin(x), x**2 * cos(x)]),
        (x**2 * Y2 - 2 * x * Y1 + 2 * Y, 2, [c1 * x + c2 * x**2 + x**3]),
        (x * Y2 - (x + 2) * Y1 + 2 * Y, 2, [c1 * exp(x) + c2 * (x**2 + x + 1)]),
    ],
    ids=str,
)
def test_terms_with_wrong_coefficients_give_the_general_solution(left, order, hypotheses) -> None:
    claim = fitted(Equation(left, x, order), hypotheses)
    assert claim is not None and verify_ode(claim.solution, left, x, order=order).verdict is Verdict.PROVED


def test_what_the_terms_do_not_hold_is_not_found() -> None:
    assert fitted(Equation(Y2 + Y - x, x, 2), [c1 * exp(x) + c2 * x]) is None
    assert fitted(Equation(Y1 - Y**2, x, 1), [1 / (c1 - x)]) is None  # not linear
