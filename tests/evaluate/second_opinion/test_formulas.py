"""Where numbers tell the truth, and that they are the same as SymPy's."""

import cmath
import math

import mpmath
import pytest
import sympy

from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.formulas import FUNCTIONS, Formulas
from ansatz.expr.operators import OPERATORS
from ansatz.expr.parse import parse
from ansatz.expr.sympy_bridge import to_sympy
from ansatz.expr.tree import Tree


def test_every_operator_has_its_function() -> None:
    assert set(FUNCTIONS) == set(OPERATORS)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.parametrize("at", [-2.3125, -0.4375, 0.5625, 1.6875, complex(0.5, 1.25)], ids=str)
def test_functions_have_the_principal_values_of_sympy(name: str, at: complex) -> None:
    tree: Tree = (name, "x") if OPERATORS[name].arity == 1 else (name, "x", ("/", 1, 3))
    expected = complex(to_sympy(tree).subs(sympy.Symbol("x"), sympy.sympify(at)).evalf(20))
    assert cmath.isclose(complex(Formulas(tree).value({"x": mpmath.mpmathify(at)})), expected, rel_tol=1e-10)


@pytest.mark.parametrize(
    ("text", "at", "real"),
    [
        ("sqrt(x)*sqrt(x-1)", 2.0, True),
        ("sqrt(x)*sqrt(x-1)", -2.0, False),  # a real product of imaginary parts
        ("acosh(x)", 0.5, False),
        ("sin(exp(exp(x)))", 1.0, True),
        ("cbrt(x)", -8.0, True),
        ("x^(1/3)", -8.0, False),
        ("i*x", 1.0, False),
    ],
)
def test_a_look_sees_what_is_real(text: str, at: float, real: bool) -> None:
    sight = Formulas(parse(text)).look({"x": mpmath.mpf(at)})
    assert sight is not None and sight.real is real


@pytest.mark.parametrize(
    ("text", "at", "magnitude"),
    [
        ("exp(x)", 100.0, 100 / math.log(10)),
        ("exp(-x)", 100.0, 100 / math.log(10)),
        ("1 - tanh(x)^2", 50.0, 100 / math.log(10)),  # tanh itself looks moderate
        ("sqrt(1+coth(x))", 50.0, 100 / math.log(10)),
        ("erf(x)", 10.0, 100 / math.log(10)),
        ("tan(i*x)", 50.0, 100 / math.log(10)),
    ],
)
def test_a_look_sees_how_many_digits_are_lost(text: str, at: float, magnitude: float) -> None:
    sight = Formulas(parse(text)).look({"x": mpmath.mpf(at)})
    assert sight is not None and sight.magnitude == pytest.approx(magnitude, rel=0.02)


@pytest.mark.parametrize(("text", "at"), [("sin(exp(exp(x)))", 50.0), ("1/x", 0.0), ("ln(x)", 0.0), ("exp(x)", 1e4)])
def test_where_there_is_nothing_to_see(text: str, at: float) -> None:
    assert Formulas(parse(text)).look({"x": mpmath.mpf(at)}) is None


def test_no_value_is_an_error_and_several_variables_are_welcome() -> None:
    with pytest.raises(NoValueError):
        Formulas(parse("1/(x-a)")).value({"x": mpmath.mpf(1), "a": mpmath.mpf(1)})
    assert Formulas(parse("x-a"), parse("x*a")).values({"x": mpmath.mpf(3), "a": mpmath.mpf(2)}) == [1, 6]
