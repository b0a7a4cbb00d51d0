"""Signs that are certain, on the real line and on the real domain of an integrand."""

import random

import pytest
import symengine as se
from flint import acb

from ansatz.algebra.balls import Program
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.real_domain import RealDomain
from ansatz.expr import parse
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.problems.integral.backward import Backward
from ansatz.problems.problem import Problem

X = symbol("x")


def expression(text):
    return to_symengine(parse(text))


@pytest.mark.parametrize(
    "u",
    [
        *("x^2 + 1", "(x - 1)^2", "x^4 + x^2 + 1", "x^8 - x^4 + 1", "x^2 + sqrt(2)*x + 1", "x^2 - 2*sqrt(3)*x + 3"),
        *("exp(x) + 1", "exp(2x) - exp(x) + 1", "x^2*exp(x)", "cosh(x)", "2*sin(x) + 3", "sin(x) + cos(x) + 2"),
        *("1 - sin(x)^2", "tan(x)^2 + tan(x) + 1", "1 + sqrt(2)*(cos(x) - sin(x))/2", "ln(x^2 + 2)", "atan(x) + 2"),
        *("x + sqrt(x^2 + 1)", "2x + 1 + 2*sqrt(x^2 + x + 1)", "1 - x^2/(x^2 + 1)", "a^2 + x^2", "|x|", "sqrt(2) - 1"),
    ],
)
def test_never_negative(u):
    u = expression(u)
    assert RealDomain().sign(u) == 1
    assert RealDomain().sign(-u) == RealDomain().sign(se.expand(-u)) == -1


@pytest.mark.parametrize(
    "u",
    [
        *("x", "3x + 50", "x^3 + 1000", "(x - 1)^3", "x^2 - 2000", "x^2 + sqrt(5)*x + 1", "exp(x) - 2", "2 - 3*sin(x)"),
        *("(x + 30)/(x + 10)", "x - sqrt(x^2 - 1)", "ln(x)", "a + x", "a*x", "sin(x) + cos(x) + 1", "tan(x)", "cot(x)"),
    ],
)
def test_both_signs_or_unknown(u):
    assert RealDomain().sign(expression(u)) == 0


@pytest.mark.parametrize(
    ("f", "u", "sign"),
    [
        *(("sqrt(x)", "x + 1", 1), ("sqrt(x)", "x - 1", 0), ("sqrt(x)", "x - sqrt(x) + 1", 1)),
        *(("ln(x)", "x", 1), ("ln(x)", "ln(x)", 0), ("sqrt(x - 1)", "x", 1), ("1/(x + 5)", "x + 5", 0)),
        *(("sqrt(1 - x^2)", "sqrt(1 - x^2) - 1", -1), ("sqrt(1 - x^2)", "x - 1", -1), ("asin(x/2)", "x + 2", 1)),
        *(("acosh(x)", "x - 1", 1), ("x^x", "x", 1), ("x^(1/3)", "x + 1", 1), ("sqrt(sin(x))", "sin(x) + 1", 1)),
        *(("sqrt(a)", "a + x^2", 1), ("atanh(x)", "1 - x^2", 1), ("acoth(x)", "x^2 - 1", 1), ("Ci(x)", "x", 1)),
        *(("sqrt(-x)", "x", -1), ("sqrt(2x + 1)", "x + sqrt(2x + 1) + 1", 1), ("asech(x)", "2 - x", 1)),
    ],
)
def test_signs_on_a_domain(f, u, sign):
    assert RealDomain(expression(f)).sign(expression(u)) == sign


def test_what_is_certain_is_never_contradicted():
    """Of random functions on the real domains of others."""
    rng, generator, certain = random.Random(3), Backward(), 0
    while certain < 40:
        f, g = generator.generate(rng), generator.generate(rng)
        if not isinstance(f, Problem) or not isinstance(g, Problem):
            continue
        for u in (g.answer[0], g.answer[0] ** 2 - f.answer[0] + 3, se.cos(X) * f.answer[0] + 2 * f.answer[0]):
            sign = RealDomain(f.answer[0], roots_of=(u,)).sign(u)
            if sign == 0:
                continue
            program = Program()
            program.add(f.answer[0])
            slot = program.add(u)
            for _ in range(30):
                place = {s: acb(rng.uniform(-4, 4)) for s in f.answer[0].free_symbols | u.free_symbols | {X}}
                values = program.run(place, 128)
                if values[slot].is_finite() and program.kernels_are_real(values):
                    certain += 1
                    assert not (sign * values[slot]).real < 0, (f.answer[0], u)


@pytest.mark.parametrize(
    "text",
    [
        *("x^2/(x + 1)", "tan(x/2)^2 + 1/tan(x/2)", "x^(3/2)/(sqrt(x) + x)", "exp(2x)/(exp(x/2) + exp(-x))"),
        *("x + sqrt(2x + 1)", "ln(x)^3 - 1/ln(x)", "(x + 1)^(2/3) - x*(x + 1)^(1/2)", "sin(x) + sqrt(sin(x))"),
    ],
)
def test_functions_of_one_kernel(text):
    u = expression(text)
    found = in_one_kernel(u)
    assert found is not None
    ratio, t = found
    place = {X: acb(1.234, 0.77)}
    program = Program()
    left, right = program.add(u), program.add(ratio.expression(t))
    values = program.run(place, 128)
    assert (values[left] - values[right]).abs_upper() < 1e-30


@pytest.mark.parametrize("text", ["x + sin(x)", "x + sqrt(x^2 + 1)", "sqrt(2)*x", "a*x", "exp(x) + exp(x^2)", "7"])
def test_functions_of_more_than_one_kernel(text):
    assert in_one_kernel(expression(text)) is None
