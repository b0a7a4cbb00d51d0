"""Values with Γ, ψ, ζ, γ and G, and with parameters: against mpmath at high precision; near misses have none."""

from collections.abc import Callable

import mpmath
import pytest
import symengine as se

from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.expr.canonical import canonical, from_symengine, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, symbols
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.definite import read_bound
from ansatz.solve.integral.solution import DefiniteIntegral, Integral
from ansatz.solve.integral.theorems import Definite, Value, closed_value
from ansatz.solve.integral.theorems.gamma_values import beta, folded, gamma, polygamma
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.value import definite_value

X = symbol("x")
PARAMETERS = {"a": "1.3", "b": "0.7", "n": "2.5", "s": "1.2", "p": "2.3", "q": "1.9"}
DIGITS, CLOSE = 50, 1e-20


def _bound(bound: Tree) -> se.Expr:
    return {INFINITY: se.oo, MINUS_INFINITY: -se.oo}.get(bound) or to_symengine(bound)


def _asked(text: str, low: str, high: str) -> Value | None:
    start, end = (_bound(read_bound(end)) for end in (low, high))
    return closed_value(Definite(to_symengine(canonical(parse(text))), X, start, end), 3.0)


def _point() -> dict[str, mpmath.mpf]:
    return {name: mpmath.mpf(value) for name, value in PARAMETERS.items()}


def _number(value: Value, point: dict[str, mpmath.mpf]) -> mpmath.mpf:
    for condition in value.conditions:
        there = Formulas(condition.tree).value(point)
        assert there != 0 if condition.relation == "!=" else there >= 0, condition
    return mpmath.re(Formulas(from_symengine(value.value)).value(point))


def _integrand(text: str, point: dict[str, mpmath.mpf]) -> Callable[[mpmath.mpf], mpmath.mpf]:
    f = Formulas(parse(text))
    return lambda u: mpmath.re(f.value({**point, "x": u}))


