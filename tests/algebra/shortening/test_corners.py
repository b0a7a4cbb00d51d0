"""Antiderivatives of functions with corners and jumps: continuous wherever the integrand is, by mpmath alone."""

import pytest
import symengine as se

from ansatz.algebra.discontinuities import discontinuities
from ansatz.algebra.shortening import shortened
from ansatz.algebra.shortening.corners import without_corner_jumps
from ansatz.algebra.sign_changes import sign_changes
from ansatz.expr import parse, to_symengine
from ansatz.expr.canonical import from_symengine

from ...real_antiderivatives import flaws

X = se.Symbol("x")
WITH_JUMPS = """
    abs(sin(x)) : -abs(sin(x))*cot(x)
    abs(cos(2x+1)) : sign(cos(2x+1))*sin(2x+1)/2
    sign(sin(x)) : x*sign(sin(x))
    sign(-2cos(x)) : x*sign(-cos(x))
    sin(x)*abs(sin(x)) : sign(sin(x))*(x - sin(x)*cos(x))/2
    cos(x)*abs(cos(x)) : sign(cos(x))*(x + sin(x)*cos(x))/2
    sign(x^2-4) : x*sign(x^2-4)
    abs(x^3-x) : sign(x-x^3)*(2x^2-x^4)/4
    abs(ln(x)) : |ln(x)|*(x - x/ln(x))
    abs(exp(x)-1) : sign(1-exp(x))*(x-exp(x))
    exp(-abs(x-20)) : sign(20-x)*exp(-|x-20|)
    abs(x-1)/(x+2) : sign(1-x)*(3*ln|x+2|-x)
    abs(x)*sin(x) : |x|*(sin(x)/x - cos(x))
    abs(x)*exp(x) : |x|*exp(x)*(1 - 1/x)
    sign(abs(x)-1) : x*sign(abs(x)-1)
    abs(x-1)*abs(x+1) : sign(x+1)*sign(1-x)*(3x-x^3)/3
"""


@pytest.mark.parametrize("pair", WITH_JUMPS.strip().splitlines(), ids=str.strip)
def test_jumps_go(pair: str) -> None:
    f, F = (to_symengine(parse(text)) for text in pair.split(":"))
    assert discontinuities(F, f, X) and flaws(from_symengine(F), from_symengine(f))
    once = shortened(F, X, real=True)
    for form in {once, shortened(once, X, real=True)}:
        assert flaws(from_symengine(form), from_symengine(f)) == []


@pytest.mark.parametrize("text", ["x*|x|/2", "|x|^3/3", "exp(x)*sign(cos(x))", "|x^3-2|", "ln|x|", "x*|x-a|"])
def test_what_does_not_jump_or_cannot_be_joined_stays(text: str) -> None:
    F = to_symengine(parse(text))
    assert without_corner_jumps(F, X) == F


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("2x - 3", ("3/2",)),
        ("x + a", ("-a",)),
        ("x^3 - x", ("-1", "0", "1")),
        ("x^2 - 2", ("-sqrt(2)", "sqrt(2)")),
        ("(x - 1)^2*(x + 1)", ("-1",)),
        ("x^2 + 1", ()),
        ("ln(2x - 3)", ("2",)),
        ("exp(x) - 3", ("ln(3)",)),
        ("|x + 1| - 2", ("-3", "1")),
        ("x/(x + 1)", ("-1", "0")),
        ("(x - 1)*exp(x)", ("1",)),
        ("x^3 - 2", None),
        ("sin(x)", None),
        ("(x - a)*(x - b)", None),
    ],
)
def test_places_where_signs_change(text: str, places: tuple[str, ...] | None) -> None:
    found = sign_changes(to_symengine(parse(text)), X)
    assert found == (None if places is None else tuple(to_symengine(parse(place)) for place in places))
