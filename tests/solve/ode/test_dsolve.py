"""`dsolve`: answers that are verified, initial values, special solutions, and the traps of other systems' bug lists."""

import pytest
import sympy

import ansatz
from ansatz.errors import ConfigError
from ansatz.expr import parse, to_sympy
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.containment import contains
from ansatz.solve.ode.forms import plain_form
from ansatz.solve.ode.solution import OdeSolution

x, y = sympy.Symbol("x"), sympy.Function("y")
C1, C2 = sympy.symbols("C1 C2")


def solve(text: str, deadline: float = 10.0) -> OdeSolution:
    return ansatz.dsolve(text, methods=["fit"], deadline=deadline)


def answer(solution: OdeSolution) -> sympy.Expr:
    assert solution.answer is not None, solution
    return solution.answer


def residual(solution: OdeSolution, left: sympy.Expr) -> sympy.Expr:
    """The answer put into an equation by SymPy."""
    return sympy.simplify(left.subs(y(x), solution.answer).doit())


def test_the_answer_is_an_expression_in_plain_symbols() -> None:
    solution = solve("y' = 2x*y")
    assert solution.verdict is ansatz.Verdict.PROVED and not solution.implicit
    assert answer(solution).free_symbols == {x, C1} and residual(solution, y(x).diff(x) - 2 * x * y(x)) == 0
    assert solution.text().startswith("y = ") and solution.latex().startswith("y = ")


def test_a_relation_is_a_sympy_equation() -> None:
    solution = solve("y' = 1/(1 + ln(y))")
    assert solution.implicit and isinstance(solution.answer, sympy.Eq) and solution.answer.rhs == C1
    Y = sympy.Symbol("y")
    G = solution.answer.lhs
    assert sympy.simplify(-G.diff(x) / G.diff(Y) - 1 / (1 + sympy.log(Y))) == 0


def test_sympy_equations_come_back_in_their_own_symbols() -> None:
    t, k = sympy.Symbol("t", real=True), sympy.Symbol("k", positive=True)
    f = sympy.Function("f")
    solution = ansatz.dsolve(sympy.Eq(f(t).diff(t), -k * f(t)), methods=["fit"], ics={f(0): 5})
    assert sympy.simplify(solution.answer - 5 * sympy.exp(-k * t)) == 0
    assert {t, k} == answer(solution).free_symbols


def test_names_of_constants_do_not_clash() -> None:
    solution = solve("y' = C1*y")
    assert solution.constants == ("K1",) and "K1" in solution.text()
    assert solve("c' = c").text() == "c = C1*exp(x)"


def test_special_solutions_are_listed_with_their_kinds() -> None:
    clairaut = solve("y = x*y' + y'^2")
    assert clairaut.solutions[0].kind == "general"
    singular = [one for one in clairaut.solutions if one.kind == "singular"]
    assert any(sympy.simplify(clairaut.sympy(one.tree) + x**2 / 4) == 0 for one in singular)
    logistic = solve("y' = y^2 - 1")
    assert "constant" in {one.kind for one in logistic.solutions[1:]}
    assert [one.kind for one in solve("y' = x*y").solutions] == ["general"]  # y = 0 is C1 = 0


@pytest.mark.parametrize(
    ("text", "wanted", "interval"),
    [
        ("y' = x*y, y(0) = 2", "2*exp(x^2/2)", "all real x"),
        ("y' = y(1-y), y(0) = 0", "0", "all real x"),  # the general solution may lack it
        ("y' = y^2 - 1, y(0) = 1", "1", "all real x"),
        ("y' = y^2, y(0) = 1", "1/(1 - x)", "x < 1"),
        ("y' = 1 + y^2, y(0) = 0", "tan(x)", "-pi/2 < x < pi/2"),
        ("y' = -x/y, y(0) = -3", "-sqrt(9 - x^2)", "-3 < x < 3"),  # the branch below
        ("y' = y/x, y(1) = 2", "2*x", "x > 0"),
        ("y' = 2*sqrt(y), y(0) = 4", "(x + 2)^2", None),  # of C1 = ±2, one solves the equation
        ("y' = sqrt(1 - y^2), y(0) = 0", "sin(x)", None),
        ("y'' + y = 0, y(0) = 1, y'(0) = 0", "cos(x)", "all real x"),
        ("y'' = y'^2, y(0) = 0, y'(0) = 1", "-log(1 - x)", "x < 1"),
        ("y' = 3*y^(2/3), y(0) = 0", "0", None),
        ("y' = y - y^3, y(0) = 1/2", "exp(x)/sqrt(exp(2x) + 3)", "all real x"),  # real for imaginary constants
    ],
)
def test_initial_value_problems(text, wanted, interval) -> None:
    solution = solve(text)
    assert solution.verdict is ansatz.Verdict.PROVED
    assert sympy.simplify(solution.answer - to_sympy(parse(wanted))) == 0, solution
    assert interval == (solution.interval and solution.interval.text("x"))


@pytest.mark.parametrize("text", ["x*y' = y, y(0) = 1", "y' = 1/(2y), y(0) = 0", "y' = y/x, y(0) = 0"])
def test_values_that_no_solution_takes_have_no_answer(text) -> None:
    solution = solve(text, deadline=4)
    assert not solution.answered and solution.remark


