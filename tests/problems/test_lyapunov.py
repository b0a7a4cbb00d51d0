"""Lyapunov generators: every V is zero at 0, positive elsewhere, proper, and never increases."""

import math
import random

import pytest
import sympy

from ansatz.algebra.polynomials import gradient, ring, to_polynomial
from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.problems.lyapunov.backward import LyapunovBackward, LyapunovBackwardConfig, holds
from ansatz.problems.lyapunov.forward import LyapunovForward, LyapunovForwardConfig, linearly_stable
from ansatz.problems.lyapunov.nonpolynomial import LyapunovNonpolynomial, LyapunovNonpolynomialConfig
from ansatz.problems.lyapunov.random_polynomials import Dimensions
from ansatz.problems.problem import Generator, Problem
from ansatz.proof.lyapunov.verifier import verify_lyapunov

from .spot import draw, second

GENERATORS = [LyapunovBackward, LyapunovNonpolynomial]


def problems(generator: Generator, count: int, seed: int = 0) -> list[Problem]:
    return draw(generator, count, seed)


@pytest.mark.slow
@pytest.mark.parametrize("make", GENERATORS)
def test_every_pair_is_right(make):
    """V is zero at 0, positive elsewhere and proper, and never increases: by mpmath's numbers."""
    for problem in problems(make(), 25):
        assert second(problem).agrees, (problem, second(problem))


def test_the_check_refuses_other_functions_and_fields():
    x = ring(map(symbol, ("x0", "x1")))
    for problem in problems(LyapunovBackward(LyapunovBackwardConfig(Dimensions({2: 1.0}))), 20):
        V, *f = (to_polynomial(e, x) for e in (*problem.answer, *problem.statement))
        h = [x.constant(0)] * 2
        conservative = (sum((s * c for s, c in zip(gradient(V), f, strict=True)), x.constant(0))).is_zero()
        assert holds(problem.answer[0], problem.statement, h, random.Random(0)) == conservative
        assert not holds(problem.answer[0] + 1, problem.statement, h, random.Random(0))


def test_polynomial_systems_are_expanded_and_primitive():
    for problem in problems(LyapunovBackward(), 40):
        for expression in (*problem.statement, *problem.answer):
            assert sympy.expand(sympy.sympify(expression)) == sympy.sympify(expression)
        coefficients = sympy.Poly(sympy.sympify(problem.answer[0])).coeffs()
        assert math.gcd(*map(int, coefficients)) == 1


def test_the_other_ones_hold_functions():
    kinds = set()
    for problem in problems(LyapunovNonpolynomial(), 70):
        everything = sympy.Tuple(*map(sympy.sympify, (*problem.statement, *problem.answer)))
        assert not all(e.is_polynomial() for e in everything)
        kinds |= {type(f).__name__ for f in everything.atoms(sympy.Function)}
    assert {"sin", "cos", "exp", "log"} <= kinds


@pytest.mark.parametrize("make", GENERATORS)
def test_the_same_seed_gives_the_same_problems(make):
    assert problems(make(), 15, seed=7) == problems(make(), 15, seed=7)


def test_dimensions_are_drawn():
    sizes = {len(problem.statement) for problem in problems(LyapunovBackward(), 200)}
    assert {2, 3, 4, 5} <= sizes


@pytest.mark.slow
def test_forward_pairs_are_proved():
    found = problems(LyapunovForward(), 3)
    assert found == problems(LyapunovForward(), 3)
    for problem in found:
        x = [symbol(f"x{k}") for k in range(len(problem.statement))]
        assert verify_lyapunov(problem.answer[0], problem.statement, x, squares=sum_of_squares).holds


def test_unstable_linear_parts_are_seen():
    x0, x1 = ring(map(symbol, ("x0", "x1"))).gens()
    assert linearly_stable([-x0 + x1**2, -x1])
    assert linearly_stable([x1, -x0])
    assert not linearly_stable([-x0, x1 - x1**3])


def test_senseless_configurations_are_refused():
    with pytest.raises(ConfigError):
        Dimensions({7: 1.0})
    with pytest.raises(ConfigError):
        Dimensions({2: 0.0})
    with pytest.raises(ConfigError):
        LyapunovBackwardConfig(max_half_degree=0)
    with pytest.raises(ConfigError):
        LyapunovForwardConfig(degrees=(3,))
    with pytest.raises(ConfigError):
        LyapunovNonpolynomialConfig(multiplied=2)
