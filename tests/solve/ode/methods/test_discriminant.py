"""Equations of first order of higher degree in y': singular solutions, and factors."""

import pytest
import symengine as se

import ansatz
from ansatz.expr.canonical import to_symengine
from ansatz.expr.parse import parse
from ansatz.solve.ode.claim import UNKNOWNS, Equation
from ansatz.solve.ode.methods.discriminant import discriminant, factors_of

x = se.Symbol("x")


def equation(text: str) -> Equation:
    return Equation(to_symengine(parse(text)), x, 1)


@pytest.mark.parametrize(
    ("left", "singular"),
    [
        ("Y - 2x*Y' + x*Y'^2", "x"),
        ("x*Y'^2 - 2Y*Y' + 4x", "2x"),
        ("Y'^3 - 4x*Y*Y' + 8Y^2", "4x^3/27"),
        ("Y - x*Y' - Y'^2", "-x^2/4"),
    ],
)
def test_singular_solutions(left: str, singular: str) -> None:
    claims = [claim.solution for claim in discriminant(equation(left))]
    wanted = to_symengine(parse(singular))
    assert any(se.expand(claim - wanted) == 0 for claim in claims)
    rates = {UNKNOWNS[0]: wanted, UNKNOWNS[1]: wanted.diff(x)}
    assert se.expand(equation(left).left.subs(rates)) == 0


def test_linear_slopes_have_none() -> None:
    assert list(discriminant(equation("Y' - x*Y"))) == [] and factors_of(equation("Y' - x*Y")) == []


def test_all_factors_are_solved() -> None:
    solution = ansatz.dsolve("y'^2 = x^2*y^2", methods=["fit"], deadline=20)
    general = {one.text("y", solution.constants) for one in solution.solutions if one.kind == "general"}
    assert general == {"y = C1*exp(x^2/2)", "y = C1*exp(-x^2/2)"}


def test_a_lost_singular_solution_is_listed() -> None:
    solution = ansatz.dsolve("y = 2x*y' - x*y'^2", methods=["fit"], deadline=20)
    assert "y = x" in [one.text("y", solution.constants) for one in solution.solutions if one.kind == "singular"]
