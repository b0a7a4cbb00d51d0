"""Integrators of forward generation."""

import random

import pytest

from ansatz.data.work import make_generator
from ansatz.errors import ConfigError
from ansatz.expr.canonical import derivative, symbol
from ansatz.problems.problem import Problem
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.solve.integral import integrators
from ansatz.solve.integral.integrators import INTEGRATORS

X = symbol("x")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["own", "sympy"])
def test_an_integrator_answers_forward_problems(name):
    generator = make_generator(INTEGRATORS[name], {"max_operators": 4, "parametric_share": 0.0})
    rng = random.Random(2)
    drawn = [generator.generate(rng) for _ in range(12)]
    problems = [problem for problem in drawn if isinstance(problem, Problem)]
    assert len(problems) >= 3
    for problem in problems:
        assert AntiderivativeVerifier(problem.statement[0], X).verify(problem.answer[0]).holds
        assert derivative(problem.answer[0], X) != 0


def test_a_system_that_is_not_installed_says_so(monkeypatch):
    monkeypatch.setattr(integrators, "installed", lambda: ["sympy"])
    with pytest.raises(ConfigError, match="fricas is not installed here"):
        make_generator(INTEGRATORS["fricas"], {})
