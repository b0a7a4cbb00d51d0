"""Exact values in their usual form."""

import pytest

from ansatz.algebra.shortening import shortened_constant
from ansatz.expr import parse, to_symengine, to_text
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("-ln(sqrt(2)/2)", "ln(2)/2"),
        ("exp(3*ln(2))/ln(2) - 1/ln(2)", "7/ln(2)"),
        ("1000*atan(1000) - 1000*atan(-1000)", "2000*atan(1000)"),
        ("Si(1) - Si(-1)", "2*Si(1)"),
        ("4*sqrt(8)", "8*sqrt(2)"),
        ("ln(6) - ln(2)", "ln(3)"),
        ("ln(6)", "ln(6)"),
        ("a*ln(4) - a*ln(2)", "a*ln(2)"),
        ("-ln(1 - exp(-1))", "-ln(1 - 1/e)"),
        ("asech(-1/2)", "asech(-1/2)"),
        ("pi/4", "pi/4"),
    ],
)
def test_the_usual_form(text, usual):
    assert to_text(display(from_symengine(shortened_constant(to_symengine(parse(text)))))) == usual