HALF_LINE = [
    "x^(1/3)*exp(-x)",
    "x^a*exp(-b*x)",
    "exp(-x^4)",
    "exp(-a*x^n)",
    "x^n*exp(-a*x^2)",
    "ln(x)*exp(-x)",
    "ln(x)^3*exp(-x)",
    "sqrt(x)*ln(x)*exp(-x)",
    "ln(x)*exp(-x^2)",
    "x^a*ln(x)*exp(-x)",
    "x^2/(exp(x)-1)",
    "sqrt(x)/(exp(x)-1)",
    "x^2/(exp(x)+1)",
    "x^(s-1)/(exp(x)+1)",
    "x^4*exp(x)/(exp(x)-1)^2",
    "x^3/(exp(a*x)-1)",
    "x^2/(exp(2*x)+exp(x)+1)",
    "x/sinh(x)",
    "x/cosh(x)",
    "x^2/(2*cosh(x)-1)",
    "x*(coth(x)-1)",
    "x^3*ln(1-exp(-x))",
    "cos(a*x)/(x^2+b^2)^2",
    "ln(x)^2/(x^2+a^2)",
    "ln(1+a^2/x^2)",
    "x^(s-1)/(1+x^n)",
    "x^(p-1)/(a+b*x)^4",
    "ln(x)^2/(1+x^3)",
    "ln(1+x^2)/(1+x^2)",
    "sin(a*x)^4/x^4",
    "exp(-a*x)*sin(b*x)/x",
    "exp(-a*x)*(1-cos(b*x))/x",
    "sqrt(x)*exp(-x)*cos(x)",
    "x^(p-1)*exp(-a*x)*cos(b*x)",
    "x^(-3/2)*exp(-x)*sin(x)",
    "atan(x)/(x*(1+x^2))",
    "x^2*exp(-a*x)*sin(b*x)",
    "cos(a*x)/cosh(b*x)",
    "sin(2*x)*cos(x)/sinh(x)",
    "sin(a*x)/(exp(b*x)-1)",
    "sin(a*x)/(exp(x)+1)",
]
WAVES = ("sin(2*x)*cos(x)/sinh(x)", "cos(a*x)/(x^2+b^2)^2", "sin(a*x)^4/x^4", "x^(-3/2)*exp(-x)*sin(x)")
# With truths of their own where numbers converge slowly: mpmath's oscillatory quadrature, as (wave number).
OSCILLATING = {
    "sin(x)^3/x": 1,
    "sin(x)*ln(x)/x": 1,
    "cos(x)/sqrt(x)": 1,
    "sin(x)*x^(a-1)/x": 1,
    "x*sin(a*x)/(x^2+b^2)": 1.3,
    "sin(a*x)/(x*(x^2+b^2))": 1.3,
}
BETWEEN = [
    ("1/sqrt(1-x^4)", "0", "1"),
    ("1/(1-x^3)^(1/3)", "0", "1"),
    ("x^(p-1)*(1-x)^(q-1)", "0", "1"),
    ("x^a*ln(1-x)", "0", "1"),
    ("ln(x)*ln(1-x)/x", "0", "1"),
    ("ln(x)*ln(1-x)", "0", "1"),
    ("ln(1-x)^2/x", "0", "1"),
    ("ln(x)*ln(1+x)/x", "0", "1"),
    ("atan(x)/x", "0", "1"),
    ("ln(1+x+x^2)/x", "0", "1"),
    ("ln(x)^2/(1-x+x^2)", "0", "1"),
    ("ln(x)^3/(1+x)^2", "0", "1"),
    ("sqrt(ln(1/x))", "0", "1"),
    ("sin(x)^a", "0", "pi/2"),
    ("sqrt(sin(x))", "0", "pi/2"),
    ("ln(sin(x))^2", "0", "pi/2"),
    ("ln(sin(x))*ln(cos(x))", "0", "pi/2"),
    ("ln(tan(x))", "0", "pi/4"),
    ("x/sin(x)", "0", "pi/2"),
    ("x/tan(x)", "0", "pi/2"),
    ("x^2/sin(x)^2", "0", "pi/2"),
    ("1/(1+tan(x)^sqrt(2))", "0", "pi/2"),
    ("ln(1+x)/(1+x^2)", "0", "1"),
    ("(x^a-x^b)/ln(x)", "0", "1"),
    ("(1-x^2)^n", "-1", "1"),
    ("ln(a^2*cos(x)^2+b^2*sin(x)^2)", "0", "pi/2"),
    ("1/(a^2*cos(x)^2+b^2*sin(x)^2)^2", "0", "pi/2"),
    ("1/(1-2*a*cos(x)+a^2)", "0", "2*pi"),
    ("1/(a+b*cos(x))^3", "0", "2*pi"),
    ("1/(-5/4+b*sin(x))^2", "0", "2*pi"),
    ("ln(1-2*a*cos(x)+a^2)", "0", "pi"),
    ("ln(1-2*b*cos(x)+b^2)", "0", "2*pi"),
    ("ln(a+b*sin(x))", "0", "2*pi"),
]


@pytest.mark.parametrize("text", HALF_LINE)
def test_over_the_half_line(text: str) -> None:
    found = _asked(text, "0", "oo")
    assert found is not None
    if text in WAVES:
        f = _integrand(text, _point())
        assert abs(mpmath.quad(f, [0, *range(1, 60, 3), 300]) - _number(found, _point())) < 1e-5
        return
    with mpmath.workdps(DIGITS):
        point = _point()
        truth = mpmath.quad(_integrand(text, point), [0, 1, 8, mpmath.inf])
        assert abs(_number(found, point) - truth) < CLOSE * (1 + abs(truth))


@pytest.mark.parametrize("text", OSCILLATING)
def test_what_oscillates(text: str) -> None:
    found = _asked(text, "0", "oo") if text != "sin(x)*x^(a-1)/x" else _asked("sin(x)*x^(a-2)", "0", "oo")
    assert found is not None
    point = _point()
    f = _integrand(text, point)
    truth = mpmath.quad(f, [0, mpmath.mpf(1) / 100, 1]) + mpmath.quadosc(f, [1, mpmath.inf], omega=OSCILLATING[text])
    assert abs(_number(found, point) - truth) < 1e-6


