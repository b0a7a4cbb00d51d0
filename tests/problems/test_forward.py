"""Forward generation: any integrator will do, and only what verifies is kept."""

import random
from functools import partial

import pytest
import symengine as se

from ansatz.errors import ConfigError, ResourceError
from ansatz.problems.integral.forward import Forward, ForwardConfig
from ansatz.problems.integral.integrated import structural
from ansatz.problems.integral.liouville import Liouville
from ansatz.problems.problem import Problem, Rejection
from ansatz.problems.registry import GENERATORS
from ansatz.problems.trees import TreeConfig

from .spot import X, draw, second

POLYNOMIALS = TreeConfig(unary={"pow2": 1.0, "pow3": 1.0}, binary={"+": 1.0, "*": 1.0})


def power_rule(f):
    """An integrator of polynomials."""
    terms = se.Add.make_args(se.expand(f))
    degrees = [(term, int((X * term.diff(X) / term).expand())) for term in terms]
    return se.Add(*(X * term / (n + 1) for term, n in degrees))


def outcomes(generator, count):
    rng = random.Random(0)
    return [generator.generate(rng) for _ in range(count)]


@pytest.mark.slow
def test_our_own_integrator_gives_pairs_that_hold():
    for problem in draw(Forward(ForwardConfig(max_operators=5)), 12):
        assert second(problem).agrees


@pytest.mark.slow
def test_any_callable_integrates():
    found = outcomes(Forward(ForwardConfig(tree=POLYNOMIALS, parametric_share=0.0), power_rule), 60)
    problems = [outcome for outcome in found if isinstance(outcome, Problem)]
    assert len(problems) > 40
    assert all(second(problem).agrees for problem in problems)


def test_wrong_answers_are_not_kept():
    config = ForwardConfig(tree=POLYNOMIALS, parametric_share=0.0)
    found = outcomes(Forward(config, lambda f: power_rule(f) + X), 40)
    assert {outcome.reason for outcome in found} - {"constant"} == {"refuted or undecided"}


@pytest.mark.parametrize(
    ("integrator", "reason"),
    [
        (lambda f: None, "no antiderivative found"),
        (lambda f: se.Function("Ei")(X), "not elementary"),
        (lambda f: se.Function("unheard")(X), "undefined"),
        (lambda f: X**2 * se.Add(*(se.sin(k * X) for k in range(1, 60))), "too long"),
    ],
)
def test_what_an_integrator_cannot_do_is_a_rejection(integrator, reason):
    found = outcomes(Forward(ForwardConfig(tree=POLYNOMIALS), integrator), 20)
    assert {outcome.reason for outcome in found} - {"constant"} == {reason}


def test_a_deadline_is_told_apart():
    def slow(f):
        raise ResourceError("The deadline ended.")

    found = outcomes(Forward(ForwardConfig(), slow), 20)
    assert all(isinstance(outcome, Rejection) for outcome in found)
    assert "deadline" in {outcome.reason for outcome in found}


def logged(log, answer, f):
    log.append(str(f))
    return answer(f)


def test_the_next_problem_does_not_depend_on_what_the_integrator_found():
    config = ForwardConfig(tree=POLYNOMIALS)
    asked: list[list[str]] = [[], []]
    for log, answer in zip(asked, (power_rule, lambda f: None), strict=True):
        outcomes(Forward(config, partial(logged, log, answer)), 20)
    assert asked[0] == asked[1]


def test_the_structural_integrator_integrates():
    F = structural(seconds=5.0)(X * se.exp(X))
    assert F is not None
    assert se.expand(F.diff(X) - X * se.exp(X)) == 0


def test_the_registry_makes_every_generator():
    assert {"backward", "by_parts", "substitution", "liouville", "forward"} <= set(GENERATORS)
    assert GENERATORS["forward"](max_operators=4, integrator=power_rule).name == "forward"
    generator = GENERATORS["liouville"](complex_share=1.0)
    assert isinstance(generator, Liouville) and generator.config.complex_share == 1.0
    with pytest.raises(TypeError):
        GENERATORS["backward"](frobnicate=1)


@pytest.mark.parametrize("settings", [{"min_operators": 9, "max_operators": 3}, {"verify_seconds": 0}])
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        ForwardConfig(**settings)
