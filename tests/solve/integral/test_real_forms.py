"""Answers are real where the integrand is, and keep the derivative."""

import pytest
import symengine as se

from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.real_forms import realise
from ansatz.solve.integral.solver import integrate

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
    F = realise(expression(answer), X, expression(integrand))
    assert "|" in to_text(from_symengine(F))
    assert verifier.verify(F).holds


@pytest.mark.parametrize("integrand, answer", [("2*x/(1+x^2)", "ln(1+x^2)"), ("1/sqrt(x)", "2*sqrt(x)")])
def test_real_answers_stay_as_they_are(integrand, answer):
    assert realise(expression(answer), X, expression(integrand)) == expression(answer)


def test_a_cosine_integral_is_real_on_both_sides():
    Ci = se.Function("Ci")
    verifier = AntiderivativeVerifier(se.cos(X) / X, X)
    assert realise(Ci(-X) / 2 + Ci(X) / 2, X, se.cos(X) / X) == Ci(abs(X))
    assert verifier.verify(Ci(abs(X))).verdict is Verdict.PROVED
    assert realise(se.Function("li")(X), X, se.cos(X) / X) == se.Function("li")(X)


def test_answers_without_needless_jumps():
    for integrand in ("sin(x)^2", "sin(x)^4", "|x-1|+|x+1|"):
        solution = integrate(integrand, methods=("fit",))
        assert solution.verdict.holds and solution.scope is not None and solution.scope.jumps == ()