@pytest.mark.parametrize(("text", "low", "high"), BETWEEN)
def test_between_bounds(text: str, low: str, high: str) -> None:
    found = _asked(text, low, high)
    assert found is not None
    with mpmath.workdps(20):
        point = _point()
        ends = [Formulas(parse(end)).value({}) for end in (low, high)]
        truth = mpmath.quad(_integrand(text, point), ends)
        assert abs(_number(found, point) - truth) < 1e-9 * (1 + abs(truth))


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("sin(a*x)*cos(b*x)/x", "pi/2"),
        ("sin(b*x)*cos(a*x)/x", "0"),
        ("(cos(a*x)-cos(b*x))/x^2", "pi*(b-a)/2"),
        ("sin(a*x)*sin(b*x)/x^2", "pi*b/2"),
        ("sin(a*x)*sin(b*x)*sin(x)/x^3", "pi*(a*b - (a+b-1)^2/4)/2"),
    ],
)
def test_the_discontinuous_factor(text: str, truth: str) -> None:
    """Known for 0 < b < a < 1 + b (Gradshteyn and Ryzhik 3.741, 3.784, 3.763)."""
    found = _asked(text, "0", "oo")
    assert found is not None and not found.conditions
    point = _point()
    assert mpmath.almosteq(_number(found, point), Formulas(parse(truth)).value(point), 1e-12, 1e-12)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("x^(-4/3)*exp(-x)", "0", "oo"),
        ("exp(x)*ln(x)", "0", "oo"),
        ("1/(exp(x)-1)", "0", "oo"),
        ("1/(exp(x)-2)*x^2", "0", "oo"),
        ("x^2/(exp(x)-1)^3", "0", "oo"),
        ("x*coth(x)", "0", "oo"),
        ("x/(1-cosh(x))", "0", "oo"),
        ("1/(1-x^4)", "0", "1"),
        ("ln(x)/(1-x)^2", "0", "1"),
        ("ln(1-3*x)/x", "0", "1"),
        ("atan(x)/x^2", "0", "1"),
        ("(1+atan(x))/x", "0", "1"),
        ("x*cos(a*x)/x^2", "0", "oo"),
        ("sin(a*x)/x^3", "0", "oo"),
        ("(2*cos(a*x)-cos(b*x))/x^2", "0", "oo"),
        ("cos(a*x)/(x^2-b^2)", "0", "oo"),
        ("ln(x)/(x^2-a^2)^2", "0", "oo"),
        ("1/(1+2*cos(x))^2", "0", "2*pi"),
        ("1/(3+2*cos(x))^2", "0", "pi/2"),
        ("x/tan(x)^2", "0", "pi/2"),
        ("exp(-x)*cos(x)/x", "0", "oo"),
        ("x^(-3/2)*exp(-x)*cos(x)", "0", "oo"),
        ("exp(x)*sin(x)/x", "0", "oo"),
        ("cos(x)/sinh(x)", "0", "oo"),
        ("cos(a*x)/(exp(x)-1)", "0", "oo"),
        ("sin(a*x)*x/sinh(x^2)", "0", "oo"),
        ("1/(a^2*cos(x)^2+sin(x)^2)", "0", "pi/3"),
        ("(x^a-2*x^b)/ln(x)", "0", "1"),
        ("(1-x^2)^n*x^(1/3)", "-1", "1"),
        ("x*tan(x)", "0", "pi/2"),
        ("x/sin(x)^2", "0", "pi/2"),
        ("1/sin(x)", "0", "pi/2"),
    ],
)
def test_near_misses_have_no_value(text: str, low: str, high: str) -> None:
    assert _asked(text, low, high) is None


