"""Definite integrals from end to end: infinite bounds, jumps, divergence, refusals."""

import math

import pytest
import sympy

from ansatz.errors import ConfigError, InputError
from ansatz.expr import parse, to_sympy
from ansatz.expr.tree import INFINITY, MINUS_INFINITY
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.definite import read_bound
from ansatz.solve.integral.solver import integrate

OWN = ("fit",)
X = sympy.Symbol("x")


@pytest.mark.parametrize("text", [r"\int_0^{\infty} e^{-x} dx", "∫_0^∞ e^(-x) dx", "∫_0^oo exp(-x) dx"])
def test_an_infinite_bound_in_the_text(text):
    solution = integrate(text, methods=OWN)
    assert solution.value == 1 and solution.verdict.holds
    assert solution.problem.endswith("from 0 to oo")
    assert r"\int_{0}^{\infty}" in solution._repr_latex_()


@pytest.mark.parametrize("bounds", [("-oo", "oo"), (-math.inf, math.inf), (-sympy.oo, sympy.oo)])
def test_both_bounds_infinite(bounds):
    solution = integrate("1/(1+x^2)", ("x", *bounds), methods=OWN)
    assert solution.value == sympy.pi and solution.answered
    assert solution.bounds == (MINUS_INFINITY, INFINITY)


def test_an_antiderivative_that_jumps_inside_the_interval():
    solution = integrate("1/(2+cos(x))", ("x", 0, "2pi"), methods=OWN)
    expected = sympy.Integral(1 / (2 + sympy.cos(X)), (X, 0, 2 * sympy.pi)).evalf(20)
    assert solution.value is not None
    assert abs(solution.value.evalf(20) - expected) < 1e-15
    assert solution.verdict.holds and solution.enclosure


def test_divergence_is_an_answer():
    solution = integrate("1/x", ("x", -1, 1), methods=OWN)
    assert solution.diverges and solution.answered
    assert solution.value is None and solution.enclosure is None
    assert "diverges" in solution.remark and solution.text() == "diverges"
    assert "diverges" in solution._repr_latex_() and solution.to_dict()["diverges"] is True


@pytest.mark.parametrize("bound", ["x + 1", "i", "asin(2)"])
def test_bounds_that_are_no_real_numbers_are_refused(bound):
    with pytest.raises(ConfigError) as caught:
        integrate("x^2", ("x", 0, bound), methods=OWN)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.parametrize("bound", ["", "oo + 1", "1/0", "nan"])
def test_bounds_that_are_no_expressions_are_refused(bound):
    with pytest.raises(InputError):
        read_bound(bound)


def test_reversed_bounds_change_the_sign():
    solution = integrate("x^2", ("x", 1, 0), methods=OWN)
    assert solution.value == -sympy.Rational(1, 3) and solution.verdict is Verdict.PROVED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("integrand", "bounds", "value", "conditions"),
    [
        ("a*x", ("0", "1"), "a/2", ()),
        ("x^n", ("0", "1"), "1/(n+1)", ("n > -1",)),
        ("1/x^p", ("1", "oo"), "1/(p-1)", ("p > 1",)),
        ("exp(-x/T)/T", ("0", "oo"), "1", ("T > 0",)),
        ("1/(x^2+a^2)", ("0", "a"), "pi/(4a)", ("a != 0",)),
        ("x", ("a", "b"), "b^2/2 - a^2/2", ()),
        ("sin(k*x)", ("0", "pi/k"), "2/k", ("k != 0",)),
    ],
)
def test_parameters_in_the_integrand_and_in_the_bounds(integrand, bounds, value, conditions):
    solution = integrate(integrand, ("x", *bounds), methods=OWN)
    assert solution.verdict is Verdict.PROVED
    assert sympy.simplify(solution.value - to_sympy(parse(value))) == 0
    assert tuple(map(str, solution.conditions)) == conditions


def test_what_depends_on_how_parameters_compare_has_conditions():
    solution = integrate("1/(a + b*x)", ("x", -1, 1), methods=OWN)
    assert {*map(str, solution.conditions)} == {"a - b > 0", "a + b > 0", "b != 0"}
    assert solution.value is not None
    value = solution.value.subs({"a": 3, "b": 2})
    assert abs(value.evalf(30) - sympy.log(5) / 2) < 1e-25


def test_what_is_unknown_for_parameters_names_no_sample_of_them():
    solution = integrate("1/(x^3 + a*x + b)", ("x", 0, 1), methods=OWN, deadline=4)
    assert not solution.answered and not any(character.isdigit() for character in solution.remark)


def test_the_variable_cannot_stand_in_a_bound():
    with pytest.raises(ConfigError, match="contains the variable of integration"):
        integrate("x", ("x", 0, "x"), methods=OWN)


def test_names_in_what_is_said_are_the_users():
    scope = integrate("1/(2+cos(t))", "t", methods=OWN).scope
    assert scope is not None and scope.variable == "t" and " x = " not in str(scope)
    assert [*map(str, integrate("cos(T*t)", "t", methods=OWN).conditions)] == ["T != 0"]
    assert "t = 0" in integrate("1/t", ("t", -1, 1), methods=OWN).remark
