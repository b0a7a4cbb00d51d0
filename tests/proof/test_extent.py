"""The exact set on which an antiderivative is one: what is said of a scope is a theorem, and no power is lost.

Every verdict is judged by the oracle of `ansatz.evaluate.attack`, which shares nothing with the prover.
"""

import random

import mpmath
import pytest
import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case
from ansatz.evaluate.attack.judge import Judge
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.parse import as_tree
from ansatz.fit.structural.method_order import structural_candidates
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict, Verification

x = symbol("x")
EVERYWHERE = "everywhere the integrand is defined"


def parse(text: str) -> se.Expr:
    return to_symengine(canonical(as_tree(text)))


def said(F: str, f: str) -> Verification:
    """The verdict, which an oracle of its own has looked at: places of all magnitudes, parameters of all signs."""
    found = verify_antiderivative(parse(F), parse(f), x)
    claim = Candidate(parse(F), "a test")
    specials = (se.Integer(-5), se.Integer(0), se.pi)
    judge = Judge(Case(parse(f), (claim,), specials), "tests", 0, random.Random(1))
    assert not [str(violation) for violation in judge.violations(claim, found)]
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
        ("3*atan(sign(cbrt(x)))", "0", "x = 0"),  # whether sign(x)*|x|^(1/3) vanishes there is not known at first
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
        ("x^5/5 - x^2/2 + |x + 10^12|^2/(x + 10^12)^2", "x^4 - x", "x = -1000000000000"),
        ("x + |x - 1|*sign(x - 1)/(x - 1)", "1", "x = 1"),
        ("sign(x)^2 + sqrt(x^2 + 1)", "x/sqrt(x^2 + 1)", "x = 0"),
        ("exp(a*|x|)*sign(x)/a", "exp(a*|x|)", "x = 0"),
        ("a*sign(x - 3) + b*x", "b", "x = 3"),
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


def test_conditions_that_cannot_be_met_together_are_no_answer() -> None:
    F = "x*(sqrt(a*b) - sqrt(a)*sqrt(b)) + sqrt(pi)*erf(x*sqrt(-a))/(2*sqrt(-a))"
    assert said(F, "exp(a*x^2)").verdict is not Verdict.PROVED
    assert said("x*(sqrt(a) + sqrt(1 - a))", "sqrt(a) + sqrt(1 - a)").verdict is Verdict.PROVED


@pytest.mark.parametrize("F", ["5*(x + atanh(3))", "5*x + ln(-2)", "5*x + acos(7)", "5*x + sqrt(-3)*sqrt(2)"])
def test_constants_that_are_not_real_are_no_part_of_an_answer(F: str) -> None:
    found = verify_antiderivative(parse(F), parse("5"), x)
    assert found.verdict is not Verdict.PROVED or found.scope.kind is ScopeKind.BOTH


def test_a_condition_that_cannot_be_met_is_no_answer() -> None:
    assert said("ln(-1 - x^2 - a^2)*0 + sqrt(-1 - a^2)*x/sqrt(-1 - a^2)*ln(-x^2 - 1)", "2*x/(-1 - x^2)").holds is False


SHIFTS = ["0", "5", "-5", "1/3", "pi", "-sqrt(2)", "10^6", "-10^12", "10^-9", "e", "ln(7)"]


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("sign", [1, -1])
def test_denominators_that_vanish_on_half_lines(shift: str, sign: int) -> None:
    u = f"({sign}*(x - ({shift})))"
    found = said(f"x*({u}^2 + {u}*|{u}|)/({u}*({u} + |{u}|))", "1")
    assert not found.holds or (found.verdict is Verdict.PROVED and found.scope.kind is ScopeKind.WHERE)


@pytest.mark.parametrize("shift", SHIFTS)
def test_logarithms_of_negative_arguments(shift: str) -> None:
    found = said(f"ln(x - ({shift}))", f"1/(x - ({shift}))")
    assert found.verdict is Verdict.PROVED and found.scope.kind is ScopeKind.WHERE
    assert str(said(f"ln|x - ({shift})|", f"1/(x - ({shift}))").scope) == EVERYWHERE


@pytest.mark.parametrize("shift", SHIFTS)
def test_jumps_wherever_they_are(shift: str) -> None:
    jumping = said(f"-sign(x - ({shift}))*exp(-|x - ({shift})|)", f"exp(-|x - ({shift})|)")
    assert jumping.holds and len(jumping.scope.jumps) == 1 and not jumping.scope.breaks
    smooth = said(f"(x - ({shift}))*sqrt((x - ({shift}))^2)/2", f"sqrt((x - ({shift}))^2)")
    assert smooth.holds and str(smooth.scope) == EVERYWHERE


@pytest.mark.parametrize("scale", ["1/20", "1", "3", "1000", "10^-6", "pi", "sqrt(2)", "7/3", "10^6", "e"])
def test_branches_that_come_again_at_any_distance(scale: str) -> None:
    u = f"(({scale})*x)"
    for F, f in (
        (f"asinh(tan{u})/({scale})", f"sec{u}"),
        (f"-cos{u}/({scale})", f"|sin{u}|"),
        ("x^2/2", f"atan(tan{u})/({scale})"),
        ("x^2/2", f"asin(sin{u})/({scale})"),
        (f"ln(sec{u} + tan{u})/({scale})", f"sec{u}"),
    ):
        found = said(F, f)
        assert not found.holds or found.scope.kind is not ScopeKind.EVERYWHERE
    assert str(said(f"ln|sec{u} + tan{u}|/({scale})", f"sec{u}").scope) == EVERYWHERE


