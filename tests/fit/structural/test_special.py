"""Integrals that are not elementary, each proved by differentiation; none is offered where no kernel asks for one."""

import mpmath
import pytest
from flint import acb

from ansatz.algebra.balls import evaluate
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.methods.special_functions import special_terms
from ansatz.proof.integral.verifier import AntiderivativeVerifier

x = symbol("x")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("integrand", "function"),
    [
        ("exp(-x^2)", "erf"),
        ("x^2*exp(-x^2)", "erf"),
        ("exp(-a*x^2 + b*x)", "erf"),
        ("exp(-1/x^2)", "erf"),
        ("exp(x^2)", "erfi"),
        ("x^2*exp(x^2 + x)", "erfi"),
        ("sin(x^2)", "fresnels"),
        ("x^2*cos(x^2)", "fresnels"),
        ("cos(2*x^2 - x)", "fresnelc"),
        ("sin(a*x^2)", "fresnels"),
        ("exp(x)/x^2", "Ei"),
        ("exp(a*x)/(x + b)", "Ei"),
        ("x*exp(x)/(x^2 - 1)", "Ei"),
        ("2^x/x", "Ei"),
        ("sinh(x)/x", "Ei"),
        ("exp(1/x)", "Ei"),
        ("exp(x)*ln(x)", "Ei"),
        ("exp(sqrt(x))/x", "Ei"),
        ("x^2/ln(x)", "Ei"),
        ("1/ln(2*x + 3)", "li"),
        ("1/ln(x)^2", "li"),
        ("sin(x)/x", "Si"),
        ("sin(x)^2/x^2", "Si"),
        ("sin(x)*cos(2*x)/x", "Si"),
        ("sin(x^2)/x", "Si"),
        ("ln(x)*sin(x)", "Ci"),
        ("cos(a*x + b)/(x + c)", "Ci"),
        ("sin(2*x + 1)/(3*x - 2)", "Ci"),
        ("ln(1 - x)/x", "dilog"),
        ("ln(x)/(1 - x)", "dilog"),
        ("ln(x + 3)/(x + 1)", "dilog"),
        ("ln(1 + x)/(x^2 - 4)", "dilog"),
        ("x*ln(a + b*x)/(c + d*x)", "dilog"),
        ("ln(2 + 3*exp(x))", "dilog"),
        ("x/(1 + exp(x))", "dilog"),
    ],
)
def test_special_functions_of_the_integrands_kernels(integrand, function):
    f = to_symengine(parse(integrand))
    found = next(structural_candidates(f, x, deadline_seconds=20))
    assert found.method == "special functions" and f"{function}(" in str(found.antiderivative)
    assert AntiderivativeVerifier(f, x, seconds=10).verify(found.antiderivative).holds


@pytest.mark.parametrize(
    "integrand", ["x^2 + 1", "sin(x)*exp(x)", "1/(x^2 + 2)", "sqrt(x)", "tan(x)", "x*sqrt(x^3 + 1)"]
)
def test_no_special_function_without_its_kernel(integrand):
    assert special_terms(to_symengine(parse(integrand)), x) == []


@pytest.mark.parametrize("integrand", ["exp(x^3)", "atan(x)/x", "ln(x)^2/(x + 1)"])
def test_what_needs_other_functions_is_not_found(integrand):
    assert list(structural_candidates(to_symengine(parse(integrand)), x, deadline_seconds=5)) == []


@pytest.mark.parametrize(
    ("integrand", "function", "low", "high"),
    [
        ("ln(x + 3)/(x + 1)", lambda t: mpmath.log(t + 3) / (t + 1), 0.5, 0.9),
        ("sin(2*x + 1)/(3*x - 2)", lambda t: mpmath.sin(2 * t + 1) / (3 * t - 2), 1, 4),
        ("x*exp(x)/(x^2 - 1)", lambda t: t * mpmath.exp(t) / (t**2 - 1), 2, 3),
    ],
)
def test_answers_agree_with_quadrature(integrand, function, low, high):
    F = next(structural_candidates(to_symengine(parse(integrand)), x, deadline_seconds=20)).antiderivative
    difference = evaluate(F, {x: acb(high)}) - evaluate(F, {x: acb(low)})
    assert complex(difference) == pytest.approx(complex(mpmath.quad(function, [low, high])), abs=1e-12)
