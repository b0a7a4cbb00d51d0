"""Cleaning of text and of data: the literal examples, and the rejections."""

import pytest

from ansatz.expr.clean import clean, defect, fold_case, join_thousands, strip_markup, strip_symbols


def test_the_literal_examples() -> None:
    assert strip_markup("**bold**") == "bold"
    assert join_thousands("12,345.67") == "12345.67"
    assert strip_symbols("hello@#") == "hello"
    assert fold_case("Hello") == "hello"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**bold**", "bold"),
        ("12,345.67", "12345.67"),
        ("hello@#", "hello"),
        ("Hello", "hello"),
        ("  **Sum**  of 1,000,000  terms@ ", "sum of 1000000 terms"),
        ("x^2 + 3*x", "x^2 + 3*x"),
    ],
)
def test_clean_composes_the_steps(before: str, after: str) -> None:
    assert clean(before) == after


def test_mathematics_and_lists_stay() -> None:
    assert strip_markup("2**3**4") == "2**3**4"
    assert strip_markup("x**2 + y**2") == "x**2 + y**2"
    assert strip_markup("~~old~~ `code` __under__") == "old code under"
    assert join_thousands("1, 2") == "1, 2"
    assert join_thousands("1,2345") == "1,2345"
    assert join_thousands("0.123,456") == "0.123,456"
    assert strip_symbols("c_1*(x+1)/2") == "c_1*(x+1)/2"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("∞ - ∞ i", "infinity"),
        ("∞ - ∞", "infinity"),
        ("∞", "infinity"),
        ("x + oo", "infinity"),
        ("i*x", "imaginary"),
        (("+", "x", "i"), "imaginary"),
        ("1/0", "no value"),
        ("x/(1-1)", "no value"),
        ("sqrt(-1)*x", "complex"),
        ("ln(-2)", "complex"),
        ("(-2)^(1/3)", "complex"),
        ("what is this", "cannot be read"),
    ],
)
def test_what_must_not_enter_real_data(expression, reason: str) -> None:
    assert reason in (defect(expression) or "")


@pytest.mark.parametrize("expression", ["x", "exp(2)+x*(x+5)", "x^(1/3)", "cbrt(-2)", ("sin", "x"), "(-2)^3", "ln|x|"])
def test_what_may(expression) -> None:
    assert defect(expression) is None
