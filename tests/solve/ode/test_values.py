"""Values that are given: on either side of a logarithm's singular point, at several places, and where they may not
determine a solution.
"""

import math

import pytest
import sympy
from scipy.integrate import solve_ivp

import ansatz
from ansatz.expr import parse, to_sympy
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.solution import OdeSolution
from ansatz.solve.ode.solver import FREE, NOT_TAKEN, PERHAPS, SEVERAL


def solve(text: str, deadline: float = 20.0) -> OdeSolution:
    return ansatz.dsolve(text, methods=["fit"], deadline=deadline)


@pytest.mark.parametrize(
    ("text", "wanted", "interval"),
    [
        ("(x-1)*y' = 1, y(0) = 3", "ln(1-x) + 3", "x < 1"),
        ("x*y' + y = 1/x, y(-1) = 0", "ln(-x)/x", "x < 0"),
        ("y' = 1/(1-x^2), y(2) = 0", "(ln((x+1)/(x-1)) - ln(3))/2", "x > 1"),
        ("y' = tan(x), y(pi) = 1", "1 - ln(-cos(x))", "pi/2 < x < 3*pi/2"),
        ("y'' = y'^2, y(0) = 0, y'(0) = 1", "-ln(1-x)", "x < 1"),
        ("y' = y*ln(y), y(0) = e", "exp(exp(x))", "all real x"),
        ("y'' = 2y*y', y(0) = 0, y'(0) = -1", "-tanh(x)", "all real x"),
        ("y' + 2x*y = 1, y(0) = 0", "sqrt(pi)*erfi(x)*exp(-x^2)/2", "all real x"),
    ],
)
def test_values_on_any_side(text: str, wanted: str, interval: str) -> None:
    solution = solve(text)
    assert solution.verdict is Verdict.PROVED and not solution.remark
    assert sympy.simplify(solution.answer - to_sympy(parse(wanted))) == 0, solution
    assert solution.interval is not None and solution.interval.text("x") == interval


@pytest.mark.parametrize(
    ("text", "wanted", "interval"),
    [
        ("y'' = -1/y^2, y(0) = 1, y'(0) = sqrt(2)", "(1 + 3x/sqrt(2))^(2/3)", "x > -sqrt(2)/3"),
        ("y'' = 6y^2, y(0) = 1, y'(0) = -2", "1/(1+x)^2", "x > -1"),
        ("y'' = e^(2y), y(0) = 0, y'(0) = 1", "-ln(1-x)", "x < 1"),
    ],
)
def test_the_energy_of_the_values_makes_elementary_what_is_not_in_general(
    text: str, wanted: str, interval: str
) -> None:
    solution = solve(text)
    assert solution.verdict is Verdict.PROVED
    difference = sympy.lambdify(sympy.Symbol("x"), solution.answer - to_sympy(parse(wanted)))
    assert all(abs(difference(x)) < 1e-12 for x in (-0.3, 0.1, 0.7))
    assert solution.interval is not None and solution.interval.text("x") == interval


@pytest.mark.parametrize("text", ["y' = sqrt(y), y(0) = 0", "y' = |y|^(1/2), y(1) = 0"])
def test_what_may_have_other_solutions_says_so(text: str) -> None:
    solution = solve(text)
    assert not solution.answered or solution.remark in (PERHAPS, SEVERAL)


@pytest.mark.parametrize("text", ["y' = x*y, y(0) = 0", "y'' + y = 0, y(0) = a, y'(0) = b", "x*y' = y, y(1) = 2"])
def test_what_is_determined_has_no_remark(text: str) -> None:
    assert solve(text).answered and not solve(text).remark


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("y'' + y = 0, y(0) = 0, y(pi/2) = 1", "sin(x)"),
        ("y'' = 1, y(0) = 0, y(1) = 0", "x*(x-1)/2"),
        ("y'' - y = 0, y'(0) = 0, y'(1) = 1", "cosh(x)/sinh(1)"),
        ("x^2*y'' + x*y' - y = 0, y(1) = 1, y(2) = 3", "(5x^2 - 2)/(3x)"),
        ("y'''' = 1, y(0) = 0, y'(0) = 0, y(1) = 0, y'(1) = 0", "x^2*(x-1)^2/24"),
        ("y'' + k^2*y = 0, y(0) = 0, y(L) = A", "A*sin(k*x)/sin(k*L)"),
        ("y'' + y'^2 = 0, y(0) = 0, y(1) = 1", "ln((e-1)*x + 1)"),
    ],
)
def test_boundary_values(text: str, wanted: str) -> None:
    solution = solve(text)
    assert solution.verdict is Verdict.PROVED
    assert sympy.simplify((solution.answer - to_sympy(parse(wanted))).rewrite(sympy.exp)) == 0, solution


def test_boundary_values_may_leave_a_constant_or_have_no_solution() -> None:
    free = solve("y'' + y = 0, y(0) = 0, y(pi) = 0")
    assert (
        free.answer is not None
        and free.remark == FREE
        and free.answer.has(sympy.sin)
        and not free.answer.has(sympy.cos)
    )
    none = solve("y'' + y = 0, y(0) = 0, y(pi) = 1")
    assert not none.answered and none.remark == NOT_TAKEN
    across = solve("x^2*y'' + x*y' - y = 0, y(-1) = 1, y(2) = 3")  # no solution passes x = 0
    assert not across.answered


