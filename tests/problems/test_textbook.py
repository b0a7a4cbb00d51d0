"""Textbook problems: every family of the grammar is solved, what is kept is right, and test sets stay out."""

import random

import pytest

from ansatz.errors import ConfigError
from ansatz.problems.integral.pairs import size
from ansatz.problems.integral.textbook import Textbook, TextbookConfig
from ansatz.problems.integral.textbook_grammar import FAMILIES
from ansatz.problems.integral.textbook_numbers import Numbers
from ansatz.problems.problem import Problem, Rejection
from ansatz.problems.registry import GENERATORS

from .spot import X, draw, wrong


@pytest.mark.parametrize("family", FAMILIES)
def test_no_pair_of_a_family_is_wrong(family):
    bad, right = wrong(draw(Textbook(TextbookConfig(weights={family: 1.0})), 5))
    assert not bad
    assert right >= 4


def test_what_an_integrator_says_is_verified():
    generator = Textbook(TextbookConfig(weights={"rational": 1.0}), integrator=lambda f: f + X)
    rng = random.Random(0)
    assert not any(isinstance(generator.generate(rng), Problem) for _ in range(20))


def asked(integrate):
    """The integrands that ten draws hand to an integrator."""
    found = []

    def integrator(f):
        found.append(str(f))
        return integrate(f)

    generator = Textbook(integrator=integrator)
    rng = random.Random(1)
    for _ in range(10):
        generator.generate(rng)
    return found


def test_the_next_problem_does_not_depend_on_what_the_integrator_found():
    assert asked(lambda f: None) == asked(lambda f: f)


def test_parameters_are_asked_for():
    problems = draw(Textbook(TextbookConfig(parametric_share=1.0)), 20)
    assert sum(len(problem.statement[0].free_symbols) > 1 for problem in problems) > 8
    plain = draw(Textbook(TextbookConfig(parametric_share=0.0)), 20)
    assert all(problem.statement[0].free_symbols == {X} for problem in plain)


def test_letters_are_used_once():
    n = Numbers(random.Random(0), letters=1.0)
    letters = [n.positive() for _ in range(6)]
    assert len(set(map(str, letters[:4]))) == 4
    assert all(number.is_number for number in letters[4:])


def test_integrands_are_short():
    assert sum(size(problem.statement[0]) for problem in draw(Textbook(), 60)) / 60 < 45


@pytest.mark.parametrize(
    "settings",
    [{"weights": {"poetry": 1.0}}, {"seconds": 0}, {"complex_share": 0.5}, {"restated_share": 2}, {"weights": {}}],
)
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        GENERATORS["textbook"](**settings)


def test_the_registry_takes_an_integrator():
    outcome = GENERATORS["textbook"](integrator=lambda f: None).generate(random.Random(0))
    assert isinstance(outcome, Rejection)
