"""Supports of V: what is left out cannot occur, what is guessed is enough, and what is found is proved."""

import random
from typing import Any

import numpy as np
import pytest
import symengine as se
from flint import fmpq

from ansatz.algebra.polynomials import from_polynomial, gradient, rate, ring, terms, to_polynomial, to_polynomials
from ansatz.fit.sos.exact import squares_of_multiples
from ansatz.fit.sos.gradient_supports import gradient_supports
from ansatz.fit.sos.lyapunov_program import fit_lyapunov
from ansatz.fit.sos.monomials import of_degrees
from ansatz.fit.sos.reduction import reduced
from ansatz.fit.sos.rounding import roundings
from ansatz.fit.sos.supports import expansions
from ansatz.problems.lyapunov.backward import LyapunovBackward, LyapunovBackwardConfig, proper
from ansatz.problems.lyapunov.random_polynomials import Dimensions, polynomial
from ansatz.problems.problem import Problem
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict

X = x, y = se.symbols("x y")
RING = ring(X)


def problems(count, **config):
    rng, generator = random.Random(7), LyapunovBackward(LyapunovBackwardConfig(Dimensions({2: 1.0}), **config))
    found: list[tuple[Any, Any]] = []
    while len(found) < count:
        problem = generator.generate(rng)
        if isinstance(problem, Problem):
            variables = se.symbols("x0 x1")
            context = ring(variables)
            found.append((to_polynomial(problem.answer[0], context), to_polynomials(problem.statement, context)))
    return found


def test_no_monomial_of_a_lyapunov_function_is_left_out():
    for V, field in problems(12, max_half_degree=3):
        support = {*of_degrees(2, 2, 6), *terms(V)}
        left = reduced(field, support)
        assert left is not None and terms(V).keys() <= set(left.support)


@pytest.mark.parametrize("field", [(x, -y), (x**3 - y, -y), (x**2, -y), (-x, y + x * y**2)])
def test_nothing_is_left_where_the_corners_forbid_it(field):
    polynomials = to_polynomials(field, RING)
    assert polynomials is not None and reduced(polynomials, of_degrees(2, 2, 6)) is None


def test_supports_that_the_field_suggests_hold_that_of_a_potential():
    rng = random.Random(1)
    for _ in range(15):
        V = proper(rng, RING, 4, 9)
        field = [-slope for slope in gradient(V)]
        assert any(terms(V).keys() <= set(support) for support in gradient_supports(field))


def test_functions_of_high_degree_are_found_and_proved():
    solved = 0
    for _, field in problems(8, max_half_degree=6):
        variables = se.symbols("x0 x1")
        system = [from_polynomial(component, variables) for component in field]
        found = fit_lyapunov(system, variables, seconds=20)
        if found is not None:
            solved += 1
            finding = verify_lyapunov(found.V, system, variables, certificate=found.certificate)
            assert finding.verdict is Verdict.PROVED
    assert solved >= 7


def test_squares_of_multiples():
    rng, proved = random.Random(5), 0
    for _ in range(10):
        g, h, k = (polynomial(rng, RING, terms=3, low=1, high=3, largest=5) for _ in range(3))
        p = ((g * h) ** 2 + (k * h) ** 2) + h**2
        found = squares_of_multiples(p, (h,))
        if found is not None:
            proved += 1
            assert found.proves(p) and not found.proves(p + RING.gen(0) ** 2)
        assert squares_of_multiples(p + 1, (h * RING.gen(0),)) is None  # 1 is no multiple
    assert proved >= 8


def test_rounding_finds_ratios():
    rng = np.random.default_rng(0)
    for _ in range(20):
        exact = rng.integers(1, 30, 4) * rng.choice((-1, 1), 4)
        noisy = exact * 0.37 * (1 + 1e-5 * rng.standard_normal(4))
        first = next(iter(roundings([noisy, noisy])))
        ratio = first[0] / fmpq(int(exact[0]))
        assert first == [ratio * int(e) for e in exact]


def test_shared_ratios_are_kept():
    # the first two are 7 : -12 in both points, the third is free
    points = [np.array([7.0, -12.0, 3.1]), np.array([1.4, -2.4, 2.0])]
    assert any(s[0] * -12 == s[1] * 7 and s[0] != 0 and s[2] != 0 for s in roundings(points))


def test_expansions_grow_to_a_support_that_serves():
    V = RING.gen(0) ** 4 + 3 * RING.gen(0) * RING.gen(1) + 9 * RING.gen(1) ** 2 + RING.gen(0) ** 2
    field = [-slope for slope in gradient(V)]
    supports = list(expansions(field, [(4, 0), (0, 2)]))
    assert all(set(supports[0]) <= set(support) for support in supports)
    assert len(supports[-1]) > len(supports[0])
    assert terms(V).keys() <= set(supports[-1])
    assert not rate(V, field).is_zero()
