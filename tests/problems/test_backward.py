"""Backward generation and surface variety: every pair is right, every form is the same function."""

import random

import pytest
import symengine as se

from ansatz.algebra.forms import without_constant
from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.integral.surface import FORMS
from ansatz.problems.problem import Problem
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.real_forms import realise

X = symbol("x")


def problems(count, config=BackwardConfig(), seed=0):
    rng, generator = random.Random(seed), Backward(config)
    found = []
    while len(found) < count:
        problem = generator.generate(rng)
        if isinstance(problem, Problem):
            found.append(problem)
    return found


def refuted(answer, integrand):
    """Whether the answer is wrong; outside the real domain of acosh and asech its real form is meant."""
    verifier = AntiderivativeVerifier(integrand, X)
    if verifier.verify(answer).verdict is not Verdict.REFUTED:
        return False
    return verifier.verify(realise(answer, X, integrand)).verdict is Verdict.REFUTED


def test_no_pair_is_refuted():
    for problem in problems(150):
        (integrand,), (answer,) = problem.statement, problem.answer
        assert not refuted(answer, integrand), (integrand, answer)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_function(form):
    transform, changed = FORMS[form][0], 0
    for problem in problems(120, BackwardConfig(surface_variety=False), seed=4):
        f = problem.statement[0]
        varied = transform(f)
        changed += varied != f
        # The answer to f must still be an answer to its other form.
        assert not refuted(problem.answer[0], varied), (f, varied)
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
