"""Solutions of differential equations: right ones are proved, wrong ones refuted, scopes and ranks told."""

import random

import pytest
import symengine as se

from ansatz.errors import UnsupportedError
from ansatz.expr.canonical import symbol
from ansatz.problems.ode.first_order import FirstOrder
from ansatz.problems.problem import Problem
from ansatz.proof.ode.verifier import OdeVerifier, verify_ode
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict

x, Y, Y1, Y2, c1, c2, a = (symbol(name) for name in ("x", "Y", "Y'", "Y''", "c1", "c2", "a"))
sin, cos, exp, log, sqrt, tan, atan, asin = se.sin, se.cos, se.exp, se.log, se.sqrt, se.tan, se.atan, se.asin
gamma = se.gamma  # type: ignore[attr-defined]  # outside the language, hence not among its types

# (general solution, equation, order): textbook equations.
RIGHT = [
    (c1 * exp(x), Y1 - Y, 1),
    (c1 * exp(a * x), Y1 - a * Y, 1),
    (c1 / x, x * Y1 + Y, 1),
    (x**2 + c1 * exp(-(x**2)), Y1 + 2 * x * Y - 2 * x - 2 * x**3, 1),
    (tan(c1 + x), Y1 - 1 - Y**2, 1),
    (1 / (c1 - x), Y1 - Y**2, 1),
    (sqrt(c1 + x**2), Y * Y1 - x, 1),
    (log(exp(x) + c1), exp(Y) * Y1 - exp(x), 1),
    ((c1 + x) ** 2, Y1**2 - 4 * Y, 1),
    (c1 * x + c1**2, Y - x * Y1 - Y1**2, 1),
    (x + sin(c1 + x), (Y1 - 1) ** 2 - 1 + (Y - x) ** 2, 1),
    (c1 * cos(x) + c2 * sin(x), Y2 + Y, 2),
    (c1 * exp(x) + c2 * exp(-x) - x, Y2 - Y - x, 2),
    (c1 * x + c2 / x, x**2 * Y2 + x * Y1 - Y, 2),
    (c1 * x**a + c2, x * Y2 + (1 - a) * Y1, 2),
    (exp(x) * (c1 + c2 * x), Y2 - 2 * Y1 + Y, 2),
    (c1 * cos(log(x)) + c2 * sin(log(x)), x**2 * Y2 + x * Y1 + Y, 2),
    (se.cosh(c1 + x) + c2, Y2**2 - Y1**2 - 1, 2),
    (log(c1 * x + c2), Y2 + Y1**2, 2),
]


@pytest.mark.parametrize(("y", "equation", "order"), RIGHT, ids=str)
def test_right_solutions_are_proved_everywhere(y, equation, order):
    result = verify_ode(y, equation, x, order=order)
    assert result.verdict is Verdict.PROVED, result
    assert result.scope == Scope(ScopeKind.SOLUTION)


def test_wrong_solutions_are_never_accepted():
    tiny, tried = se.Rational(1, 10**30), 0
    for y, equation, order in RIGHT:
        wrong = [y + tiny * x**3, y * (1 + tiny * sin(x)), y + exp(3 * x), 1 / y + x**4, y + y**2]
        for mutant in wrong:
            result = verify_ode(mutant, equation, x, order=order)
            assert result.verdict is Verdict.REFUTED, (mutant, equation, result)
            assert result.point is not None
            tried += 1
    assert tried == 5 * len(RIGHT)


def test_wrong_equations_are_never_accepted():
    for y, equation, order in RIGHT:
        for mutant in (
            equation + se.Rational(1, 10**30),
            equation + x * Y**2,
            equation * Y + Y**2,
            equation + sin(x * Y1),
        ):
            assert verify_ode(y, mutant, x, order=order).verdict is Verdict.REFUTED, (y, mutant)


def test_branches_restrict_the_points_and_are_told():
    equation = Y1 - 1 - sqrt(1 - (Y - x) ** 2)  # true where cos(c1 + x) > 0
    y = x + sin(c1 + x)
    flawed = verify_ode(y, equation, x, order=1)
    assert flawed.verdict is Verdict.REFUTED
    assert "holds at x =" in str(flawed.scope)
    right = verify_ode(y, equation, x, order=1, branch=(cos(c1 + x),))
    assert right.holds
    assert "cos(c1 + x) > 0" in str(right.scope)
    assert verify_ode(y, equation, x, order=1, branch=(-cos(c1 + x),)).verdict is Verdict.REFUTED
    assert verify_ode(y, equation, x, order=1, branch=(-1 - cos(c1 + x),)).verdict is Verdict.UNKNOWN  # nowhere


