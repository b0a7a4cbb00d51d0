"""Systems x' = A·x + b(t) through `dsolve`."""

import pickle

import pytest
import sympy

import ansatz
from ansatz.errors import ConfigError, InputError, UnsupportedError
from ansatz.proof.ode.system import SystemVerifier
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.system_solution import SystemSolution

T = sympy.Symbol("t")


def solve(given: object, ics: object = None) -> SystemSolution:
    solution = ansatz.dsolve(given, ics=ics, methods=["fit"], deadline=20)
    assert isinstance(solution, SystemSolution)
    return solution


def functions(solution: SystemSolution) -> dict[sympy.Symbol, sympy.Expr]:
    assert solution.answer is not None, solution
    return {equation.lhs: equation.rhs for equation in solution.answer}


@pytest.mark.parametrize(
    "text",
    [
        "x' = y; y' = -x",
        "x' = x + 2y, y' = 3x + 2y",
        "x' = -y + t; y' = x",
        "x' = y; y' = -x + 1/cos(t)",
        r"\dot x = y, \dot y = -2y - x",
        "x1' = x2; x2' = x3; x3' = -6x1 - 11x2 - 6x3",
        "A' = -a*A; B' = a*A - b*B",
        "x' = w*y; y' = -w*x + t",
        "x' = -x/t; y' = y/t + x",
        "x' = a*x + b*y; y' = c*x + d*y",
    ],
)
def test_the_functions_satisfy_the_system(text: str) -> None:
    solution = solve(text)
    assert solution.verdict is Verdict.PROVED
    found = functions(solution)
    rates = [solution.sympy(tree) for tree in solution.system.components]
    constants = [sympy.Symbol(name) for name in solution.constants]
    point = {s: sympy.Float("0.4", 40) + sympy.Rational(k, 7) for k, s in enumerate(("t", *solution.constants))}
    point = {sympy.Symbol(str(s)): value for s, value in point.items()}
    point |= {sympy.Symbol(s): sympy.Float("1.3", 40) + k for k, s in enumerate("abcdw")}
    for rate, y in zip(rates, found.values(), strict=True):
        assert rate is not None
        assert abs((y.diff(T) - rate.subs(found)).subs(point).evalf(30)) < 1e-20
    assert (
        abs(sympy.Matrix([[y.diff(c) for c in constants] for y in found.values()]).subs(point).evalf(30).det()) > 1e-9
    )


def test_initial_values() -> None:
    solution = solve("x' = y; y' = -x; x(0) = 1, y(0) = 0")
    assert list(functions(solution).values()) == [sympy.cos(T), -sympy.sin(T)]
    assert solution.everywhere and "for all real t" in solution.summary()
    tank = solve("A' = -a*A; B' = a*A - b*B", {"A(0)": "N", "B(0)": 0})
    assert tank.text().startswith("A = N*exp(-a*t), B = ") and [str(c) for c in tank.conditions] == ["a - b != 0"]


def test_sympy_equations_and_mappings() -> None:
    x, y = sympy.Function("x"), sympy.Function("y")
    equations = [sympy.Eq(x(T).diff(T), y(T)), sympy.Eq(y(T).diff(T), -4 * x(T))]
    assert list(functions(solve(equations, {x(0): 1, y(0): 0})).values()) == [sympy.cos(2 * T), -2 * sympy.sin(2 * T)]
    assert solve({"x": "y", "y": "-x"}).text() == solve("x' = y; y' = -x").text()


def test_a_solution_is_data() -> None:
    solution = solve("x' = y; y' = -x")
    assert SystemSolution.from_json(solution.to_json()) == solution
    assert pickle.loads(pickle.dumps(solution)) == solution
    assert solution.to_dict()["components"] == ["C1*cos(t) + C2*sin(t)", "C2*cos(t) - C1*sin(t)"]
    assert "Put it into the system" in solution.explain()


def test_both_signs_of_parameters() -> None:
    solution = solve("x' = y; y' = a*x")
    (_, other), *rest = solution.others
    assert not rest and {str(solution.scope).split("with ")[1], str(other).split("with ")[1]} == {"a > 0", "a < 0"}


def test_what_is_not_solved_says_so() -> None:
    assert "No solution" in solve("x' = x*y; y' = -x").remark


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("x' = y; y' = -x; x(0) = 1", ConfigError),
        ("x' = y; y' = -x; x(0) = 1, y(1) = 0", ConfigError),
        ("x' = y; y' = -x; x(0) = 1, x(0) = 2, y(0) = 0", ConfigError),
        ("x' = y; x' = -x", InputError),
        ("x'' = y; y' = -x", UnsupportedError),
    ],
)
def test_bad_systems(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ansatz.dsolve(text)


def test_the_verifier_refuses_wrong_functions_and_too_few_constants() -> None:
    import symengine as se

    from ansatz.expr.canonical import symbol

    x, y, t, c1, c2 = map(symbol, ("x", "y", "t", "c1", "c2"))
    verifier = SystemVerifier((y, -x), (x, y), t)
    good = (c1 * se.cos(t) + c2 * se.sin(t), c2 * se.cos(t) - c1 * se.sin(t))
    assert verifier.verify(good).verdict is Verdict.PROVED
    assert verifier.verify((good[0], -good[1])).verdict is Verdict.REFUTED
    assert not verifier.verify((c1 * se.cos(t), -c1 * se.sin(t))).holds
    assert not verifier.verify((good[0].subs({c2: c1}), good[1].subs({c2: c1}))).holds
    assert SystemVerifier((y, -x), (x, y), t, general=False).verify((se.cos(t), -se.sin(t))).verdict is Verdict.PROVED
