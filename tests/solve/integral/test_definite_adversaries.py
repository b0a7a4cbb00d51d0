"""Definite integrals made to mislead: waves at a bound, poles and corners far out, conditions on parameters."""

import pytest
import sympy

from ansatz.errors import ConfigError
from ansatz.expr import parse, to_sympy
from ansatz.solve.integral.solver import integrate

OWN = ("fit",)

OSCILLATING = [
    ("cos(pi*x)", "0", "oo"),
    ("-2pi*cos(pi/x)/x^2", "0", "1"),
    ("sin(x)", "0", "oo"),
    ("cos(2pi*x)", "0", "oo"),
    ("sin(1/x)/x^2", "0", "1"),
    ("cos(ln(x))/x", "0", "1"),
    ("cos(ln(x))/x", "1", "oo"),
    ("2x*cos(x^2)", "0", "oo"),
    ("sin(x)^3", "0", "oo"),
    ("exp(x)*sin(exp(x))", "0", "oo"),
    ("cos(1/x)/x^2", "-1", "0"),
    ("cos(exp(1/x))*exp(1/x)/x^2", "0", "1"),
    ("x*cos(x)", "0", "oo"),
    ("sin(x)+sin(3x)", "0", "oo"),
    ("cos(2^100*pi*x)", "0", "oo"),
]
POLES = [
    ("1/(x-10^-12)^2", "0", "1"),
    ("1/(x-10^-20)", "0", "1"),
    ("1/(x-1+10^-15)^2", "0", "1"),
    ("1/(x-1000)^2", "0", "oo"),
    ("1/(x^2-10^10)", "0", "oo"),
    ("1/(x-e)^2", "0", "3"),
    ("1/(x-pi)", "3", "4"),
    ("1/(exp(x)-2)", "0", "1"),
    ("1/(cos(x)-1/3)", "0", "2"),
    ("1/(ln(x)-1)", "2", "3"),
    ("1/(x^5-x-1)", "1", "2"),
    ("tan(400000x)", "0", "oo"),
    ("1/sin(x)", "-oo", "oo"),
]
CORNERS = [
    ("exp(-abs(x-10^6))", "-oo", "oo", "2"),
    ("exp(-abs(x+10^7))", "-oo", "oo", "2"),
    ("abs(x-10^-9)", "0", "1", "1/2 - 10^-9 + 10^-18"),
    ("abs(x^2-10^-10)", "0", "1", "1/3 - 10^-10 + 4*10^-15/3"),
    ("abs(sin(x/20))", "0", "100", "60 + 20*cos(5)"),
    ("sqrt(x^2+4x+4)", "-5", "5", "29"),
    ("abs(x-1)+abs(x-2)", "0", "3", "5"),
    ("sign(x-10^5)*exp(-x/10^5)", "0", "oo", "200000/e - 100000"),
    ("ln(abs(x-3))", "0", "5", "2ln(2) + 3ln(3) - 5"),
    ("exp(-10^6*(x-1/7)^2)", "0", "1", "sqrt(pi)*(erf(1000/7) + erf(6000/7))/2000"),
    ("1/(x^2+10^-12)", "-1", "1", "2*10^6*atan(10^6)"),
    ("1/sqrt(abs(x-100))", "0", "200", "40"),
]
# integrand, bounds, formula; parameters at which it is claimed, and at which it must not be.
CONDITIONS = [
    ("1/x^k", "0", "1", "1/(1-k)", ({"k": -3},), ({"k": 1}, {"k": 2})),
    ("x^(2a)", "0", "1", "1/(2a+1)", ({"a": "-1/4"},), ({"a": "-3/4"}, {"a": -2})),
    ("x^n*ln(x)", "0", "1", "-1/(n+1)^2", ({"n": "-1/2"},), ({"n": -1}, {"n": -2})),
    ("1/(a+b*x)", "0", "1", "ln((a+b)/a)/b", ({"a": 1, "b": 2},), ({"a": 1, "b": -2}, {"a": -1, "b": 2})),
    ("1/(x-c)", "a", "b", "ln((b-c)/(a-c))", ({"a": 2, "b": 5, "c": 1},), ({"a": 0, "b": 5, "c": 1},)),
    ("ln(a+b*x)", "0", "1", "((a+b)*ln(a+b) - a*ln(a))/b - 1", ({"a": 2, "b": -1},), ({"a": 1, "b": -3},)),
    ("exp(-a*x)*sin(b*x)", "0", "oo", "b/(a^2+b^2)", ({"a": 2, "b": -3},), ({"a": -1, "b": 2}, {"a": 0, "b": 1})),
    ("1/(x-a)^2", "-1", "1", "2/(a^2-1)", ({"a": 3},), ({"a": 0}, {"a": "1/2"})),
    ("1/cos(a*x)^2", "0", "1", "tan(a)/a", ({"a": 1},), ({"a": 2}, {"a": 20})),
    ("1/(x*(x-a))", "1", "2", "ln((2-a)/(2*(1-a)))/a", ({"a": 7},), ({"a": "3/2"},)),
    ("(exp(-a*x)-exp(-b*x))/x", "0", "oo", "ln(b/a)", ({"a": 2, "b": 3},), ({"a": -2, "b": 3},)),
    ("sqrt(a^2-x^2)", "0", "a", "pi*a^2/4", ({"a": 2},), ()),
    (
        "abs(x-a)",
        "b",
        "c",
        "((c-a)*abs(c-a) - (b-a)*abs(b-a))/2",
        ({"a": 2, "b": -3, "c": 9}, {"a": 2, "b": 5, "c": 3}),
        (),
    ),
    ("abs(x)^a", "-1", "1", "2/(a+1)", ({"a": "-1/2"},), ({"a": -1},)),
]


