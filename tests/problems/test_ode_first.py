"""First-order equations: the general solution satisfies each, on its branch; forms and settings are as promised."""

import random

import pytest
import symengine as se

from ansatz.data.encode import Lengths, encode
from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.problems.ode.branches import settled
from ansatz.problems.ode.equation import total_derivative
from ansatz.problems.ode.first_order import FirstOrder, OdeConfig
from ansatz.problems.ode.inversion import invert
from ansatz.problems.ode.normal_form import normal_form
from ansatz.problems.ode.numeric_check import Solution
from ansatz.problems.problem import Problem
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict

from .spot import draw, second

X, Y, Y1, C = (symbol(name) for name in ("x", "Y", "Y'", "c1"))


def problems(count: int, config: OdeConfig = OdeConfig(), seed: int = 0) -> list[Problem]:
    return draw(FirstOrder(config), count, seed)


def equations(y, config=OdeConfig()):
    """[(equation, branch)] of a family of functions, without evaluation."""
    inversion = invert(y, Y, C)
    assert inversion is not None
    factors = normal_form(total_derivative(inversion.value, X, 1), Y1)
    return [(f.expression, branch) for factor in factors for f, branch in settled(factor, inversion.branches, config)]


@pytest.mark.slow
def test_pairs_are_never_refuted_and_mostly_proved():
    proved = 0
    for problem in problems(80):
        (equation,), (y,) = problem.statement, problem.answer
        result = verify_ode(y, equation, X, order=1, branch=problem.branch)
        assert result.verdict is not Verdict.REFUTED, (y, equation, problem.branch, result)
        assert not second(problem).disagrees, (y, equation, problem.branch, second(problem))
        proved += result.holds
    assert proved >= 72


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        (C * se.exp(X), Y1 - Y),
        (X + se.sin(C + X), Y1**2 - 2 * Y1 + (Y - X) ** 2),
        ((C + X) ** 2, Y1**2 - 4 * Y),
        (7 / (C + X) ** 2, 7 * Y1**2 - 4 * Y**3),
        (se.cosh(C + X) + 1, Y1**2 - Y**2 + 2 * Y),
        (se.sqrt(C + X**2), Y * Y1 - X),
        (se.tan(C + X), Y1 - 1 - Y**2),
        (se.log(C + se.exp(X)), se.exp(Y) * Y1 - se.exp(X)),
        (C * X + C * 0 + X**2, X * Y1 - Y - X**2),
    ],
    ids=str,
)
def test_equations_are_simple_and_free_of_branches(y, equation):
    assert (se.expand(equation), ()) in [(se.expand(e), branch) for e, branch in equations(y)]


def test_what_cannot_be_freed_of_its_branch_is_tagged():
    ((equation, branch),) = equations(se.sin(C * X))  # x y' = asin(y) √(1 - y²) where |c x| < π/2
    assert equation == X * Y1 - se.asin(Y) * se.sqrt(1 - Y**2)
    assert branch == (se.pi**2 / 4 - (C * X) ** 2,)


def test_roots_are_kept_where_that_is_asked_for():
    config = OdeConfig(rationalise=False)
    assert equations((C + X) ** 2, config) == [(Y1 - 2 * se.sqrt(Y), (C + X,))]
    assert all(not p.branch for p in problems(60, OdeConfig(keep_branches=False)))


def test_the_check_finds_wrong_equations_and_wrong_branches():
    solution = Solution(X + se.sin(C + X), X, 1, random.Random(0))
    root = se.sqrt(1 - (Y - X) ** 2)
    assert solution.fault(Y1 - 1 - root, ()) == "fails the check"
    assert solution.fault(Y1 - 1 - root, (se.cos(C + X),)) is None
    assert solution.fault(Y1 - 1 + root, (-se.cos(C + X),)) is None
    assert solution.fault(Y1 - 1 - root, (-se.cos(C + X),)) == "fails the check"
    assert solution.fault((Y1 - 1) ** 2 + (Y - X) ** 2 - 1, ()) is None
    assert solution.fault((Y1 - 1) ** 2 + (Y - X) ** 2 - 1 + X * 1e-6, ()) == "fails the check"
    assert solution.fault(Y1, (C - 100,)) == "too few real points"


def test_the_check_sees_constants_in_disguise():
    hidden = C * (2 * X + X * se.log(5)) / X
    assert Solution(hidden, X, 1, random.Random(0)).fault(Y1, ()) == "locally constant"


def test_double_precision_does_not_decide_alone():
    """Where log(Y - x) loses all digits the point is evaluated again by balls."""
    y = X + se.exp(X**2 * C)
    assert Solution(y, X, 1, random.Random(0)).fault(X * Y1 - X - 2 * (Y - X) * se.log(Y - X), ()) is None


@pytest.mark.slow
def test_statements_name_only_the_unknown_and_answers_only_the_constant():
    kinds = set()
    for problem in problems(150, OdeConfig(parametric_share=0.0)):
        assert problem.task == "<ode1>"
        assert Y1 in problem.statement[0].free_symbols
        assert problem.statement[0].free_symbols <= {X, Y, Y1}
        assert problem.answer[0].free_symbols == {X, C}
        kinds.add(problem.form)
    assert kinds == {"expanded", "collected"}


def test_settings_are_obeyed():
    short = problems(60, OdeConfig(max_terms=3, collected_share=0.0))
    assert all(len(se.Add.make_args(p.statement[0])) <= 3 for p in short)
    with_parameters = problems(60, OdeConfig(parametric_share=1.0))
    assert sum(len(p.answer[0].free_symbols) > 2 for p in with_parameters) > 15


def test_the_same_seed_gives_the_same_problems_and_they_encode():
    assert problems(30, seed=7) == problems(30, seed=7)
    assert all(encode(problem, Lengths(10_000, 10_000)) for problem in problems(60))


@pytest.mark.parametrize(
    "settings", [{"min_operators": 5, "max_operators": 4}, {"max_terms": 1}, {"collected_share": 2}]
)
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        OdeConfig(**settings)
