"""Definite integrals whose parameters SymPy knows the sign of: the answer for that sign, a value or divergence."""

import pytest
import symengine as se
import sympy
from sympy import Abs, Rational, cos, exp, log, oo, pi, sqrt

from ansatz.proof.integral.definite_parametric import definite_with_parameters
from ansatz.solve.integral.solver import integrate

x = sympy.Symbol("x")
p, q = sympy.symbols("p q", positive=True)
n = sympy.Symbol("n", negative=True)
OWN = ("fit",)


@pytest.mark.parametrize(
    ("f", "low", "high"),
    [
        (exp(-n * x), 0, oo),
        (exp(p * x), 0, oo),
        (exp(n * x), -oo, 0),
        (x**p, 1, oo),
        (x ** (n - 1), 0, 1),
        (x ** (n - 1) * log(x), 0, 1),
        (1 / (x - p), 0, oo),
        (1 / (x + n) ** 2, 0, oo),
        (1 / (x**2 - p), 0, oo),
        (1 / (x**2 + n), 0, oo),
        (1 / (x + p), -2 * p, 0),
        (1 / (p * x - q), 0, oo),
        (cos(n * x), 0, oo),
        (1 / x, n, p),
        (1 / Abs(x - p), 0, oo),
    ],
    ids=str,
)
def test_divergence_is_proved_for_the_sign_that_is_declared(f, low, high):
    solution = integrate(f, (x, low, high), methods=OWN)
    assert solution.diverges and solution.verdict.value == "proved", solution.remark
    assert not solution.conditions


@pytest.mark.parametrize(
    ("f", "low", "high", "value"),
    [
        (exp(-p * x), 0, oo, 1 / p),
        (exp(n * x), 0, oo, -1 / n),
        (1 / (x**2 + p), 0, oo, pi / (2 * sqrt(p))),
        (1 / (x**2 - n), 0, oo, pi / (2 * sqrt(-n))),
        (x ** (n - 1), 1, oo, -1 / n),
        (1 / (x - n) ** 2, 0, oo, -1 / n),
        (1 / (x + p) ** 3, 0, oo, 1 / (2 * p**2)),
        (exp(-p * x) * cos(q * x), 0, oo, p / (p**2 + q**2)),
        (exp(-p * x**2), -oo, oo, sqrt(pi / p)),
        (1 / sqrt(p**2 - x**2), 0, p, pi / 2),
        (1 / x, p, 2 * p, log(2)),
        (1 / x, 2 * n, n, -log(2)),
    ],
    ids=str,
)
def test_values_for_the_sign_that_is_declared(f, low, high, value):
    solution = integrate(f, (x, low, high), methods=OWN)
    assert solution.value is not None and solution.verdict.value == "proved", solution.remark
    assert not solution.conditions
    given = {p: Rational(7, 3), q: Rational(2, 5), n: Rational(-13, 8)}
    assert abs((solution.value - value).subs(given).evalf(30)) < 1e-20


def test_poles_that_lie_outside_prove_nothing():
    X, a = se.symbols("x a")
    for f, F, low, high in (
        (1 / (X + a) ** 2, -1 / (X + a), 0, se.oo),
        (1 / (X - a) ** 2, -1 / (X - a), 2 * a, se.oo),
        (1 / (X**2 + a), se.atan(X / se.sqrt(a)) / se.sqrt(a), 0, 1),
    ):
        found = definite_with_parameters(F, f, X, low, high, positive=(a,)).result
        assert not found.diverges and found.value is not None
