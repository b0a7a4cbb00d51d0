"""Liouville's form: every family's pairs are right, the exact integrals behind them too."""

import random

import pytest
import symengine as se
from flint import fmpq, fmpq_poly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ansatz.errors import ConfigError
from ansatz.problems.integral.closed_pairs import (
    T,
    exponential,
    over_pole_and_root,
    over_root,
    polynomial,
    rational,
    square_root,
)
from ansatz.problems.integral.liouville import Liouville, LiouvilleConfig
from ansatz.problems.integral.liouville_families import FAMILIES
from ansatz.problems.integral.pairs import size
from ansatz.problems.problem import Problem

from .spot import COMPLEX, X, draw, second, wrong

coefficients = st.lists(st.integers(-4, 4), min_size=1, max_size=4).map(fmpq_poly)
quadratics = st.tuples(st.integers(-5, 5), st.integers(-4, 4), st.sampled_from([1, 2, -1, -3])).map(
    lambda c: fmpq_poly(list(c))
)
linears = st.integers(-4, 4).map(lambda r: fmpq_poly([r, 1]))


def is_right(f, F):
    """Whether F' = f, at complex points too: no branch is wrong anywhere."""
    return second(Problem(COMPLEX, (f.subs({T: X}),), (F.subs({T: X}),))).agrees


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_no_pair_of_a_family_is_wrong(family):
    config = LiouvilleConfig(weights={family: 1.0})
    bad, right = wrong(draw(Liouville(config), 30))
    assert not bad
    assert right > 28


@pytest.mark.slow
def test_no_complex_pair_is_wrong_and_i_occurs():
    problems = draw(Liouville(LiouvilleConfig(complex_share=1.0)), 40)
    assert not wrong(problems)[0]
    assert sum("I" in str(problem.statement[0]) for problem in problems) > 20


def test_short_integrands_have_long_answers():
    problems = draw(Liouville(LiouvilleConfig(surface_variety=False)), 300)
    integrands = sum(size(problem.statement[0]) for problem in problems)
    answers = sum(size(problem.answer[0]) for problem in problems)
    assert answers > 1.5 * integrands


def test_parameters_occur_on_demand():
    problems = draw(Liouville(LiouvilleConfig(parametric_share=1.0)), 150)
    assert sum(problem.statement[0].free_symbols != {X} for problem in problems) > 75


def test_the_same_seed_gives_the_same_problems():
    assert draw(Liouville(), 40, seed=7) == draw(Liouville(), 40, seed=7)


@pytest.mark.slow
@given(
    coefficients,
    st.lists(quadratics | linears, min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_rational_functions(P, factors):
    D = fmpq_poly([1])
    for factor in factors:
        D *= factor
    assert is_right(polynomial(P) / polynomial(D), rational(P, D))


@pytest.mark.slow
@pytest.mark.parametrize("s, u", [(1, 0), (1, 1), (2, -3), (3, 2)])
def test_biquadratics(s, u):
    D = fmpq_poly([s * s, 0, u, 0, 1])
    for k in range(4):
        F = rational(fmpq_poly([0] * k + [1]), D)
        assert F is not None
        assert is_right(T**k / polynomial(D), F)


def test_what_has_no_closed_form_here_is_refused():
    assert rational(fmpq_poly([1]), fmpq_poly([1, 1, 0, 0, 1])) is None
    assert rational(fmpq_poly([1]), fmpq_poly([1, 0, 3, 0, 1])) is None  # 2s <= u


@pytest.mark.slow
@given(coefficients, quadratics, st.integers(-3, 3))
@settings(max_examples=60, deadline=None)
def test_quadratic_roots(P, q, r):
    root = se.sqrt(polynomial(q))
    for f, F in (
        (polynomial(P) / root, over_root(P, q)),
        (polynomial(P) / ((T - r) * root), over_pole_and_root(P, r, q)),
    ):
        assert F is None or is_right(f, F)


@pytest.mark.slow
@given(coefficients, st.integers(-3, 3), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_exponential_polynomials(P, a, b):
    assume((a, b) != (0, 0))
    real, imaginary = exponential(P, a, b)
    F = se.exp(a * T) * (polynomial(real) * se.cos(b * T) - polynomial(imaginary) * se.sin(b * T))
    assert is_right(polynomial(P) * se.exp(a * T) * se.cos(b * T), F)


@given(st.integers(1, 500), st.integers(1, 50))
def test_square_roots_are_reduced(p, q):
    root = square_root(fmpq(p, q))
    assert se.expand(root**2) == se.Rational(p, q)


def test_draws_that_have_no_closed_form_say_so():
    generator, rng = Liouville(), random.Random(0)
    reasons = {getattr(generator.generate(rng), "reason", None) for _ in range(600)}
    assert "no closed form" in reasons


@pytest.mark.parametrize("settings", [{"weights": {"frobnicate": 1.0}}, {"weights": {"tower": 0.0}}, {"max_size": 0}])
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        LiouvilleConfig(**settings)
