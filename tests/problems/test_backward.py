"""Backward generation and surface variety: every pair is right, every form is the same function."""

from dataclasses import replace

import pytest
import symengine as se

from ansatz.algebra.forms import without_constant
from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.integral.surface import FORMS
from ansatz.problems.problem import Problem

from .spot import X, draw, second, wrong


def problems(count: int, config: BackwardConfig = BackwardConfig(), seed: int = 0) -> list[Problem]:
    return draw(Backward(config), count, seed)


@pytest.mark.slow
def test_no_pair_is_wrong():
    bad, right = wrong(problems(100))
    assert not bad
    assert right > 96


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_function(form):
    transform, changed = FORMS[form][0], 0
    for problem in problems(120, BackwardConfig(surface_variety=False), seed=4):
        f = problem.statement[0]
        varied = transform(f)
        if varied == f:
            continue
        changed += 1
        # The answer to f must still be an answer to its other form.
        assert not second(replace(problem, statement=(varied,))).disagrees, (f, varied)
    assert changed >= 5 or form == "raw"


def test_surface_variety_occurs():
    forms = {problem.form for problem in problems(400)}
    assert forms == set(FORMS)


def test_parameters_occur_at_the_wanted_rate():
    with_parameters = sum(
        len(problem.statement[0].free_symbols | problem.answer[0].free_symbols) > 1
        for problem in problems(300, BackwardConfig(parametric_share=1.0))
    )
    assert with_parameters > 150
    plain = problems(100, BackwardConfig(parametric_share=0.0))
    assert all(problem.answer[0].free_symbols == {X} for problem in plain)


def test_additive_constants_are_dropped():
    assert without_constant(X**2 + 5 + symbol("a"), X) == X**2
    assert without_constant(se.Integer(3), X) is None
    for problem in problems(50):
        assert without_constant(problem.answer[0], X) == problem.answer[0]


def test_the_same_seed_gives_the_same_problems():
    assert problems(20, seed=7) == problems(20, seed=7)


def test_senseless_configurations_are_refused():
    with pytest.raises(ConfigError):
        BackwardConfig(max_operators=2)
    with pytest.raises(ConfigError):
        BackwardConfig(parametric_share=1.5)