def test_conditions_are_on_parameters_and_strict_enough() -> None:
    found = _asked("x^(a-1)*exp(-b*x)", "0", "oo")
    assert found is not None and {str(c) for c in found.conditions} == {"a > 0", "b > 0"}
    found = _asked("ln(1-2*a*cos(x)+a^2)", "0", "pi")
    assert found is not None and not found.conditions
    with mpmath.workdps(30):
        inside, outside = ({"a": mpmath.mpf(value)} for value in ("-0.3", "-2"))
        assert abs(_number(found, inside)) < 1e-25
        assert mpmath.almosteq(_number(found, outside), 2 * mpmath.pi * mpmath.ln(2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a^2", ["a != 0"]),
        ("4*a^2*b^4", ["a != 0", "b != 0"]),
        ("1/a^2", ["a != 0"]),
        ("1/a", ["a > 0"]),
        ("b^3/(2*a)", ["b^3/a > 0"]),
        ("-3/a^2", None),
        ("1+a^2", []),
        ("1+a^2*b^2", []),
        ("a^2-1", ["a^2 - 1 > 0"]),
        ("sqrt(a)", ["sqrt(a) > 0"]),
        ("a^2*sqrt(b)", ["a^2*sqrt(b) > 0"]),
        ("1+sqrt(a)", ["sqrt(a) + 1 > 0"]),
        ("a/2+1/2", ["a > -1"]),
        ("-a^2", None),
        ("-1-a^2", None),
        ("0", None),
    ],
)
def test_what_must_be_positive(text: str, expected: list[str] | None) -> None:
    found = positive_or_conditions([to_symengine(parse(text))])
    assert (None if found is None else [str(c) for c in found]) == expected


@pytest.mark.parametrize("text", ["sin(a*x)/x", "sqrt(a)*exp(-a*x^2)", "(a/2)^(3/2)*x^2*exp(-a*x^2/2)"])
def test_a_value_without_parameters_keeps_its_conditions(text: str) -> None:
    shown = definite_value((), canonical(parse(text)), "x", (0, INFINITY), (), 3.0)
    assert shown.tree is not None and not symbols(shown.tree)
    assert [str(c) for c in shown.conditions] == ["a > 0"]


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("s", ["1/2", "1", "3", "-3/2", "7/2"])
def test_polygammas_are_those_of_mpmath(n: int, s: str) -> None:
    value = polygamma(n, to_symengine(parse(s)))
    with mpmath.workdps(30):
        truth = mpmath.polygamma(n, Formulas(parse(s)).value({}))
        assert mpmath.almosteq(Formulas(from_symengine(value)).value({}), truth, 1e-25)


@pytest.mark.parametrize("s", ["1/3", "-5/3", "5/4", "11/6", "-1/6", "2/5"])
def test_gamma_and_digamma_at_fractions(s: str) -> None:
    u = to_symengine(parse(s))
    with mpmath.workdps(30):
        point = Formulas(parse(s)).value({})
        for value, truth in ((gamma(u), mpmath.gamma(point)), (polygamma(0, u), mpmath.digamma(point))):
            assert value is not None
            assert mpmath.almosteq(Formulas(from_symengine(value)).value({}), truth, 1e-25)


def test_products_of_gammas_meet() -> None:
    quarter, s = se.Rational(1, 4), symbol("s")
    assert folded(gamma(quarter) * gamma(1 - quarter)) == se.sqrt(2) * se.pi  # type: ignore[operator]
    assert se.expand(folded(gamma(s + 2) / gamma(s)) - s * (s + 1)) == 0  # type: ignore[operator]
    assert "gamma" not in str(beta(se.Rational(1, 3), se.Rational(2, 3)))


def test_a_solution_with_such_a_value_comes_back() -> None:
    tree = parse("-EulerGamma^3 - 2*zeta(3) + Catalan*gamma(a + 1)*digamma(a)")
    antiderivative = Integral("p", integrand="x", variable="x")
    solution = DefiniteIntegral(
        *("p", tree), integrand="x", variable="x", bounds=(0, 1), antiderivative=antiderivative, verdict=Verdict.PROVED
    )
    again = DefiniteIntegral.from_json(solution.to_json())
    assert again.tree == tree and str(again.value) == str(solution.value)
    assert r"\Gamma" in solution.latex() and r"\gamma_{E}" in solution.latex()
