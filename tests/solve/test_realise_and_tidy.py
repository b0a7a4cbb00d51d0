"""Answers are real where the integrand is, and short; both keep the derivative."""

import pytest

from ansatz.expr.canonical import from_symengine, symbol, to_symengine, words
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.solve.integral.real_forms import realise
from ansatz.solve.integral.tidy import shorter_forms

X = symbol("x")


def expression(text):
    return to_symengine(parse(text))


@pytest.mark.parametrize(
    "integrand, answer",
    [
        ("1/x", "ln(x)"),
        ("1/(1-x^2)", "atanh(x)"),
        ("1/(1-x^2)", "acoth(x)"),
        ("1/sqrt(x^2-1)", "acosh(x)"),
        ("cot(x)", "ln(sin(x))"),
        ("1/(x*ln(x))", "ln(ln(x))"),
    ],
)
def test_real_forms_serve_the_whole_real_domain(integrand, answer):
    verifier = AntiderivativeVerifier(expression(integrand), X)
    F = realise(expression(answer), X, verifier.points)
    assert "|" in to_text(from_symengine(F))
    assert verifier.verify(F).holds


@pytest.mark.parametrize("integrand, answer", [("2*x/(1+x^2)", "ln(1+x^2)"), ("1/sqrt(x)", "2*sqrt(x)")])
def test_real_answers_stay_as_they_are(integrand, answer):
    verifier = AntiderivativeVerifier(expression(integrand), X)
    assert realise(expression(answer), X, verifier.points) == expression(answer)


@pytest.mark.parametrize(
    "long, short",
    [
        ("ln|3x|", "ln|x|"),
        ("2*ln(5x)", "2*ln(x)"),
        ("x + 7", "x"),
        ("ln|2x-4|/3", "ln|x-2|/3"),
        ("x*(x+1) - x^2", "x"),
    ],
)
def test_shorter_forms(long, short):
    forms = list(shorter_forms(expression(long), X))
    assert forms and forms[0] == expression(short)
    lengths = [len(words(form)) for form in forms]
    assert lengths == sorted(lengths) and lengths[0] < len(words(expression(long)))


def test_constants_inside_other_logarithms_stay():
    assert all(form != expression("x*ln(x)") for form in shorter_forms(expression("x*ln(3x)"), X))
