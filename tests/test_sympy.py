"""The drop-ins for SymPy's `integrate` and `dsolve`: their results behave as SymPy's do."""

import math

import pytest
import sympy
from sympy import Eq, Function, Integral, Ne, Symbol, checkodesol, cos, exp, gamma, lambdify, oo, simplify, sin

from ansatz.sympy import dsolve, integrate

x, y, n = sympy.symbols("x y n")


@pytest.mark.parametrize("f", [x * cos(x), 1 / x, exp(-(x**2)), sin(x**2), sympy.Abs(x - 1), sympy.sqrt(1 - x**2)])
def test_answers_differentiate_and_lambdify(f):
    F = integrate(f, x, deadline=60.0)
    slope = F.diff(x)
    assert not slope.atoms(sympy.Derivative, sympy.re, sympy.im)
    value, expected = lambdify(x, slope, "scipy" if f.has(sympy.Abs) else "math"), lambdify(x, f, "math")
    for place in (0.3, 0.7):
        assert value(place) == pytest.approx(expected(place), rel=1e-9)


def test_several_symbols_and_bounds():
    assert integrate(x * y, x, y, deadline=60.0) == x**2 * y**2 / 4
    assert integrate(x * y, (x, 0, 1), (y, 0, 2), deadline=60.0) == 1
    assert integrate(x**2, (x, 3), deadline=60.0) == 9
    assert integrate(exp(-x), (x, 0, oo), deadline=60.0) == 1
    assert integrate("x^2", deadline=60.0) == x**3 / 3


def test_assumptions_are_honoured():
    a = Symbol("a", positive=True)
    F = integrate(x**a, x, deadline=60.0)
    assert simplify(F - x ** (a + 1) / (a + 1)) == 0 and F.free_symbols == {x, a}
    general = integrate(x**n, x, deadline=60.0)
    assert general.args[0][1] == Ne(n, -1) and general.args[1] == (Integral(x**n, x), True)


def test_what_is_not_found_stays_unevaluated():
    assert integrate(gamma(x), x) == Integral(gamma(x), x)
    assert integrate(gamma(x) * y, (x, 0, 1), y) == Integral(gamma(x) * y, (x, 0, 1), y)
    with pytest.raises(ValueError):
        integrate(x * y)


def test_text_is_not_evaluated():
    from ansatz.errors import InputError

    with pytest.raises(InputError):
        integrate("__import__('os').getcwd()", x)


f = Function("f")


@pytest.mark.parametrize("equation", [f(x).diff(x) - x * f(x), f(x).diff(x, 2) + f(x), Eq(f(x).diff(x), f(x) / x + 1)])
def test_solutions_of_equations(equation):
    found = dsolve(equation, f(x), deadline=60.0)
    assert isinstance(found, Eq) and found.lhs == f(x) and checkodesol(equation, found)[0]


def test_initial_values_and_failures():
    assert dsolve(f(x).diff(x) - f(x), ics={f(0): 2}, deadline=60.0) == Eq(f(x), 2 * exp(x))
    with pytest.raises(NotImplementedError):
        dsolve(f(x).diff(x) - gamma(f(x)))
    with pytest.raises(ValueError):
        dsolve(x - 1)


def test_functions_that_are_not_elementary_have_their_names():
    F = integrate(sin(x**2), x, deadline=60.0)
    assert F.has(sympy.fresnels) and not F.has(sympy.I)
    assert integrate(exp(x**2), x, deadline=60.0) == sympy.sqrt(sympy.pi) * sympy.erfi(x) / 2
    assert float(integrate(cos(x**2), (x, 0, 1), deadline=60.0)) == pytest.approx(0.9045242379002721, abs=1e-12)
    assert math.isclose(
        float(integrate(sin(x) / sympy.sqrt(x), (x, 0, 1), deadline=60.0)), 0.620536603446762, abs_tol=1e-12
    )