@pytest.mark.parametrize(
    "negative",
    "-1 - a^2, sin(a)^2 - 1, cos(a) - 2, -exp(a), -a^2 - b^2 - 1, -cosh(a), sin(a) - 2, -|a| - 1, tanh(a) - 1, "
    "-sqrt(a) - 1, -4".split(", "),
)
def test_roots_that_no_parameter_makes_real(negative: str) -> None:
    root = f"sqrt({negative})"
    found = said(f"ln|(x - {root})/(x + {root})|/(2*{root})", f"1/(x^2 - ({negative}))")
    assert found.verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    ("F", "f"),
    [
        ("-x - cot(a)*ln|sin(a)*tan(x) - cos(a)|", "tan(x)*tan(x + a)"),
        ("ln|a*x + b|/a", "1/(a*x + b)"),
        ("(a*x + b)^(n + 1)/(a*(n + 1))", "(a*x + b)^n"),
        ("sin((a - b)*x)/(2*(a - b)) - sin((a + b)*x)/(2*(a + b))", "sin(a*x)*sin(b*x)"),
        ("ln|(x - a)/(x - b)|/(a - b)", "1/((x - a)*(x - b))"),
        ("-cos(a*x)/a", "sin(a*x)"),
        ("a^x/ln(a)", "a^x"),
        ("exp(a*x)*(a*sin(b*x) - b*cos(b*x))/(a^2 + b^2)", "exp(a*x)*sin(b*x)"),
        ("x^(a + b + 1)/(a + b + 1)", "x^a*x^b"),
        ("atan(a*tan(x))/a", "1/(cos(x)^2 + a^2*sin(x)^2)"),
    ],
)
def test_special_values_of_parameters_are_excluded(F: str, f: str) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED and found.conditions


def test_no_jump_is_certain_where_parameters_have_no_values():
    F = (
        "x*(a - b)*sqrt(-2*x - x^2)/4 - 3*(a - b)*sqrt(-2*x - x^2)/4 + (a - b)*x^2*asin(x + 1)/2"
        " + 3*a*atan((-1 - x)/sqrt(1 - (1 + x)^2))/4 - 3*b*atan((-1 - x)/sqrt(1 - (1 + x)^2))/4"
    )
    assert said(F, "(a*x - b*x)*asin(x + 1)").verdict.holds


@pytest.mark.parametrize(
    ("F", "f", "condition"),
    [
        ("ln(a)*ln|x| - dilog(-b*x/a)", "ln(a + b*x)/x", "a > 0"),  # on both sides of zero
        ("ln(a)*ln|x| - dilog(b*x/a)", "ln(a - b*x)/x", "a > 0"),
        ("ln(a)*ln|x| - dilog(-x/a)", "ln(a + x)/x", "a > 0"),
        ("2*sqrt(a)*x*sqrt(|x|)/3", "sqrt(a)*sqrt(|x|)", None),
    ],
)
def test_conditions_on_parameters_serve_what_is_asked_of_the_variable(F: str, f: str, condition: str | None) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED and str(found.scope) == EVERYWHERE
    assert [*map(str, found.conditions)] == ([] if condition is None else [condition])


def test_a_product_is_known_where_its_factors_are_not() -> None:
    found = said("asin(x/a)", "1/sqrt(a^2 - x^2)")
    assert [*map(str, found.scope.where)] == ["a - x > 0", "a + x > 0"]


@pytest.mark.parametrize("f", ["ln(a + b*x)/x", "ln(a - x)/x", "ln(2 + 3*x)/x"])
def test_a_logarithm_over_its_variable_is_integrated_on_both_sides_of_zero(f: str) -> None:
    candidates = structural_candidates(parse(f), x, deadline_seconds=10)
    scopes = (
        verify_antiderivative(c.antiderivative.xreplace({se.log(x): se.log(abs(x))}), parse(f), x).scope
        for c in candidates
    )
    assert EVERYWHERE in map(str, scopes)


@pytest.mark.parametrize(
    ("F", "f", "condition"),
    [
        (
            "ln|(2*x + b - sqrt(b^2 - 4*a))/(2*x + b + sqrt(b^2 - 4*a))|/sqrt(b^2 - 4*a)",
            "1/(x^2 + b*x + a)",
            "b^2 - 4*a > 0",
        ),
        ("ln|(x - sqrt(-a))/(x + sqrt(-a))|/(2*sqrt(-a))", "1/(x^2 + a)", "a < 0"),
        ("atan(x/sqrt(-a))/sqrt(-a)", "1/(x^2 - a)", "a < 0"),
    ],
)
def test_parameters_are_sought_with_which_the_antiderivative_is_real(F: str, f: str, condition: str) -> None:
    found = said(F, f)
    assert found.verdict is Verdict.PROVED and [*map(str, found.conditions)] == [condition]
    assert verify_antiderivative(parse(F) + x / 10**40, parse(f), x).verdict is Verdict.REFUTED
