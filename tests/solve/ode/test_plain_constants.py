"""Constants of integration, sums and relations as people write them; the families stay the same."""

import pytest
import symengine as se

import ansatz
from ansatz.expr.canonical import symbol
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.solve.ode.forms import by_kernels, plain_form
from ansatz.solve.ode.mirrors import mirrored
from ansatz.solve.ode.plain_constants import with_plain_constants
from ansatz.solve.ode.relation_forms import plain_relation

x, c1, c2, k = map(symbol, ("x", "c1", "c2", "k"))
Y = UNKNOWNS[0]
exp, ln, sqrt, sin, cos = se.exp, se.log, se.sqrt, se.sin, se.cos


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (exp(c2 * x + c1), c1 * exp(c2 * x)),
        (sqrt(c1) * se.tan(sqrt(c1) * (x + c2)), c1 * se.tan(c1 * (x + c2))),
        (-(x * cos(x) + c1 - sin(x)) / x**2, (sin(x) - x * cos(x) + c1) / x**2),
        (900 - c1 * exp(x / 2), 900 + c1 * exp(x / 2)),
        (c2 - se.asin(exp(c1 + x)), c2 - se.asin(c1 * exp(x))),
        (-(c1 * x**2 + 4 / c1) / 2, (c1 * x**2 + 4 / c1) / 2),
        (x * se.sinh(c1 + ln(x)), x * (c1 * x - 1 / (c1 * x)) / 2),
        (c1**2 * ln(c1 + x), c1**2 * ln(c1 + x)),
        (1 / (c1 - x), 1 / (c1 - x)),
    ],
)
def test_constants_are_plain(given: se.Expr, wanted: se.Expr) -> None:
    assert se.expand(with_plain_constants(given) - wanted) == 0


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (1 / sqrt(exp(-(x**2)) * (c1 - x)), exp(x**2 / 2) / sqrt(c1 - x)),
        (sqrt(5) / sqrt((c1 * x**5 + 2) / x), sqrt(5 * x / (c1 * x**5 + 2))),
        (c2 * sqrt(x + 1) * sqrt(x - 1), c2 * sqrt(x**2 - 1)),
        (1 / sqrt(1 - x**2) - x**2 / sqrt(1 - x**2), sqrt(1 - x**2)),
        (((1 - x) ** -3) ** se.Rational(2, 3), (1 - x) ** -2),
    ],
)
def test_roots_are_few(given: se.Expr, wanted: se.Expr) -> None:
    found = plain_form(given, x)
    assert found == wanted or se.expand(found**2 / wanted**2) == 1


def test_terms_with_other_constants_stay_apart() -> None:
    y = c1 * cos(x) + x * cos(x) + 3 * x**2 * ln(x) - ln(x)
    assert by_kernels(y) == c1 * cos(x) + x * cos(x) + (3 * x**2 - 1) * ln(x)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (c1 * (Y / x - 1) / x**4 + (Y / x + 3) ** 5, (Y + 3 * x) ** 5 / (Y - x)),
        (ln(x) + ln(1 + Y**2 / x**2) / 2 - se.atan(Y / x) - c1, ln(x**2 + Y**2) - 2 * se.atan(Y / x)),
        (x**4 / 4 + Y**4 / 4 - 2 * x**2 + 4 * Y - c1, x**4 + Y**4 - 8 * x**2 + 16 * Y),
        (x**2 * Y**2 + Y**3 + c1 / x, x * Y**2 * (x**2 + Y)),
    ],
)
def test_relations_have_their_constant_alone(given: se.Expr, wanted: se.Expr) -> None:
    level = plain_relation(given) + c1
    assert c1 not in level.free_symbols
    at = [level.subs({x: a, Y: b}).n(53, real=True) / wanted.subs({x: a, Y: b}).n(53, real=True) for a, b in _POINTS]
    assert max(at) - min(at) < 1e-9


_POINTS = (
    (se.Rational(3, 2), se.Integer(2)),
    (se.Rational(1, 3), se.Rational(5, 4)),
    (se.Integer(3), se.Rational(7, 2)),
)


def test_the_other_side_of_an_odd_root_is_a_solution_too() -> None:
    [form] = mirrored((c1 + x) ** se.Rational(1, 3), x)
    assert form.subs({x: -9, c1: 1}) == -2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("y*y'' = y'^2", "C1*exp(C2*x)"),
        ("dP/dt = P/2 - 450", "C1*exp(t/2) + 900"),
        ("y' = y^3 + x*y", "exp(x^2/2)/sqrt(C1 - sqrt(pi)*erfi(x))"),
        ("dx/dt = k*(a-x)*(b-x)", "(C1*a*exp(b*k*t) + b*exp(a*k*t))/(C1*exp(b*k*t) + exp(a*k*t))"),
        ("(1-x^2)*y'' - 2*x*y' + 6*y = 0", "C1*(3*x^2 - 1) + C2*(6*x + ln|(x - 1)/(x + 1)|*(3*x^2 - 1))"),
    ],
)
def test_answers_are_what_a_teacher_writes(text: str, wanted: str) -> None:
    assert ansatz.dsolve(text, methods=["fit"]).text().partition(" = ")[2] == wanted


def test_one_envelope_is_one_root() -> None:
    solution = ansatz.dsolve("y = x*y' + sqrt(1 + y'^2)", methods=["fit"])
    assert "y = sqrt(1 - x^2)" in [one.text("y", ("C1",)) for one in solution.solutions]


def test_a_family_of_constants_is_listed_once() -> None:
    solution = ansatz.dsolve("x^2*y'' + y'^2 - 2*x*y' = 0", methods=["fit"])
    assert [one.kind for one in solution.solutions] == ["general", "constant"]
    two = ansatz.dsolve("y*(1 + y'^2) = k^2", methods=["fit"])
    assert sum(one.kind == "constant" for one in two.solutions) == 1


def test_a_modulus_has_a_general_solution_on_either_side() -> None:
    solution = ansatz.dsolve("y' = |y|", methods=["fit"])
    general = {one.text("y", ("C1",)) for one in solution.solutions if one.kind == "general"}
    assert general == {"y = C1*exp(x)", "y = C1*exp(-x)"}
    assert any(one.kind == "constant" for one in solution.solutions)
