"""Solutions as curves with a parameter: proved, refuted, and not taken for a family where they are none."""

import pytest
import symengine as se

import ansatz
from ansatz.errors import UnsupportedError
from ansatz.expr.canonical import symbol
from ansatz.proof.ode.parametric import PARAMETER as t
from ansatz.proof.ode.parametric import ParametricVerifier
from ansatz.proof.verdict import Verdict

x, Y, Y1, Y2, c1 = (symbol(name) for name in ("x", "Y", "Y'", "Y''", "c1"))
sin, cos, exp = se.sin, se.cos, se.exp
RIGHT = [
    (Y1 + sin(Y1) - x, t + sin(t), t**2 / 2 + t * sin(t) + cos(t) + c1),
    (Y1**3 + Y1 - x, t**3 + t, 3 * t**4 / 4 + t**2 / 2 + c1),
    (Y * Y1 + x, c1 * cos(t), c1 * sin(t)),
]


@pytest.mark.parametrize(("left", "X", "y"), RIGHT, ids=str)
def test_curves_are_proved_and_changed_ones_are_not(left: se.Expr, X: se.Expr, y: se.Expr) -> None:
    verifier = ParametricVerifier(left, x)
    assert verifier.verify(X, y).verdict is Verdict.PROVED
    for wrong in ((X + 1 / (t**2 + 1), y), (X, y + t), (2 * X, y), (X, 2 * y + t)):
        assert not verifier.verify(*wrong).holds


def test_a_family_must_depend_on_its_constant() -> None:
    left = Y * Y1 + x
    assert not ParametricVerifier(left, x).verify(cos(t + c1), sin(t + c1)).holds  # one circle, whatever c1 is
    assert ParametricVerifier(left, x, general=False).verify(cos(t), sin(t)).verdict is Verdict.PROVED
    assert not ParametricVerifier(left, x, general=False).verify(se.Integer(2), t).holds  # x does not vary


def test_only_first_order() -> None:
    with pytest.raises(UnsupportedError):
        ParametricVerifier(Y2 + Y, x)


@pytest.mark.parametrize("text", ["x = y' + sin(y')", "y = y'^2*sin(y')", "y = x*y'^2 + y'^3"])
def test_dsolve_answers_by_curves(text: str) -> None:
    solution = ansatz.dsolve(text, methods=("fit",), deadline=30)
    assert solution.verdict is Verdict.PROVED and solution.text().startswith("x = ")
    assert solution.answer is not None and len(solution.answer.args) == 2
    assert "y' = t" in solution.explain()


def test_an_envelope_that_cannot_be_eliminated_is_a_curve() -> None:
    solution = ansatz.dsolve("y = x*y' + y'*exp(y') + y'^2", methods=("fit",), deadline=30)
    assert solution.solutions[0].kind == "general"
    assert any(one.kind == "singular" and one.along is not None for one in solution.solutions)
