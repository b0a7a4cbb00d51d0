"""The oracle's own evaluation: its values are those of another evaluator, its derivatives those of differences."""

import ast
import importlib.util
from pathlib import Path

import pytest
import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import evaluate
from ansatz.errors import AnsatzError, MayBeZeroError, UndefinedError, UnsureError
from ansatz.evaluate.attack.balls import Ball, Formula, interval, is_real
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.operators import OPERATORS, WITHOUT_TOKENS
from ansatz.expr.parse import parse

X = symbol("x")
BITS = 300
UNARY = [name for name, operator in OPERATORS.items() if operator.arity == 1 and name not in WITHOUT_TOKENS]
PLACES = ("0.3125", "1.75", "-0.6875", "-2.5", "5.125")


def formula(text: str) -> Formula:
    return Formula(to_symengine(parse(text)), X)


def value(f: Formula, x: Ball) -> Ball:
    return f.result(f.values({X: x}, BITS))


@pytest.mark.parametrize("name", UNARY)
def test_values_and_rates(name: str) -> None:
    compared = 0
    for inner in ("x", ("+", ("*", 2, "x"), ("/", 1, 3))):
        try:
            expression = to_symengine((name, inner))
        except AnsatzError:
            continue
        f = Formula(expression, X)
        for place in PLACES:
            with ctx.workprec(BITS):
                x, h = arb(place), arb(2) ** -90
                try:
                    here = f.values({X: x}, BITS)
                    rate = f.rate(here, BITS)
                    change = (value(f, x + h) - value(f, x - h)) / (2 * h)
                except (UndefinedError, UnsureError):
                    continue
                other = evaluate(expression, {X: acb(x)}, BITS)
                assert not other.is_finite() or other.overlaps(acb(f.result(here)))
                assert abs(acb(rate - change)).abs_upper() < 1e-20 * (1 + float(abs(acb(f.result(here))).mid()))
                compared += 1
    assert compared >= 2


@pytest.mark.parametrize(
    "text, place",
    [("1/(x-2)", 2), ("ln(x-2)", 2), ("1/(x-|x|)", 3), ("atanh(x)", 1), ("(x-2)^(-1/2)", 2), ("1/sign(x)", 0)],
)
def test_what_has_no_value_is_told(text: str, place: int) -> None:
    with pytest.raises(UndefinedError):
        formula(text).values({X: arb(place)}, BITS)


@pytest.mark.parametrize("text", ["ln(x)", "sqrt(x)", "asin(x-3)", "acosh(x)", "x^(1/3)", "atanh(x)"])
def test_what_is_complex_is_told(text: str) -> None:
    assert not is_real(formula(text).values({X: arb(-2)}, BITS))


@pytest.mark.parametrize("text", ["1/x", "sign(x)", "ln(x+0.5)", "tan(3*x)", "sqrt(x)"])
def test_intervals_on_which_something_happens_have_no_values(text: str) -> None:
    with pytest.raises(UnsureError):
        formula(text).values({X: interval(arb(-1), arb(1))}, BITS)


def test_intervals_are_enclosed() -> None:
    ball = value(formula("abs(x)*cos(x)"), interval(arb(-1), arb(2)))
    assert all(ball.contains(value(formula("abs(x)*cos(x)"), arb(k) / 4)) for k in range(-4, 9))


@pytest.mark.parametrize(
    "text, is_zero",
    [("1/(x-1/3-sqrt((x-1/3)^2))", True), ("1/(x-pi-sqrt((x-pi)^2))", True), ("1/(exp(ln(x))-x)", False)],
)
def test_zero_denominators_of_algebraic_functions(text: str, is_zero: bool) -> None:
    with pytest.raises(MayBeZeroError) as raised:
        formula(text).values({X: arb(12.75)}, 2_500)
    assert raised.value.is_zero is is_zero


def test_parameters_have_values() -> None:
    f = Formula(to_symengine(parse("x^a")), X)
    assert value_at(f, arb(-3), arb(2)) == 9
    with pytest.raises(UndefinedError):
        value_at(f, arb(0), arb(-1))


def value_at(f: Formula, x: arb, a: arb) -> Ball:
    return f.result(f.values({X: x, symbol("a"): a}, BITS))


@pytest.mark.parametrize("module", ["balls", "claims", "places", "oracle"])
def test_the_oracle_shares_nothing_with_what_it_judges(module: str) -> None:
    waiting, seen = [f"ansatz.evaluate.attack.{module}"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.origin is not None
        for node in ast.walk(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ansatz."):
                waiting.append(str(node.module))
    assert not [name for name in seen if name.split(".")[1] in ("proof", "algebra", "expr", "fit", "solve")]
    assert isinstance(se.Integer(1), se.Expr)


def test_a_power_of_a_negative_number_is_real_at_no_single_point() -> None:
    """(-2)^x at x = 4 is complex all around; x^4, with 4 as the value of a parameter, is not."""
    assert not isinstance(value(formula("(-2)^x"), arb(4)), arb)
    a = symbol("a")
    f = formula("x^a")
    assert isinstance(f.result(f.values({X: arb(-2), a: arb(4)}, BITS)), arb)
