"""Rewrites of answers: what they become, and that the derivative stays the same."""

import pytest
import symengine as se

from ansatz.expr import parse, to_symengine, to_text
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display
from ansatz.proof.integral.verifier import AntiderivativeVerifier, verify_antiderivative
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.real_forms import realise
from ansatz.solve.integral.school import rewritten
from ansatz.solve.integral.solver import integrate
from ansatz.solve.integral.tidy import shorter_forms

X = se.Symbol("x")


def shown(F) -> str:
    return to_text(display(from_symengine(F)))


@pytest.mark.parametrize(
    ("text", "integrand", "better"),
    [
        ("-(cos(x)sin(x)/2 + atan(cos(x)/sin(x))/2)", "sin(x)^2", "x/2 - cos(x)*sin(x)/2"),
        ("atan(cot(x)) - cot(x)", "cot(x)^2", "-x - cot(x)"),
        ("asinh(sinh(x))/2 + cosh(x)sinh(x)/2", "cosh(x)^2", "x/2 + cosh(x)*sinh(x)/2"),
        ("-1/tan(x/2)", "1/(1-cos(x))", "-cot(x/2)"),
        ("ln|cos(x)| + x*sin(x)/cos(x)", "x/cos(x)^2", "x*tan(x) + ln|cos(x)|"),
        ("|x|*ln|x|/x", "1/|x|", "sign(x)*ln|x|"),
        ("x*sqrt(x^2)/2", "sqrt(x^2)", "x*|x|/2"),
        ("2*sqrt(x) - ln((x-1)(1+sqrt(x))/(sqrt(x)-1))", "1/(1+sqrt(x))", "2*sqrt(x) - 2*ln(sqrt(x) + 1)"),
        ("ln(x/(sqrt(2x+1)-1))", "1/(2x+1+sqrt(2x+1))", "ln(sqrt(2*x + 1) + 1)"),
        ("x*sign(x)", "sign(x)", "|x|"),
        ("|2x-1|*(x^2-x)/(2x-1)", "|2x-1|", "|2*x - 1|*(2*x - 1)/4"),
        (
            "(2x*sin(x) + (2+2cos(x))*ln(2+2cos(x)))/(2+2cos(x))",
            "x/(1+cos(x))",
            "x*sin(x)/(cos(x) + 1) + ln(cos(x) + 1)",
        ),
        ("x + sqrt(2)*atan(sqrt(2)*(sqrt(2)+2x)/2)", "1 + 2/(1+(1+sqrt(2)*x)^2)", "x + sqrt(2)*atan(sqrt(2)*x + 1)"),
        ("atanh(cos(x)*sqrt(2)*(1-tan(x))/2)", "-sqrt(2)/(sin(x)+cos(x))", "atanh(sqrt(2)*(cos(x) - sin(x))/2)"),
    ],
)
def test_a_teacher_would_write_it_so(text, integrand, better):
    F, f = to_symengine(parse(text)), to_symengine(parse(integrand))
    form = next(shorter_forms(F, X))
    assert shown(form) == better
    assert verify_antiderivative(form, f, X).verdict.holds


@pytest.mark.parametrize("text", ["x*atan(x)", "ln(exp(x)+1)", "|x|^3/3", "sin(x)*cos(x)", "a*tan(b*x)", "|sin(x)|"])
def test_what_is_good_stays(text):
    F = to_symengine(parse(text))
    assert rewritten(F, X) == F


def test_a_cosine_integral_is_real_on_both_sides():
    Ci = se.Function("Ci")
    verifier = AntiderivativeVerifier(se.cos(X) / X, X)
    assert realise(Ci(-X) / 2 + Ci(X) / 2, X, verifier.points) == Ci(abs(X))
    assert verifier.verify(Ci(abs(X))).verdict is Verdict.PROVED
    assert realise(se.Function("li")(X), X, verifier.points) == se.Function("li")(X)


def test_answers_without_needless_jumps():
    for integrand in ("sin(x)^2", "sin(x)^4", "|x-1|+|x+1|"):
        solution = integrate(integrand, methods=("fit",))
        assert solution.verdict.holds and solution.scope.jumps is None
