"""Substitution: every pair is right, and g' is rarely left in sight."""

import pytest
import symengine as se

from ansatz.errors import ConfigError
from ansatz.problems.integral.known import seeded_pairs
from ansatz.problems.integral.substitution import Substitution, SubstitutionConfig

from .spot import COMPLEX, X, draw, wrong

POOL = seeded_pairs(seed=1, count=300)


@pytest.mark.slow
def test_no_pair_is_wrong():
    bad, right = wrong(draw(Substitution(known=POOL), 100))
    assert not bad
    assert right > 95


@pytest.mark.slow
def test_no_complex_pair_is_wrong_and_i_occurs():
    problems = draw(Substitution(SubstitutionConfig(complex_share=1.0), POOL), 40)
    assert not wrong(problems)[0]
    assert all(problem.task == COMPLEX for problem in problems)
    assert sum("I" in str(problem.statement[0]) for problem in problems) > 13


def test_parameters_occur_on_demand():
    with_parameters = draw(Substitution(SubstitutionConfig(parametric_share=1.0), POOL), 150)
    assert sum(problem.statement[0].free_symbols != {X} for problem in with_parameters) > 60
    plain = draw(Substitution(SubstitutionConfig(parametric_share=0.0), POOL), 150)
    assert all(problem.statement[0].free_symbols <= {X} for problem in plain)


def test_nothing_known_is_asked():
    for problem in draw(Substitution(SubstitutionConfig(surface_variety=False), POOL), 150):
        assert POOL.integral(problem.statement[0]) is None


def test_opening_hides_the_derivative():
    opened = draw(Substitution(SubstitutionConfig(opened_share=1.0, surface_variety=False), POOL), 150, seed=2)
    shut = draw(Substitution(SubstitutionConfig(opened_share=0.0, surface_variety=False), POOL), 150, seed=2)
    sums = [
        sum(len(p.statement[0].args) > 1 and isinstance(p.statement[0], se.Add) for p in some)
        for some in (opened, shut)
    ]
    assert sums[0] > 1.5 * sums[1]


def test_the_same_seed_gives_the_same_problems():
    assert draw(Substitution(known=POOL), 40, seed=7) == draw(Substitution(known=POOL), 40, seed=7)


@pytest.mark.parametrize("settings", [{"max_operators": 0}, {"opened_share": 1.5}, {"parametric_share": 2}])
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        SubstitutionConfig(**settings)