def test_constants_take_both_signs():
    """|c1| is c1 for positive constants only."""
    assert verify_ode(sqrt(c1**2) * x + x, x * Y1 - Y, x, order=1).holds
    assert verify_ode(c1 * x, x * Y1 - Y + Y1 - sqrt(Y1**2), x, order=1).verdict is Verdict.REFUTED


b = symbol("b")
COINCIDENCES = [  # of parameters, for which the two constants are one
    (c1 * cos(a * x) + c2 * sin(a * x), Y2 + a**2 * Y, ["a != 0"]),
    (c1 * exp(a * x) + c2 * exp(b * x), Y2 - (a + b) * Y1 + a * b * Y, ["a - b != 0"]),
    (c1 * se.cosh(a * x) + c2 * se.sinh(a * x), Y2 - a**2 * Y, ["a != 0"]),
    (c1 * x**a + c2 * x**b, x**2 * Y2 + (1 - a - b) * x * Y1 + a * b * Y, ["a - b != 0"]),
    (exp(a * x) * (c1 * cos(b * x) + c2 * sin(b * x)), Y2 - 2 * a * Y1 + (a**2 + b**2) * Y, ["b != 0"]),
    (c1 * cos(sqrt(a) * x) + c2 * sin(sqrt(a) * x), Y2 + a * Y, ["a != 0"]),
    (exp(a * x) * (c1 + c2 * x), Y2 - 2 * a * Y1 + a**2 * Y, []),
    (a * c1 * exp(x), Y1 - Y, ["a != 0"]),
]


@pytest.mark.parametrize(("y", "equation", "conditions"), COINCIDENCES, ids=str)
def test_parameters_for_which_constants_are_one_are_excluded(y, equation, conditions):
    order = 2 if Y2 in equation.free_symbols else 1
    found = verify_ode(y, equation, x, order=order)
    assert found.verdict is Verdict.PROVED and [str(condition) for condition in found.conditions] == conditions
    assert not verify_ode(y, equation, x, order=order, general=False).conditions


@pytest.mark.parametrize(
    ("y", "equation", "order"),
    [
        (exp(x), Y1 - Y, 1),
        (c2 + c1 - c2 + 0 * x, Y2 + Y1, 2),
        ((c1 + c2) * exp(x), Y2 - Y, 2),
        (c1 * c2 * exp(x), Y2 - Y, 2),
        (exp(x + c1 + c2), Y2 - Y, 2),
        (x * (sin(c1) ** 2 + cos(c1) ** 2), x * Y1 - Y, 1),
    ],
    ids=str,
)
def test_dependent_constants_are_found(y, equation, order):
    result = verify_ode(y, equation, x, order=order)
    assert not result.holds
    assert verify_ode(y, equation, x, order=order, general=False).holds


