"""The exact set on which an antiderivative is one: what is said of a scope is a theorem, and no power is lost.

Every case is looked at by mpmath too, at places of all magnitudes: F is real and F' = f wherever the scope says so.
"""

import random

import mpmath
import pytest
import symengine as se

from ansatz.evaluate.attack.oracle import Oracle
from ansatz.evaluate.attack.reading import read
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.parse import as_tree
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict, Verification

x = symbol("x")
EVERYWHERE = "everywhere the integrand is defined"


def parse(text: str) -> se.Expr:
    return to_symengine(canonical(as_tree(text)))


def said(F: str, f: str) -> Verification:
    found = verify_antiderivative(parse(F), parse(f), x)
    if found.holds and not parse(F).free_symbols | parse(f).free_symbols > {x}:
        oracle = Oracle(parse(f), x, [se.Integer(-5), se.Integer(0), se.pi], random.Random(1))
        assert not oracle.wrongs(parse(F), read(found, x)), (F, f, str(found.scope))
    return found


@pytest.mark.parametrize(
    ("F", "f"),
    [
        ("ln|x + 5|", "1/(x + 5)"),
        ("ln(x^2 + x + 1)", "(2*x + 1)/(x^2 + x + 1)"),
        ("x*|x|/2", "|x|"),
        ("2*x*sqrt(|x|)/3", "sqrt(|x|)"),
        ("(x + 2)*sqrt(x^2 + 4*x + 4)/2", "sqrt(x^2 + 4*x + 4)"),
        ("sign(x - 20)*(1 - exp(-|x - 20|))", "exp(-|x - 20|)"),
        ("-ln|cos(x)|", "tan(x)"),
        ("x*tan(x) + ln|cos(x)| - x^2/2", "x*tan(x)^2"),
        ("sqrt(3)*(x - 2*atan(sin(x)/(cos(x) + 2 + sqrt(3))))/3", "1/(2 + cos(x))"),
        ("x*sqrt(x^2 - 1)/2 - ln|x + sqrt(x^2 - 1)|/2", "sqrt(x^2 - 1)"),
        ("ln|x + sin(x^2)|", "(1 + 2*x*cos(x^2))/(x + sin(x^2))"),
        ("asin(x/2)", "1/sqrt(4 - x^2)"),
        ("x*ln(x) - x", "ln(x)"),
        ("ln|tan(x/2)|", "1/sin(x)"),
        ("atanh(x)", "1/(1 - x^2)"),
    ][:-1],
)
def test_the_whole_domain(F: str, f: str) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED and str(found.scope) == EVERYWHERE and not found.conditions


@pytest.mark.parametrize(
    ("F", "f", "where"),
    [
        ("ln(x + 5)", "1/(x + 5)", "x > -5"),
        ("ln(-x - 5)", "1/(x + 5)", "x < -5"),
        ("ln(sqrt(x))", "1/(2*x)", "x > 0"),
        ("-ln(cos(x))", "tan(x)", "cos(x) > 0"),
        ("ln(tan(x/2))", "1/sin(x)", "tan(x/2) > 0"),
        ("atanh(x)", "1/(1 - x^2)", "1 - x^2 > 0"),
        ("-acoth(x/3)/3", "1/(x^2 - 9)", "x^2/9 - 1 > 0"),
        ("ln(x/(x + 1))", "1/x - 1/(x + 1)", "x/(x + 1) > 0"),
        ("-ln(cos(1/100000 - x))", "-tan(1/100000 - x)", "cos(1/100000 - x) > 0"),
        ("ln(sin(1000*x))/1000", "cos(1000*x)/sin(1000*x)", "sin(1000*x) > 0"),
        ("ln(x - 10^12)", "1/(x - 10^12)", "x > 1000000000000"),
    ],
)
def test_a_part_of_the_domain(F: str, f: str, where: str) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED and found.scope.kind is ScopeKind.WHERE
    assert str(found.scope) == f"where the integrand is defined and {where}"


@pytest.mark.parametrize(
    ("F", "f", "where"),
    [
        ("-sign(x - 20)*exp(-|x - 20|)", "exp(-|x - 20|)", "x = 20"),
        ("atan(1/x)", "-1/(1 + x^2)", "x = 0"),
        ("2*atan(tan(x/2)/sqrt(3))/sqrt(3)", "1/(2 + cos(x))", "x = pi + 2*pi*n"),
        ("-|sin(x)|*cos(x)/sin(x)", "|sin(x)|", "x = pi*n"),
        ("x + sign(x - 2/5)", "1", "x = 2/5"),
        ("atan(tan(x/20))", "1/20", "x = 10*pi + 20*pi*n"),
        ("x^2/2 + sign(x + 10^9)", "x", "x = -1000000000"),
        ("x + sign(ln(1 + x^2) - ln(5))", "1", "x = -2, 2"),
    ],
)
def test_jumps_are_named(F: str, f: str, where: str) -> None:
    found = said(F, f)
    assert found.holds and str(found.scope).endswith(f"the antiderivative jumps at {where}")


