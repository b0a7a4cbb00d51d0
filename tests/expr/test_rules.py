"""School rules: simplification and differentiation step by step, checked against the algebra."""

import pytest
import symengine as se
from flint import acb
from hypothesis import given, reject, settings

from ansatz.algebra.balls import evaluate
from ansatz.errors import InputError, LimitError
from ansatz.expr import derivative, differentiate, parse, simplify, to_symengine, to_text
from ansatz.expr.canonical import symbol
from ansatz.expr.differentiation import rate_at
from ansatz.expr.notation import to_infix, to_prefix
from ansatz.expr.operators import OPERATORS
from ansatz.expr.rules import RATES, rate, simplify_step
from ansatz.expr.simplification import simplify_steps
from ansatz.expr.tree import Tree, substitute

from .strategies import small_trees


def value(expression, x: complex | float) -> complex | None:
    try:
        number = complex(expression.subs({"x": x}).n(53, real=False))
    except (RuntimeError, OverflowError, ValueError):
        return None
    return number if abs(number) < 1e10 else None


def assert_equal(one: Tree | object, other: object, points=(0.37 + 0.21j, 0.61 - 0.13j)) -> None:
    for point in points:
        here, there = value(one, point), value(other, point)
        if here is not None and there is not None:
            assert here == pytest.approx(there, rel=1e-6, abs=1e-8)


# ---------------------------------------------------------------------------------------- the six literal steps


def test_answer_first_question_second() -> None:
    """Random tree -> prefix -> infix -> simplify -> differentiate -> prefix."""
    tree = ("+", ("exp", 2), ("*", "x", ("+", "x", ("+", 2, 3))))
    assert " ".join(to_prefix(tree)) == "+ exp 2 * x + x + 2 3"
    assert to_text(tree) == "exp(2) + x*(x + 2 + 3)"
    assert " ".join(to_infix(tree)) == "exp ( 2 ) + x * ( x + ( 2 + 3 ) )"
    simple = simplify(tree)
    assert to_text(simple) == "exp(2) + x*(x + 5)"
    assert " ".join(to_prefix(simple)) == "+ exp 2 * x + x 5"
    slope = differentiate(simple, "x").result
    assert to_text(slope) == "2*x + 5"
    assert " ".join(to_prefix(slope)) == "+ * 2 x 5"


# ---------------------------------------------------------------------------------------- simplification

SIMPLE = {
    "2+3": "5",
    "x+0": "x",
    "0-x": "-x",
    "x*1": "x",
    "x*0": "0",
    "x^1": "x",
    "x^0": "1",
    "6/4": "3/2",
    "x+x": "2*x",
    "x-x": "0",
    "3x-x+2-5": "2*x - 3",
    "x/2+x/2": "x",
    "x*x^2": "x^3",
    "x/x^3": "1/x^2",
    "2x*3": "6*x",
    "(4x)/6": "2*x/3",
    "sqrt(x)^2": "x",
    "x-(-y)": "x + y",
    "(-x)*y": "-x*y",
    "-(-x)": "x",
    "exp(0)+ln(1)": "1",
    "sin(x)/1": "sin(x)",
    "x/(y/z)": "x*z/y",
    "x+2+3": "x + 5",
}


@pytest.mark.parametrize("text", SIMPLE)
def test_simplify(text: str) -> None:
    assert to_text(simplify(parse(text))) == SIMPLE[text]


def test_steps_name_their_rules() -> None:
    steps, result = simplify_steps(parse("x*1+2+3"))
    assert [(step.rule, to_text(step.before), to_text(step.after)) for step in steps] == [
        ("factor one", "x*1", "x"),
        ("arithmetic", "2 + 3", "5"),
    ]
    assert result == ("+", "x", 5)
    assert simplify_step(result) is None


@pytest.mark.parametrize("text", ["1/0", "0/0", "0^0", "9^99999", "0*x/0"])
def test_nothing_is_made_of_what_has_no_value(text: str) -> None:
    tree = parse(text) if text != "9^99999" else ("^", 9, 99999)
    assert isinstance(simplify(tree), tuple)


@given(small_trees)
@settings(deadline=2000)
def test_simplification_keeps_the_value_and_ends(tree: Tree) -> None:
    try:
        before = to_symengine(tree)
    except InputError:
        reject()
    steps, after = simplify_steps(tree)
    assert len(steps) < 400
    assert simplify_step(after) is None
    assert_equal(before, to_symengine(after))


# ---------------------------------------------------------------------------------------- differentiation