@pytest.mark.parametrize(
    ("y", "equation", "order", "reason"),
    [
        (c1 * x, Y - c1 * x, 1, "not of order 1"),
        (c1 * x, Y2, 1, "not of order 1"),
        (c1 * x, Y1, 7, "order 1 to 6"),
        (c1 * x, Y1 - gamma(Y), 1, "cannot be put"),
        (c1 / (log(se.Integer(6)) - log(se.Integer(2)) - log(se.Integer(3))) * x, x * Y1 - Y, 1, "no point"),
        (c1 * x, sin(x) ** 2 * Y1 + cos(x) ** 2 * Y1 - Y1, 1, "does not determine"),
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_unknown_with_its_reason(y, equation, order, reason):
    result = verify_ode(y, equation, x, order=order)
    assert result.verdict is Verdict.UNKNOWN
    assert reason in result.reason


TEN = se.Integer(10)


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        # sqrt(ln(u)^2) = ln(u) for u > 1 only
        (log(c1 + x + x**2) ** 2 + 4 * x, Y1 - 4 - 2 * (1 + 2 * x) * sqrt(Y - 4 * x) * exp(-sqrt(Y - 4 * x))),
        (log(5 + c1 + x**2) ** 2, Y1 - 4 * x * sqrt(Y) * exp(-sqrt(Y))),
        (log(c1 + x**4 + 9) ** 2, Y1 - 8 * x**3 * sqrt(Y) * exp(-sqrt(Y))),
        (cos(se.atanh(x + x * c1)), x * Y1 + se.tanh(se.acos(Y)) * sqrt(1 - Y**2) - x * se.tanh(se.acos(Y)) ** 2 * Y1),
        (sqrt((c1 + 20 + x) ** 2), Y1 - exp(log(1 + x**2) - log(1 + x**2) * log(exp(x)) / x)),
        (c1 * x, Y1 - Y / x + sqrt((Y - 3000) ** 2) + Y - 3000),
        (c1 * x, Y1 - Y / x + exp(-(TEN**6) * (Y - 7) ** 2)),
        (c1 * x, Y1 - Y / x + exp(-(TEN**8) * (x - 7) ** 2)),
        (c1 * exp(x) + exp(-(TEN**5) * (x - c1) ** 2), Y1 - Y),
        (c1 * exp(x * (1 + TEN**-180)), Y1 - Y),
        (c1 * exp(x) * cos(x / TEN**40), Y1 - Y),
        (x + c1 + TEN**-190 * log(x**2 + 1), Y1 - 1),
    ],
    ids=str,
)
def test_what_fails_for_some_constants_or_in_few_places_is_refuted_with_a_point(y, equation):
    result = verify_ode(y, equation, x, order=1)
    assert result.verdict is Verdict.REFUTED, result
    assert result.point is not None


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        (c1 * x + c2 * (x - log(exp(x))), Y2),
        (c1 * x + c2 * (log(exp(x)) - x), Y2),
        (c1 * exp(x) + c2 * exp(x) * log(exp(x)) / x, Y2 - Y),
    ],
    ids=str,
)
def test_constants_whose_independence_is_not_certified_leave_it_open(y, equation):
    """They are dependent, but that is not known, so that nothing is refuted without a point."""
    result = verify_ode(y, equation, x, order=2)
    assert result.verdict is Verdict.UNKNOWN and "could not be certified" in result.reason
    assert verify_ode(y, equation, x, order=2, general=False).holds


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        (c1 * x + c2 * x * (1 + TEN**-400), Y2),
        (c1 * exp(x) + c2 * exp(x + log(se.Integer(2))), Y2 - Y),
        (c1 * (sin(x) ** 2 + cos(x) ** 2) + c2, Y2),
        (c1 * sqrt(x**2) + c2 * abs(x), Y2),
        (c1 + c2 * (log(exp(2 * x)) - 2 * log(exp(x))), Y2),
    ],
    ids=str,
)
def test_constants_that_are_dependent_by_algebra_are_refuted(y, equation):
    result = verify_ode(y, equation, x, order=2)
    assert result.verdict is not Verdict.UNKNOWN and not result.holds, result
    assert "fewer than 2" in result.reason


def test_constants_that_are_barely_independent_are_independent():
    assert verify_ode(c1 * x + c2 * TEN**-2500, Y2, x, order=2).verdict is Verdict.PROVED
    assert verify_ode(c1 * exp(x) + c2 * exp(-x) * exp(-1000), Y2 - Y, x, order=2).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        (c1 * x + c2 * (x + TEN**-50), Y2),
        (c1 * x + c2 * (x + TEN**-3000), Y2),
        (c1 * x + c2 * (x + exp(-(TEN**6))), Y2),
        (c1 * x + c2 * (x + exp(-(TEN**10))), Y2),
        (c1 * x + c2 * (x + 1 - se.tanh(TEN**9)), Y2),
        (c1 * x + c2 * (x + 1 - se.erf(TEN**5)), Y2),
        (c1 * exp(x) + c2 * (exp(x) + TEN**-500 * exp(-x)), Y2 - Y),
        (c1 * exp(x) + c2 * (exp(x) + exp(-x - TEN**8)), Y2 - Y),
        (c1 * cos(x) + c2 * (cos(x) + TEN**-700 * sin(x)), Y2 + Y),
        (c1 * exp(x) + c2 * exp(x) * (1 + TEN**-900 * x), Y2 - 2 * Y1 + Y),
        (c1 * x + c2 * (x * exp(-exp(se.Integer(20))) + exp(-exp(se.Integer(21)))), Y2),
    ],
    ids=str,
)
def test_a_rank_that_is_not_certified_refutes_nothing(y, equation):
    """The constants are independent, by numbers that may be too small to be seen: proved, or open."""
    assert verify_ode(y, equation, x, order=2).verdict in (Verdict.PROVED, Verdict.UNKNOWN)