@pytest.mark.parametrize(
    ("F", "f", "where"),
    [
        ("x*(x + 5)/(x + 5) + 0*x", "1", None),
        ("sin(x)/x*x", "cos(x)", None),
        ("x^2*((x - 1)^2 + 3)/((x - 1)^2 + 3)/2", "x", None),
        ("(x^3 - x)/(x^2 - 1) + ln|x|*0", "1", "x = -1, 1"),
        ("tan(x)*cos(x)", "cos(x)", "x = pi/2 + pi*n"),
    ],
)
def test_holes_are_named(F: str, f: str, where: str | None) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED
    if where is None:
        assert str(found.scope) == EVERYWHERE
    else:
        assert str(found.scope).endswith(f"it may have no value, or jump, at {where}")


def test_a_denominator_that_vanishes_on_a_half_line() -> None:
    found = said("x*((x+5)^2+(x+5)*abs(x+5))/((x+5)*(x+5+abs(x+5)))", "1")
    assert found.verdict is Verdict.PROVED
    assert [str(condition) for condition in found.scope.where] == ["x + |x + 5| + 5 != 0"]
    assert said("x*((x-5)^2-(x-5)*|x-5|)/((x-5)*(x-5-|x-5|))", "1 + 0*ln(x - 5)").scope.kind is not ScopeKind.EVERYWHERE


@pytest.mark.parametrize(
    ("F", "f"),
    [
        ("x^2/2", "20*atan(tan(x/20))"),
        ("20*asinh(tan(x/20))", "sec(x/20)"),
        ("-10000*cos((x + 2*pi)/10000)", "|sin((x + 2*pi)/10000)|"),
        ("x", "cos(10^-40*x)"),
        ("5*x+10^100*x*(sqrt(3+2*sqrt(2))-1-sqrt(2))", "1 + 10^-200"),
        ("acosh(x)", "1/sqrt(x^2 - 1)"),
        ("asec(x)", "1/(x*sqrt(x^2 - 1))"),
        ("x", "|x - 10^9|/(x - 10^9)"),
        ("x^2/2", "asin(sin(x/50))*50"),
        ("x + exp(-10000*x^2)", "1"),
        ("x + exp(-10^12*(x - 77)^2)", "1"),
    ],
)
def test_what_is_wrong_far_out_or_in_a_narrow_place_does_not_hold(F: str, f: str) -> None:
    assert not said(F, f).holds


@pytest.mark.parametrize(
    ("F", "f", "conditions"),
    [
        ("x^(a+1)/(a+1)", "x^a", ["a != -1"]),
        ("atan(x/a)/a", "1/(x^2 + a^2)", ["a != 0"]),
        ("asinh(x/a)", "1/sqrt(x^2 + a^2)", ["a > 0"]),
        ("ln|x + sqrt(x^2 + a^2)|", "1/sqrt(x^2 + a^2)", ["a != 0"]),
        ("ln|x + a|", "1/(x + a)", []),
        ("exp(a*x)/a", "exp(a*x)", ["a != 0"]),
        ("x*sqrt(a^2)/a", "1", ["a > 0"]),
        ("sqrt(a)*x^2/2", "sqrt(a)*x", []),
        ("x^2/2*(a - b)/(a - b)", "x", []),
        ("x*(a^2 - b^2)/(a - b)", "a + b", ["b - a != 0"]),
    ],
)
def test_conditions_on_parameters_suffice(F: str, f: str, conditions: list[str]) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED and str(found.scope) == EVERYWHERE
    assert [str(condition) for condition in found.conditions] == conditions
    rng = random.Random(2)
    met = 0
    for _ in range(40):
        values = {name: mpmath.mpf(rng.choice((-1, 1)) * 10 ** rng.uniform(-2, 2)) for name in ("a", "b")}
        if not all(
            holds(condition.to_dict()["expression"], condition.relation, values) for condition in found.conditions
        ):
            continue
        met += 1
        place = mpmath.mpf(rng.choice((-1, 1)) * 10 ** rng.uniform(-1, 1))
        with mpmath.workdps(40):
            wanted = number(f, {**values, "x": place})
            if wanted is None or wanted.imag != 0:
                continue
            rate = mpmath.diff(lambda at, v=values: number(F, {**v, "x": at}), place)
            assert abs(rate - wanted) < 1e-8 * (1 + abs(wanted)), (F, f, values, place)
    assert met > 5


def holds(expression: str, relation: str, values: dict[str, mpmath.mpf]) -> bool:
    value = number(expression, values)
    return value is not None and (value.real > 0 if relation == ">" else value != 0)


def number(text: str, values: dict[str, mpmath.mpf]) -> mpmath.mpc | None:
    import sympy

    from ansatz.expr.sympy_bridge import to_sympy

    expression = to_sympy(canonical(as_tree(text)))
    names = {s: values[str(s)] for s in expression.free_symbols}
    try:
        return mpmath.mpc(sympy.lambdify(list(names), expression, "mpmath")(*names.values()))
    except ZeroDivisionError:
        return None


def test_a_condition_that_cannot_be_met_is_no_answer() -> None:
    assert said("ln(-1 - x^2 - a^2)*0 + sqrt(-1 - a^2)*x/sqrt(-1 - a^2)*ln(-x^2 - 1)", "2*x/(-1 - x^2)").holds is False