@pytest.mark.parametrize(("integrand", "low", "high"), [*OSCILLATING, *POLES], ids=str)
def test_divergence_is_proved(integrand, low, high):
    solution = integrate(integrand, ("x", low, high), methods=OWN)
    assert solution.diverges and solution.verdict.value == "proved", solution.remark


@pytest.mark.parametrize(("integrand", "low", "high", "value"), CORNERS, ids=str)
def test_corners_and_narrow_bumps_are_not_missed(integrand, low, high, value):
    solution = integrate(integrand, ("x", low, high), methods=OWN)
    expected = to_sympy(parse(value)).evalf(40)
    assert solution.value is not None, solution.remark
    assert abs(solution.value.evalf(40) - expected) < sympy.Float("1e-25") * abs(expected)


@pytest.mark.parametrize(("integrand", "low", "high", "value", "inside", "outside"), CONDITIONS, ids=str)
def test_conditions_suffice_and_can_be_met(integrand, low, high, value, inside, outside):
    solution = integrate(integrand, ("x", low, high), methods=OWN)
    assert solution.value is not None, solution.remark
    for place in inside:
        values = {sympy.Symbol(name): sympy.Rational(number) for name, number in place.items()}
        assert all(_holds(condition, values) for condition in solution.conditions), place
        assert abs((solution.value - to_sympy(parse(value))).subs(values).evalf(30)) < 1e-20
    for place in outside:
        values = {sympy.Symbol(name): sympy.Rational(number) for name, number in place.items()}
        assert not all(_holds(condition, values) for condition in solution.conditions), place


def _holds(condition, values):
    found = to_sympy(condition.tree).subs({str(symbol): number for symbol, number in values.items()})
    return bool({"!=": found != 0, ">": found > 0, ">=": found >= 0}[str(condition.relation)])


@pytest.mark.parametrize("integrand", ["sqrt(x)", "ln(x)", "asin(2x)", "sqrt(x-10^-12)"])
def test_an_integrand_that_is_not_real_everywhere_has_no_value(integrand):
    solution = integrate(integrand, ("x", -1, 1), methods=OWN)
    assert not solution.answered and "not real" in solution.remark


def test_divergence_depends_on_parameters():
    solution = integrate("cos(a*x)", ("x", 0, "oo"), methods=OWN)
    assert solution.diverges and [*map(str, solution.conditions)] == ["a > 0"]


def test_a_value_too_long_to_print_is_given_by_its_enclosure():
    solution = integrate("x^9999", ("x", 0, 2), methods=OWN)
    assert solution.value is None and solution.enclosure is not None and solution.verdict.holds


@pytest.mark.parametrize("bound", ["exp(exp(exp(10)))", "-exp(exp(exp(10)))"])
def test_a_bound_beyond_all_numbers_is_one_sentence(bound):
    with pytest.raises(ConfigError, match=r"no value within reach; choose a smaller one, or oo\.$"):
        integrate("x^2", ("x", 0, bound), methods=OWN)


def test_quadrature_alone_is_said_to_be_an_enclosure():
    solution = integrate("sin(x)^x/(1+x^5)", ("x", 1, 2), methods=OWN, deadline=6)
    assert solution.value is None and solution.enclosure is not None
    assert "rigorous enclosure" in solution.remark and solution.method == "quadrature"
