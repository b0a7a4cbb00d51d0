"""What people paste: numbers, signs, integrals in words, and functions in cases mean what they mean elsewhere."""

import math

import pytest
import sympy

from ansatz.algebra.balls import evaluate
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import as_tree, parse, parse_integral
from ansatz.expr.printing import to_latex, to_text

PLACES = (-2.5, -1.0, -0.25, 0.3, 0.6, 1.7, 3.0)


def value(text: str, x: float) -> float:
    from flint import acb, arb

    ball = evaluate(to_symengine(parse(text)), {symbol("x"): acb(arb(x))})
    assert ball.imag.contains(0)
    return float(ball.real)


PASTED = {
    "5! + x": lambda x: 120 + x,
    "½x": lambda x: x / 2,
    "x^¾ - x^¾ + ⅔": lambda x: 2 / 3,
    "1e3 x": lambda x: 1000 * x,
    "1e-3x": lambda x: x / 1000,
    "2.5E-2 x": lambda x: x / 40,
    "lg(x^2)": lambda x: math.log10(x * x),
    "sin(30°) + x°": lambda x: 0.5 + math.radians(x),
    "max(x, 1)": lambda x: max(x, 1),
    "min(x, 1, x^2)": lambda x: min(x, 1, x * x),
    "Piecewise((-x, x < 0), (x^2, x <= 1), (1, True))": lambda x: -x if x < 0 else x * x if x <= 1 else 1,
    "Piecewise((2, (x >= 0) & (x < 1)), (0, True))": lambda x: 2 if 0 <= x < 1 else 0,
    "x*Piecewise((1, 0 <= 2x < 1), (3, True))": lambda x: x if 0 <= 2 * x < 1 else 3 * x,
    "Piecewise((x, x < 10^20), (1, True))": lambda x: x,
    "Piecewise((1, -2x < 10^30), (x, True))": lambda x: 1,
    r"\begin{cases} x & x < 1 \\ x^2 & x \ge 1 \end{cases}": lambda x: x if x < 1 else x * x,
    r"\begin{cases} -x, & \text{if } x \leq -1 \\ 4 & \text{otherwise} \end{cases}": lambda x: -x if x < -1 else 4,
}


@pytest.mark.parametrize(("text", "function"), PASTED.items(), ids=lambda v: str(v)[:30])
def test_its_values_are_those_that_are_meant(text, function):
    for x in PLACES:
        if x not in (-1.0, 1.0):  # at the place itself a function in cases has the mean of both sides
            assert value(text, x) == pytest.approx(function(x), rel=1e-12)


@pytest.mark.parametrize("text", ["int x^2 dx", "integral of x^2 dx", "integrate x^2 dx", "∫ x^2 dx"])
def test_integrals_in_words(text):
    parsed = parse_integral(text)
    assert parsed.integrand == ("^", "x", 2) and parsed.variable == "x" and parsed.has_sign


def test_bounds_after_a_word():
    assert parse_integral("int_0^1 x^2 dx").bounds == (0, 1)


def test_sympys_own_cases():
    x = sympy.Symbol("x")
    for e in (sympy.Max(x, 1), sympy.Min(x, 2, x**2), sympy.Piecewise((x, x < 0), (x**2, x <= 2), (4, True))):
        tree = to_symengine(as_tree(e))
        for place in (-1.5, 0.5, 1.5, 3.5):
            assert float(tree.subs({symbol("x"): place})) == pytest.approx(float(e.subs(x, place)))


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("T_a", "T_{a}"),
        ("k_{B}", "k_{B}"),
        (r"v_{\mathrm{max}}", r"v_{\mathrm{max}}"),
        (r"x_{\text{out}}", r"x_{\mathrm{out}}"),
        ("v_max", r"v_{\mathrm{max}}"),
        ("C_p2", "C_{p2}"),
        (r"\theta_i", r"\theta_{i}"),
    ],
)
def test_words_as_indices(text: str, latex: str) -> None:
    """A quantity with an index is one symbol, in text, in LaTeX, and read back from both."""
    name = parse(text)
    assert isinstance(name, str) and to_latex(name) == latex
    assert parse(latex) == parse(to_text(name)) == name
    assert parse(f"2{text} x") == ("*", ("*", name, 2), "x")


def test_bounds_with_indices() -> None:
    assert parse_integral(r"\int_0^{x_0} t\,dt").bounds == (0, "x0")
    assert parse_integral(r"\int_{t_a}^{t_b} t\,dt").bounds == ("t_a", "t_b")
