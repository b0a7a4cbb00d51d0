"""Equations of third and higher order."""

import pytest
import sympy

import ansatz
from ansatz.errors import UnsupportedError
from ansatz.expr import to_sympy
from ansatz.expr.equations import read_equation
from ansatz.proof.verdict import Verdict

X = sympy.Symbol("x")


@pytest.mark.parametrize(
    "text",
    [
        "y''' - y' = 0",
        "y''' - 6y'' + 11y' - 6y = exp(x)",
        "y'''' + y = 0",
        "y''' - y = x^2",
        "y''' = 2y",
        "y'''' + 2y'' + y = cos(x)",
        "y'''' - 5y'' + 6y = 0",
        "y'''' - k^4*y = 0",
        "y'''''' - y = x",
        "x^3*y''' + 3x^2*y'' - 6x*y' - 6y = 0",
        "x^3*y''' + x*y' - y = x",
        "y''' + y' = tan(x)",
        "y''' = x*exp(x)",
        "E0*y'''' = q",
        "x*y''' = y''",
        "y''' = y''^2",
        r"\frac{d^3y}{dx^3} + 4\frac{dy}{dx} = 0",
    ],
)
def test_the_answer_has_as_many_constants_and_satisfies_the_equation(text: str) -> None:
    solution = ansatz.dsolve(text, methods=["fit"], deadline=20)
    assert solution.verdict is Verdict.PROVED, solution
    y, equation = solution.answer, read_equation(text)
    assert y is not None
    constants = [c for c in y.free_symbols if c.name in solution.constants]
    assert len(constants) == equation.order
    wronskian = sympy.Matrix(
        [[sympy.diff(y, c, X, k) if k else y.diff(c) for c in constants] for k in range(equation.order)]
    )
    rates = {sympy.Symbol(name): sympy.diff(y, X, k) if k else y for k, name in enumerate(equation.derivatives)}
    point = {s: sympy.Float("0.37", 40) + k for k, s in enumerate(sorted(y.free_symbols, key=str))}
    names = {sympy.Symbol(name): value for name, value in ((str(s), value) for s, value in point.items())}
    left = to_sympy(equation.left).subs(rates).subs(names).subs(point)
    others = {s: sympy.Float("1.7", 40) for s in left.free_symbols}
    assert abs(left.subs(others).evalf(30)) < 1e-20
    assert abs(wronskian.subs(point).evalf(30).det()) > 1e-12


def test_initial_values_of_third_order() -> None:
    solution = ansatz.dsolve("y''' - y' = 0, y(0) = 0, y'(0) = 1, y''(0) = 0", methods=["fit"])
    assert sympy.simplify((solution.answer - sympy.sinh(X)).rewrite(sympy.exp)) == 0
    assert solution.interval is not None and solution.interval.text("x") == "all real x"


def test_orders_beyond_the_sixth_are_said_to_be_so() -> None:
    with pytest.raises(UnsupportedError, match="order 7"):
        ansatz.dsolve("y''''''' = y")