def test_values_that_leave_it_open_say_so() -> None:
    free = solve("x*y' = y, y(0) = 0")
    assert free.answer == C1 * x and "every value" in free.remark
    several = solve("y'^2 = 4y, y(0) = 1")
    assert "several" in several.remark and len([one for one in several.solutions if one.kind == "particular"]) == 2


def test_a_relation_that_is_not_real_at_the_place_is_no_answer() -> None:
    solution = solve("y' = abs(y), y(0) = -1", deadline=4)
    assert "i" not in solution.text()


def test_an_equation_without_real_solutions_has_no_answer() -> None:
    assert not solve("y'^2 + y^2 + 1 = 0", deadline=4).answered


def test_an_equation_that_makes_others_stumble_ends_quietly() -> None:
    solution = solve("y' = y^3 + x^2 + 1", deadline=4)  # an equation of Abel's without a known solution
    assert not solution.answered and "No solution" in solution.remark
    assert "Tried" in solution.explain()


def test_closed_forms_are_no_series() -> None:
    solution = solve("x*y'' - (x+2)*y' + 2*y = 0")
    left = x * y(x).diff(x, 2) - (x + 2) * y(x).diff(x) + 2 * y(x)
    assert answer(solution).has(sympy.exp) and residual(solution, left) == 0
    assert sympy.Matrix([[answer(solution).diff(c).diff(x, k) for c in (C1, C2)] for k in (0, 1)]).det() != 0


def test_the_story_shows_the_substitution() -> None:
    told = solve("y'' + y = x*sin(x)").explain()
    assert "found by" in told and "Put it into the equation" in told and told.splitlines()[-1].strip() == "= 0"


def test_the_data_hold_what_is_shown() -> None:
    found = solve("y' = y^2, y(0) = 1").to_dict()
    assert found["interval"] == "x < 1" and found["verdict"] == "proved" and found["implicit"] is False
    assert found["order"] == 1 and found["function"] == "y" and found["variable"] == "x"
    kinds = [one["kind"] for one in found["solutions"]]  # type: ignore[attr-defined]
    assert kinds == ["particular", "general"]


@pytest.mark.slow
def test_sympy_takes_part_and_is_not_trusted() -> None:
    solution = ansatz.dsolve("y'' + y = x", methods=["classical"], deadline=20)
    assert solution.verdict is ansatz.Verdict.PROVED and solution.method in ("sympy", "maxima")


@pytest.mark.parametrize(
    "settings", [{"beam": 0}, {"deadline": 0}, {"methods": ["magic"]}, {"methods": "fit"}, {"methods": []}]
)
def test_settings_that_make_no_sense(settings) -> None:
    with pytest.raises(ConfigError):
        ansatz.dsolve("y' = y", **settings)


def test_an_equation_whose_highest_derivative_cancels() -> None:
    with pytest.raises(ConfigError, match="cancel"):
        ansatz.dsolve("y'' + y' = y'' + y")


def test_a_general_solution_contains_special_ones() -> None:
    from ansatz.expr.canonical import symbol

    t, c = symbol("x"), symbol("c1")
    import symengine as se

    assert contains(c * se.exp(t), se.Integer(0), t)
    assert contains(c * se.exp(t) + t, t - 3 * se.exp(t), t)
    assert contains(se.exp(t + c), se.exp(t), t)
    assert not contains(1 / (c - t), se.Integer(0), t)
    assert not contains(c * se.exp(t), t, t)


def test_plain_forms_are_the_same_family() -> None:
    import symengine as se

    from ansatz.expr.canonical import symbol

    t, c = symbol("x"), symbol("c1")
    assert plain_form(se.sqrt(2) * se.sqrt(-(t**2) / 2 - c), t) == se.sqrt(c - t**2)
    assert plain_form(-se.sqrt(2) / (2 * se.sqrt(se.Rational(1, 2) - t)), t) == -1 / se.sqrt(1 - 2 * t)
    assert se.expand(plain_form(16 * (-(t**2) / 16 - se.Rational(1, 4)) ** 2, t) - (t**2 + 4) ** 2 / 16) == 0


def test_both_signs_of_a_parameter_are_answered() -> None:
    solution = ansatz.dsolve("y'' + a*y = 0", methods=("fit",), deadline=30)
    general = [one for one in solution.solutions if one.kind == "general"]
    assert {str(one.scope).rpartition(" with ")[2] for one in general} == {"a > 0", "a < 0"}
    values = ansatz.dsolve("y'' + a*y = 0, y(0) = 1, y'(0) = 0", methods=("fit",), deadline=30)
    taken = [one for one in values.solutions if one.kind == "particular"]
    assert {str(one.scope).rpartition(" with ")[2] for one in taken} == {"a > 0", "a < 0"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("y' = y^2 + x", "airyai"),
        ("x^2*y'' + x*y' + (x^2 - n^2)*y = 0", "besselj"),
        ("y'' = x*y, y(0) = 1, y'(0) = 0", "airyai"),
    ],
)
def test_answers_that_are_not_elementary_say_so(text: str, name: str) -> None:
    solution = ansatz.dsolve(text, methods=("fit",), deadline=30)
    assert solution.verdict is Verdict.PROVED and not solution.elementary
    assert name in str(solution.answer) and name in solution.text()
    assert "Put it into the equation" in solution.explain()
