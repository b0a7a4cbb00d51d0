"""Antiderivatives of rational functions of sine and cosine, continuous where the integrand is."""

from itertools import pairwise

import pytest
import symengine as se
from hypothesis import given, settings
from hypothesis import strategies as st

from ansatz.expr.canonical import derivative, to_symengine
from ansatz.expr.parse import parse
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.forms.continuous_arctangent import without_jumps
from ansatz.proof.integral.verifier import verify_antiderivative

X = se.Symbol("x")


def _largest_step(expression, step=0.01):
    values = [complex(expression.xreplace({X: se.RealDouble(k * step - 8)}).n(53)).real for k in range(1600)]
    return max(abs(b - a) for a, b in pairwise(values))


@pytest.mark.parametrize(
    "text",
    [
        "1/(2+cos(x))",
        "1/(2+sin(x))",
        "1/(5+3*cos(x)+2*sin(x))",
        "1/(1+sin(x)^2)",
        "1/(3+sin(2*x))^2",
        "cos(x)/(2+cos(x))",
        "sin(x)^2/(2+cos(x)^2)",
        "1/(2+cot(x)^2)",
    ],
)
def test_the_first_verified_answer_has_no_jump(text):
    f = to_symengine(parse(text))
    answers = (c.antiderivative for c in structural_candidates(f, X, deadline_seconds=5.0))
    answer = next(a for a in answers if verify_antiderivative(a, f, X, seconds=2.0).holds)
    assert _largest_step(answer) < 0.1


_VALUE = st.fractions(-4, 4, max_denominator=5)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(_VALUE.filter(bool), _VALUE, st.sampled_from([se.tan, se.cot]))
def test_the_identity_behind_it(slope, offset, tangent):
    slope, offset = (se.Rational(q.numerator, q.denominator) for q in (slope, offset))
    F = se.atan(slope * tangent(X) + offset)
    smooth = without_jumps(F, X)
    assert smooth is not None
    difference = derivative(smooth - F, X)
    for point in (-2.1, -0.4, 0.3, 1.1, 2.6):
        assert abs(complex(difference.xreplace({X: se.RealDouble(point)}).n(53))) < 1e-9
    steepest = max(abs(float(slope)) + abs(float(offset)), 1 / abs(float(slope)))
    assert _largest_step(smooth) < 0.05 * (1 + steepest) ** 2


def test_what_has_no_tangent_stays():
    assert without_jumps(se.atan(X) + se.sin(X), X) is None


@pytest.mark.parametrize(
    ("text", "degenerate"), [("1/(a^2*cos(x)^2+b^2*sin(x)^2)", {"a": 2, "b": 2}), ("1/(a+b*cos(x))", {"a": 2, "b": 0})]
)
def test_parameters_that_straighten_the_wave_are_no_exception(text, degenerate):
    """(a + b)/(a - b) below an arctangent would be one."""
    f = to_symengine(parse(text))
    values = {symbol: se.Integer(degenerate[symbol.name]) for symbol in f.free_symbols - {X}}
    answers = (c.antiderivative for c in structural_candidates(f, X, deadline_seconds=5.0))
    answer = next(a for a in answers if verify_antiderivative(a, f, X, seconds=2.0).holds)
    assert verify_antiderivative(answer.subs(values), f.subs(values), X).holds
