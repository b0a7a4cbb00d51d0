"""Second-order equations: two independent constants, and the general solution satisfies each on its branch."""

import random

import pytest
import symengine as se

from ansatz.expr.canonical import derivative, symbol
from ansatz.problems.ode.equation import total_derivative
from ansatz.problems.ode.family import OdeConfig
from ansatz.problems.ode.inversion import Inversion
from ansatz.problems.ode.normal_form import normal_form
from ansatz.problems.ode.second_order import SecondOrder, invert_twice
from ansatz.problems.problem import Problem, Rejection
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict

from .spot import draw, second

X, Y, Y1, Y2, C1, C2 = (symbol(name) for name in ("x", "Y", "Y'", "Y''", "c1", "c2"))


def problems(count: int, config: OdeConfig | None = None, seed: int = 0) -> list[Problem]:
    return draw(SecondOrder(config) if config else SecondOrder(), count, seed)


@pytest.mark.slow
def test_pairs_are_never_refuted_and_mostly_proved():
    held = 0
    for problem in problems(50):
        (equation,), (y,) = problem.statement, problem.answer
        result = verify_ode(y, equation, X, order=2, branch=problem.branch)
        assert result.verdict is not Verdict.REFUTED, (y, equation, problem.branch, result)
        assert not second(problem).disagrees, (y, equation, problem.branch, second(problem))
        held += result.holds
    assert held >= 45


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        (C1 * se.exp(X) + C2 * se.exp(-X), Y2 - Y),
        (C1 + C2 * X, Y2),
        (C1 * X**2 + C2 * X, X**2 * Y2 - 2 * X * Y1 + 2 * Y),
        (se.sqrt(C1 * X + C2), Y * Y2 + Y1**2),
        (C1 + se.sqrt(C2 + 2 * X), Y2 + Y1**3),
        (se.log(C1 * X + C2), Y2 + Y1**2),
        (C1 * se.exp(C2 * X), Y * Y2 - Y1**2),
    ],
    ids=str,
)
def test_known_families_give_known_equations(y, equation):
    inversion = invert_twice(y, X)
    assert isinstance(inversion, Inversion)
    (factor,) = normal_form(total_derivative(inversion.value, X, 2), Y2)
    assert se.expand(factor.expression - equation) == 0


@pytest.mark.parametrize("y", [X + C1 + C2, C1 * C2 * X, se.exp(C1 + C2) * X, se.sin(X) * C1 / C2], ids=str)
def test_dependent_constants_are_rejected(y):
    assert isinstance(invert_twice(y, X), Rejection)


def test_rank_is_two_at_random_points():
    rng = random.Random(1)
    for problem in problems(40):
        (y,) = problem.answer
        rate = derivative(y, X)
        jacobian = y.diff(C1) * rate.diff(C2) - y.diff(C2) * rate.diff(C1)
        symbols = sorted(y.free_symbols, key=str)
        values = se.Lambdify(symbols, [jacobian], real=False, backend="lambda")
        found = [abs(complex(values([rng.uniform(0.1, 3) for _ in symbols])[0])) for _ in range(60)]
        assert any(1e-12 < value < 1e300 for value in found), y


def test_statements_name_only_the_unknown():
    for problem in problems(60, OdeConfig(min_operators=4, max_operators=10, parametric_share=0.0)):
        assert problem.task == "<ode2>"
        assert problem.statement[0].free_symbols <= {X, Y, Y1, Y2}
        assert problem.answer[0].free_symbols == {X, C1, C2}
        assert Y2 in problem.statement[0].free_symbols


def test_the_same_seed_gives_the_same_problems():
    assert problems(15, seed=3) == problems(15, seed=3)