@pytest.mark.slow
def test_generated_pairs_hold_and_their_mutants_do_not():
    rng, generator, refuted = random.Random(11), FirstOrder(), 0
    pairs = [p for p in (generator.generate(rng) for _ in range(60)) if isinstance(p, Problem)]
    for pair in pairs:
        (equation,), (y,) = pair.statement, pair.answer
        assert verify_ode(y, equation, x, order=1, branch=pair.branch).verdict is not Verdict.REFUTED
        mutant = verify_ode(y + x / 10**6, equation, x, order=1, branch=pair.branch)
        still = se.expand(equation.subs({Y: Y + x / 10**6, Y1: Y1 + se.Rational(1, 10**6)}) - equation) == 0
        assert still or not mutant.holds, (y, equation)
        refuted += still or mutant.verdict is Verdict.REFUTED
    assert refuted >= 0.9 * len(pairs)


@pytest.mark.parametrize("seed", [8, 9, 10])
def test_the_proof_uses_the_precision_that_the_comparison_needed(seed):
    """ln(1 + e^-x) is nonzero at the sampled x of several hundred only for those who compute with many bits."""
    tiny = log(1 + exp(-x))
    result = verify_ode(c1 * exp(x), Y1 / tiny - Y / tiny, x, order=1, seed=seed)
    assert result.verdict is Verdict.PROVED, result


def test_one_verifier_judges_many_solutions():
    verifier = OdeVerifier(Y2 + Y, x, order=2)
    claims = [c1 * cos(x) + c2 * sin(x), c1 * cos(x) + c2 * exp(x), c1 * sin(c2 + x), c1 * cos(x), gamma(x)]
    verdicts = [verifier.verify(y).verdict for y in claims]
    assert verdicts == [Verdict.PROVED, Verdict.REFUTED, Verdict.PROVED, Verdict.REFUTED, Verdict.UNKNOWN]
    assert verdicts == [verify_ode(y, Y2 + Y, x, order=2).verdict for y in claims]
    with pytest.raises(UnsupportedError, match="not of order 1"):
        OdeVerifier(Y2 + Y, x, order=1)


def test_a_place_between_where_the_equation_has_no_value_is_passed_over():
    """The sign of x^2 - 1 asks for a look between -1 and 1, in the middle of which 1/x is not defined."""
    equation = Y1 * sqrt((x - 1) ** 2) * sqrt((x + 1) ** 2) / x**2 - 2 * Y * (x**2 - 1) / (x * sqrt((x**2 - 1) ** 2))
    result = verify_ode(c1 * sqrt((x**2 - 1) ** 2), equation, x, order=1)
    assert result.verdict is Verdict.PROVED, result


@pytest.mark.parametrize(
    ("y", "equation"),
    [
        (se.Integer(0), Y1 - 1 / (1 + log(Y))),
        (x, Y1 - 1 - 1 / log(Y - x)),
        (se.Integer(0), Y1 - atan(1 / Y) * 0 - 1 / log(Y) ** 2),
    ],
    ids=str,
)
def test_an_equation_that_has_no_value_along_a_solution_is_not_satisfied(y, equation):
    """1/ln(0) is 1/∞ to a computer algebra system, and so 0."""
    assert not verify_ode(y, equation, x, order=1, general=False).holds


def test_a_solution_that_is_nowhere_real_is_not_said_to_be() -> None:
    y = cos(c1 + x) * sin(c1 + x) * sqrt(-(1 / cos(c1 + x) ** 2))
    result = verify_ode(y, Y1**2 + Y**2 + 1, x, order=1)
    assert result.scope.kind is ScopeKind.SOLUTION_REAL_LINE


def test_patterns_of_signs_on_a_branch_are_said_to_be_sampled() -> None:
    """|x - 10^5| turns its sign where no point of the branch x > 10 need lie."""
    y = (x - 10**5) ** 2
    equation = Y1 - 2 * sqrt(Y) * abs(x - 10**5) / (x - 10**5)
    result = verify_ode(y, equation, x, order=1, branch=(x - 10,), general=False)
    assert result.scope.kind is ScopeKind.SOLUTION_SAMPLED, result


