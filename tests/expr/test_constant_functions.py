"""Γ, ψ, ζ and the constants γ and G: written, printed and computed; of constants, and unknown to networks."""

import mpmath
import pytest
import symengine as se

from ansatz.algebra.balls import evaluate
from ansatz.errors import DomainError, InputError, UnsupportedError
from ansatz.expr.canonical import canonical, derivative, from_symengine, symbol, to_symengine
from ansatz.expr.equations import read_equation
from ansatz.expr.mathml import to_mathml
from ansatz.expr.operators import WITHOUT_TOKENS
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.reading import Reading
from ansatz.expr.sympy_bridge import from_sympy, to_sympy
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import INDEX

WRITTEN: dict[str, Tree] = {
    "gamma(1/3)": ("tgamma", ("/", 1, 3)),
    "Gamma(1/3)": ("tgamma", ("/", 1, 3)),
    "Γ(1/3)": ("tgamma", ("/", 1, 3)),
    r"\Gamma\left(\frac{1}{3}\right)": ("tgamma", ("/", 1, 3)),
    "gamma^2(1/4)": ("^", ("tgamma", ("/", 1, 4)), 2),
    "2gamma(a)": ("*", ("tgamma", "a"), 2),
    "zeta(3)": ("riemannzeta", 3),
    "ζ(3)": ("riemannzeta", 3),
    r"\zeta(3)": ("riemannzeta", 3),
    "digamma(1/5)": ("digamma", ("/", 1, 5)),
    "EulerGamma": "EulerGamma",
    r"\gamma_E": "EulerGamma",
    r"\gamma_{\mathrm{E}}": "EulerGamma",
    "γ_E": "EulerGamma",
    "Catalan": "Catalan",
    r"\operatorname{Catalan}": "Catalan",
    # The parameter of that name is another thing.
    "gamma": "gamma",
    "gamma*x": ("*", "gamma", "x"),
    r"\gamma x": ("*", "gamma", "x"),
    "gamma_1": "gamma1",
    "zeta x": ("*", "zeta", "x"),
}
VALUES = {
    "gamma(1/3)": lambda: mpmath.gamma(mpmath.mpf(1) / 3),
    "digamma(1/5)": lambda: mpmath.digamma(mpmath.mpf(1) / 5),
    "zeta(3)": lambda: mpmath.zeta(3),
    "EulerGamma": lambda: +mpmath.euler,
    "Catalan": lambda: +mpmath.catalan,
}


@pytest.mark.parametrize(("text", "tree"), WRITTEN.items(), ids=WRITTEN)
def test_what_is_read(text: str, tree: Tree) -> None:
    assert parse(text) == tree
    assert parse(to_text(tree)) == tree
    assert canonical(parse(to_latex(tree))) == canonical(tree)
    assert from_symengine(to_symengine(tree)) == canonical(tree)


@pytest.mark.parametrize("text", VALUES)
def test_balls_contain_the_values_of_mpmath(text: str) -> None:
    ball = evaluate(to_symengine(parse(text)), {}, 200).real
    with mpmath.workdps(60):
        value = VALUES[text]()
        assert abs(mpmath.mpf(ball.mid().str(60, radius=False)) - value) < mpmath.mpf(10) ** -50
        assert abs(mpmath.mpf(str(to_sympy(parse(text)).evalf(55))) - value) < mpmath.mpf(10) ** -50


@pytest.mark.parametrize(
    "text", [*VALUES.keys() - {"digamma(1/5)"}, "gamma(a)*digamma(b) + zeta(c)", "EulerGamma*gamma"]
)
def test_sympy_and_back(text: str) -> None:
    assert canonical(from_sympy(to_sympy(parse(text)))) == canonical(parse(text))


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("gamma(5)", "24"),
        ("gamma(-3/2)", "4/3*sqrt(pi)"),
        ("zeta(4)", "pi^4/90"),
        ("digamma(1/2)", "-EulerGamma - 2*ln(2)"),
    ],
)
def test_closed_values(text: str, closed: str) -> None:
    assert canonical(parse(text)) == canonical(parse(closed))


@pytest.mark.parametrize("text", ["gamma(0)", "gamma(-7)", "digamma(-1)", "zeta(1)"])
def test_poles_have_no_value(text: str) -> None:
    with pytest.raises(DomainError):
        to_symengine(parse(text))


def test_large_arguments_are_left_as_they_are() -> None:
    assert canonical(("tgamma", 10**9)) == ("tgamma", 10**9)


def test_derivatives() -> None:
    a = symbol("a")
    f = to_symengine(parse("gamma(2*a)"))
    assert derivative(f, a) == to_symengine(parse("2*gamma(2*a)*digamma(2*a)"))
    for text in ("digamma(a)", "zeta(a)"):
        with pytest.raises(UnsupportedError, match="No derivative"):
            derivative(to_symengine(parse(text)), a)


def test_markup() -> None:
    assert to_mathml(("tgamma", "a")).startswith("<mrow><mi>Γ</mi>")
    assert "<mi>γ</mi>" in to_mathml("EulerGamma") != to_mathml("gamma")


def test_networks_do_not_know_them() -> None:
    assert WITHOUT_TOKENS.isdisjoint(INDEX) and len(WITHOUT_TOKENS) == 5


@pytest.mark.parametrize("text", ["gamma(x)", "x*zeta(x+a)", "digamma(x^2)*a"])
def test_integrands_may_hold_them_of_constants_only(text: str) -> None:
    with pytest.raises(UnsupportedError, match="of a variable"):
        reading = Reading(text)
        reading.variable("x", reading.integral(text))
    reading = Reading(text)
    assert reading.variable("t", reading.integral(text)) == "t"


@pytest.mark.parametrize("text", ["y' = gamma(y)", "y' = gamma(x)", "y'' = gamma(y')"])
def test_equations_may_hold_them_of_constants_only(text: str) -> None:
    with pytest.raises(UnsupportedError, match="of a variable"):
        read_equation(text)
    assert read_equation("y' = gamma(a)*y").variable == "x"


def test_a_symbol_cannot_bear_their_names() -> None:
    from ansatz.expr.parse import as_tree

    with pytest.raises(InputError):
        as_tree(se.Symbol("Catalan"))
