"""Integration by parts: every pair is right, the pool of known pairs is a value that never changes."""

import random

import pytest
import symengine as se

from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.problems.integral.by_parts import ByParts, ByPartsConfig
from ansatz.problems.integral.known import KnownPairs, seeded_pairs, table
from ansatz.problems.integral.pairs import monic, opened_inside, primitive, shortest
from ansatz.problems.problem import Problem, Rejection

from .spot import COMPLEX, X, draw, second, wrong

POOL = seeded_pairs(seed=1, count=300)


@pytest.mark.slow
def test_the_table_and_the_seeds_are_right():
    pairs = [Problem("<integrate>", (f,), (F,)) for f, F in [*table(), *list(POOL)[::3]]]
    bad, right = wrong(pairs)
    assert not bad
    assert right > 0.98 * len(pairs)


@pytest.mark.slow
def test_no_pair_is_wrong():
    bad, right = wrong(draw(ByParts(known=POOL), 100))
    assert not bad
    assert right > 95


@pytest.mark.slow
def test_no_complex_pair_is_wrong_and_i_occurs():
    config = ByPartsConfig(complex_share=1.0, surface_variety=False)
    problems = draw(ByParts(config, POOL), 40)
    assert not wrong(problems)[0]
    assert all(problem.task == COMPLEX for problem in problems)
    assert sum("I" in str(problem.statement[0]) for problem in problems) > 13


def test_parameters_occur_on_demand():
    with_parameters = draw(ByParts(ByPartsConfig(parametric_share=1.0), POOL), 150)
    assert sum(problem.statement[0].free_symbols != {X} for problem in with_parameters) > 75
    plain = draw(ByParts(ByPartsConfig(parametric_share=0.0), POOL), 150)
    assert all(problem.statement[0].free_symbols <= {X} for problem in plain)


def test_a_problem_depends_on_the_seed_and_the_pool_alone():
    assert draw(ByParts(known=POOL), 40, seed=5) == draw(ByParts(known=POOL), 40, seed=5)
    before = list(POOL)
    generator = ByParts(known=POOL)
    for _ in range(50):
        generator.generate(random.Random(3))
    assert list(POOL) == before


@pytest.mark.slow
def test_a_grown_pool_knows_more_and_leaves_the_old_one_alone():
    drawn = draw(ByParts(ByPartsConfig(parametric_share=0.0, surface_variety=False), POOL), 60)
    problems = [p for p in drawn if POOL.integral(p.statement[0]) is None]
    assert len(problems) > 30
    grown = POOL.extended(((p.statement[0], p.answer[0]) for p in problems), max_size=100)
    assert len(grown) > len(POOL)
    for problem in problems:
        f = problem.statement[0]
        assert POOL.integral(f) is None
        found = grown.integral(7 * f)
        assert found is not None
        assert not second(Problem("<integrate>", (7 * f,), (found,))).disagrees


def test_what_is_known_is_no_problem():
    pool = KnownPairs([(X, X**2 / 2), (se.Integer(1), X)])
    outcomes = [ByParts(ByPartsConfig(factor_share=1.0), pool).generate(random.Random(k)) for k in range(60)]
    assert {o.reason for o in outcomes if isinstance(o, Rejection)} >= {"known already"}


def test_pairs_are_found_up_to_a_constant_multiple():
    a = symbol("a")
    pool = KnownPairs([(2 * X * se.exp(X) + 2 * se.exp(X), 2 * X * se.exp(X))])
    found = pool.integral(-a * se.exp(X) * (X + 1))
    assert found is not None and se.expand(found + a * X * se.exp(X)) == 0
    assert pool.integral(se.exp(X) * (X + 2)) is None
    assert monic(3 * a * X)[1] == X


def test_terms_of_known_integral_go_to_the_other_side():
    pool = KnownPairs([(X, X**2 / 2), (se.cos(X), se.sin(X))])
    assert pool.reduced(3 * X + se.exp(X**2), se.Integer(0)) == (se.exp(X**2), -3 * X**2 / 2)
    assert pool.reduced(X + 2 * se.cos(X), se.Integer(0))[0] == 0
    assert pool.reduced(X - X * (1 + X) + X**2, X)[0] == 0


def test_primitive_parts():
    assert primitive(X / 2 - 3 * X**2 / 4) in (
        (se.Rational(1, 4), 2 * X - 3 * X**2),
        (-se.Rational(1, 4), 3 * X**2 - 2 * X),
    )
    factor, rest = primitive(-6 * se.sin(X) * (2 * X + 4))
    assert (factor, rest) == (-12, se.sin(X) * (X + 2))


def test_sums_inside_are_opened():
    assert opened_inside(se.sin(3 * (X + 1))) == se.sin(3 * X + 3)
    assert shortest((X + 1) * (X + 2) - X**2 - 3 * X) == 2


@pytest.mark.parametrize("settings", [{"max_size": 1}, {"factor_share": 2.0}, {"complex_share": -0.1}])
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        ByPartsConfig(**settings)
