"""Common factors above and below the line go, and powers of sums are written as such, in antiderivatives."""

import pytest
import symengine as se

from ansatz.algebra.shortening import length, shortened
from ansatz.expr.canonical import to_symengine
from ansatz.expr.parse import parse

X = se.Symbol("x")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("x*(x + asin(x))/(x^2 + asin(x)^2 + 2*x*asin(x))", "x/(x + asin(x))"),
        ("5*cot(x^2)/(1+x^2+2*x) + x^2*cot(x^2)/(1+x^2+2*x) + 6*x*cot(x^2)/(1+x^2+2*x)", "(x + 5)*cot(x^2)/(1 + x)"),
        ("sin(x)/(x^2 + sin(x)^2 + 2*x*sin(x)) + x/(x^2 + sin(x)^2 + 2*x*sin(x)) + 2*x", "1/(x + sin(x)) + 2*x"),
        ("x*(25*sin(x)/(25+x^2+10*x) + 10*x*sin(x)/(25+x^2+10*x) + x^2*sin(x)/(25+x^2+10*x))", "x*sin(x)"),
        ("x*tan(x)*(x^2 + ln(x)^2 + 2*x*ln(x))/(x + ln(x))^2", "x*tan(x)"),
    ],
)
def test_fractions_with_kernels_are_in_lowest_terms(long: str, short: str) -> None:
    F, wanted = to_symengine(parse(long)), to_symengine(parse(short))
    found = shortened(F, X, real=True)
    assert length(found) <= length(wanted)
    for place in (0.37, 1.91, 2.63):  # all have values there, and the difference is a constant
        rates = [complex(se.diff(e, X).subs({X: place}).n(53, real=False)) for e in (F, found)]
        assert rates[0] == pytest.approx(rates[1], rel=1e-9)