@pytest.mark.parametrize(
    ("y", "equation", "order", "corner"),
    [
        (c1 * abs(x), x * Y1 - Y, 1, "x = 0"),
        (c1 * abs(x - 3), (x - 3) * Y1 - Y, 1, "x = 3"),
        (c1 * sqrt((x - 3) ** 2), (x - 3) * Y1 - Y, 1, "x = 3"),
        (c1 + abs(sin(x)), Y1 - cos(x) * se.sign(sin(x)), 1, "x = pi*n"),
        (abs(x - c1), Y1**2 - 1, 1, "x - c1 != 0"),
        (c1 + c2 * x * abs(x), x * Y2 - Y1, 2, "x = 0"),
        (c1 * x * abs(x), x * Y1 - 2 * Y, 1, ""),
        (c1 + c2 * x**2 * abs(x), x * Y2 - 2 * Y1, 2, ""),
        (c1 + se.sign(x), Y1, 1, "x = 0"),
        (c1 + se.sign(x) * (se.cosh(x) - 1), Y1 - se.sign(x) * se.sinh(x), 1, ""),
        (asin(sin(x + c1)), Y1**2 - 1, 1, "- 1 != 0"),
        (c1 + asin(sin(x)), Y1**2 - 1, 1, "x = pi/2 + 2*pi*n, 3*pi/2 + 2*pi*n"),
        (c1 + se.acos(cos(x)), Y1**2 - 1, 1, "x = 2*pi*n, pi + 2*pi*n"),
        (c1 + sqrt(se.cosh(x) - 1), 4 * Y1**2 * (se.cosh(x) - 1) - se.sinh(x) ** 2, 1, "x = 0"),
        (c1 + sqrt(1 - cos(x)), 4 * Y1**2 * (1 - cos(x)) - sin(x) ** 2, 1, "x = 2*pi*n"),
        (sqrt(c1 - x**2), Y * Y1 + x, 1, ""),
        (c1 + asin(x), Y1**2 * (1 - x**2) - 1, 1, ""),
    ],
    ids=str,
)
def test_corners_of_a_solution_are_named(y, equation, order, corner):
    """There a derivative that the equation needs does not exist."""
    result = verify_ode(y, equation, x, order=order)
    assert result.verdict is Verdict.PROVED
    if corner:
        assert corner in str(result.scope)
    else:
        assert str(result.scope) == "everywhere the solution is real"


def test_what_is_not_proved_is_not_said_of_everywhere() -> None:
    result = verify_ode(log(tan(log(x**2))) + c1, Y1 - 4 / (x * sin(log(x**4))), x, order=1)
    assert result.verdict is Verdict.CHECKED and "sampled" in str(result.scope)


def test_a_branch_may_hold_what_the_solution_does_not() -> None:
    verification = verify_ode(exp(x), Y1 - Y, x, order=1, branch=(c1, x + a), general=False)
    assert verification.verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("solution", "branch"),
    [
        (c1 * cos(sqrt(a) * x) + c2 * sin(sqrt(a) * x), a),
        (c1 * exp(sqrt(-a) * x) + c2 * exp(-sqrt(-a) * x), -a),
    ],
)
def test_a_branch_may_be_the_sign_of_a_parameter(solution: se.Expr, branch: se.Expr) -> None:
    verification = verify_ode(solution, Y2 + a * Y, x, order=2, branch=(branch,))
    assert verification.verdict is Verdict.PROVED and verification.scope.kind is ScopeKind.SOLUTION
    assert not verify_ode(solution, Y2 + 2 * a * Y, x, order=2, branch=(branch,)).holds


def test_a_complex_solution_is_said_to_be_one() -> None:
    verification = verify_ode(c1 * exp(sqrt(-1 - x**2)), sqrt(-1 - x**2) * Y1 + x * Y, x, order=1)
    assert verification.holds and str(verification.scope) == "on the real line, where the solution is complex"


def test_a_solution_along_which_the_equation_has_no_value_on_a_part_is_none():
    """√(x²) is -x for negative x, a solution; for positive x it is x, where the equation divides by zero."""
    assert not verify_ode(sqrt(x**2), Y1 - (x + 3 * Y) / (x - Y), x, order=1, general=False).holds
    assert verify_ode(-x, Y1 - (x + 3 * Y) / (x - Y), x, order=1, general=False).holds