def test_both_signs_of_roots_are_listed() -> None:
    solution = solve("y' = -x/y")
    general = [one.text("y", solution.constants) for one in solution.solutions if one.kind == "general"]
    assert general == ["y = sqrt(C1 - x^2)", "y = -sqrt(C1 - x^2)"]
    bernoulli = solve("y' = y - y^3")  # below 1 and above, and their negatives
    assert [one.kind for one in bernoulli.solutions].count("general") == 2
    assert bernoulli.text() == "y = exp(x)/sqrt(C1 + exp(2*x))"
    assert [one.kind for one in solve("y'' + a^2*y = 0").solutions] == ["general"]


def test_all_constants_that_solve_an_equation_are_listed() -> None:
    solution = solve("y'' = 2y*y'")
    assert "y = C1" in [one.text("y", solution.constants) for one in solution.solutions]


def test_damping_has_two_cases_with_values_too() -> None:
    for text in ("y'' + 2b*y' + k^2*y = 0", "y'' + 2b*y' + k^2*y = 0, y(0) = 1, y'(0) = 0"):
        first, second = (one for one in solve(text).solutions[:2])
        assert {str(first.scope).split("with ")[1], str(second.scope).split("with ")[1]} == {
            "(b + k)*(b - k) > 0",
            "k^2 - b^2 > 0",
        }


def test_a_forcing_with_a_corner_leaves_no_jump() -> None:
    solution = solve("y' + y = max(0, 1-x), y(0) = 1")
    y = sympy.lambdify(sympy.Symbol("x"), solution.answer, "mpmath")
    assert abs(y(1 - 1e-9) - y(1 + 1e-9)) < 1e-6
    assert abs(y(0) - 1) < 1e-12 and abs(y(2) - (1 - sympy.exp(-1)) * sympy.exp(-1)) < 1e-12


def test_a_step_as_forcing() -> None:
    solution = solve("y' + y = Heaviside(x-1), y(0) = 0")
    y = sympy.lambdify(sympy.Symbol("x"), solution.answer, "mpmath")
    assert abs(y(0.5)) < 1e-12 and abs(y(2) - (1 - sympy.exp(-1))) < 1e-12


def _chebyshev(x, y):
    return [y[1], (x * y[1] - y[0]) / (1 - x * x)]


@pytest.mark.parametrize(
    ("text", "rate", "start", "end"),
    [
        ("(t^2-4)*y' + y = 0, y(1) = 3", lambda t, y: [-y[0] / (t * t - 4)], (1, [3]), 1.8),
        ("y' = y*(x*y^3 - 1), y(0) = -1", lambda x, y: [y[0] * (x * y[0] ** 3 - 1)], (0, [-1]), 2),
        ("y' + y = y^4, y(0) = -1", lambda x, y: [y[0] ** 4 - y[0]], (0, [-1]), 2),
        ("y' = |y|, y(0) = -1", lambda x, y: [abs(y[0])], (0, [-1]), 2),
        ("y' = |x - y|, y(0) = 0", lambda x, y: [abs(x - y[0])], (0, [0]), 2),
        ("y'' = 2*y*y', y(0) = 1, y'(0) = 1", lambda x, y: [y[1], 2 * y[0] * y[1]], (0, [1, 1]), 0.8),
        ("y'' = 2*y*y', y(0) = 1, y'(0) = 2", lambda x, y: [y[1], 2 * y[0] * y[1]], (0, [1, 2]), 0.6),
        ("(1-x^2)*y'' - x*y' + y = 0, y(0) = 1, y'(0) = 0", _chebyshev, (0, [1, 0]), 0.9),
        ("h' = -3*sqrt(h), h(0) = 4", lambda x, y: [-3 * y[0] ** 0.5], (0, [4]), 1),
        ("y'' = exp(y)/2, y(0) = 0, y'(0) = 1", lambda x, y: [y[1], math.exp(y[0]) / 2], (0, [0, 1]), 1.5),
    ],
)
def test_values_on_the_side_of_roots_moduli_and_degenerate_constants(text, rate, start, end) -> None:
    solution = solve(text)
    assert solution.verdict is Verdict.PROVED and not solution.implicit and solution.answer is not None
    numeric = solve_ivp(rate, (start[0], end), start[1], rtol=1e-10, atol=1e-12)
    [variable] = solution.answer.free_symbols
    assert abs(float(solution.answer.subs(variable, end)) - numeric.y[0][-1]) < 1e-6


@pytest.mark.parametrize("text", ["y' = 2*sqrt(y), y(0) = 0", "y' = 3*y^(2/3), y(2) = 0"])
def test_the_solution_that_leaves_zero_is_found_too(text: str) -> None:
    solution = solve(text)
    assert solution.answer == 0 and solution.remark == SEVERAL
    assert any(one.kind == "particular" for one in solution.solutions)