def test_every_function_has_a_rate() -> None:
    assert set(RATES) == {name for name, operator in OPERATORS.items() if operator.arity == 1} - {
        *("neg", "digamma", "riemannzeta")  # ψ' and ζ' are not in the table
    }


# Points of the real domain, away from branch cuts and zeros.
POINTS = {"acosh": 2.3, "asec": 2.3, "acsc": 2.3, "acoth": 2.3, "li": 2.3, "asech": 0.4}


@pytest.mark.parametrize("operator", RATES)
def test_rates_agree_with_the_algebra(operator: str) -> None:
    expected = derivative(to_symengine((operator, "x")), symbol("x"))
    actual = to_symengine(substitute(rate(operator), {"u": "x"}))
    point = POINTS.get(operator, 0.3)
    here, there = (evaluate(e, {symbol("x"): acb(point)}) for e in (actual, expected))
    assert here.is_finite() and complex(here) == pytest.approx(complex(there))


ANALYTIC = [name for name in RATES if OPERATORS[name].elementary and name not in ("abs", "sign", "cbrt")]


@pytest.mark.parametrize("operator", ANALYTIC)
@pytest.mark.parametrize("place", [0.7 + 0.6j, -0.7 + 0.6j, -0.4 - 1.3j, 2.1 - 0.6j, -2.1 - 0.3j, -2.1 + 0.3j])
def test_the_derivative_in_the_table_holds_on_the_whole_plane(operator: str, place: complex) -> None:
    """Against difference quotients of the function itself, off its branch cuts."""
    f, z, h = to_symengine((operator, "x")), _number(place), se.Rational(1, 10**40)
    quotient = (f.subs({symbol("x"): z + h}) - f.subs({symbol("x"): z - h})) / (2 * h)
    rate_there = rate_at(operator, z)
    assert complex(quotient.n(400, real=False)) == pytest.approx(complex(rate_there.n(400, real=False)))


def _number(place: complex) -> se.Expr:
    return se.Rational(round(place.real * 10), 10) + se.I * se.Rational(round(place.imag * 10), 10)


RULES_USED = {
    "x": "variable",
    "7": "constant",
    "x+sin(x)": "sum",
    "x-sin(x)": "difference",
    "-x": "negative",
    "a*x": "constant multiple",
    "x/a": "constant multiple",
    "x*sin(x)": "product",
    "x/sin(x)": "quotient",
    "x^n": "power",
    "a^x": "exponential",
    "x^x": "general power",
    "sin(x^2)": "sin",
}


@pytest.mark.parametrize("text", RULES_USED)
def test_rules_are_named(text: str) -> None:
    derivation = differentiate(parse(text), "x")
    assert RULES_USED[text] in [step.rule for step in derivation.steps]
    expected = derivative(to_symengine(parse(text)), symbol("x"))
    constants = {"a": 1.7, "n": 2.3}
    assert_equal(to_symengine(derivation.result).subs(constants), expected.subs(constants))


def test_a_derivation_reads_as_a_lesson() -> None:
    lines = differentiate(parse("x*sin(x)"), "x").lines()
    assert [" ".join(line.split()) for line in lines] == [
        "d/dx sin(x) = cos(x) sin: sin(u)' = cos(u)*u'",
        "d/dx (x*sin(x)) = sin(x) + x*cos(x) product: (u*v)' = u'*v + u*v'",
    ]


def test_what_a_result_simplifies_to_stands_on_its_line() -> None:
    lines = differentiate(parse("x*(1 + x^2)"), "x").lines()
    assert [" ".join(line.split()) for line in lines] == [
        "d/dx (x^2) = 2*x power: (u^n)' = n*u^(n-1)*u'",
        "d/dx (1 + x^2) = 2*x sum: (u + v)' = u' + v'",
        "d/dx (x*(1 + x^2)) = (1 + x^2) + x*(2*x) = 1 + 3*x^2 product: (u*v)' = u'*v + u*v'",
    ]


def test_the_chain_rule_in_another_variable() -> None:
    derivation = differentiate(parse("sin(3t)^2 + x"), "t")
    assert_equal(to_symengine(derivation.result).subs({"t": symbol("x")}), to_symengine(parse("6*sin(3x)*cos(3x)")))


@given(small_trees)
@settings(deadline=3000)
def test_derivations_agree_with_the_algebra(tree: Tree) -> None:
    try:
        expected = derivative(to_symengine(tree), symbol("x"))
        actual = to_symengine(differentiate(tree, "x").result)
    except InputError:
        reject()
    assert_equal(actual, expected)


def test_limits() -> None:
    with pytest.raises(LimitError):
        differentiate(("^", 9, ("^", 9, 99)), "x")
