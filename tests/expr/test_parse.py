"""The grammar: what people type, what the trees look like, what is refused and how."""

import time
from fractions import Fraction

import pytest
import symengine as se
import sympy
from hypothesis import given
from hypothesis import strategies as st

from ansatz.errors import AnsatzError, DomainError, InputError, LimitError, ParseError, UnsupportedError
from ansatz.expr import as_tree, canonical, parse, parse_integral, to_symengine
from ansatz.expr.names import GREEK, GREEK_NAMES
from ansatz.expr.notation import to_postfix, to_prefix
from ansatz.expr.operators import FUNCTIONS, OPERATORS
from ansatz.expr.parse import MAX_CHARACTERS
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree

RIGHT_NESTED = ("+", "x", ("+", 2, 3))

SHAPES = {
    "x*cos(x)": ("*", "x", ("cos", "x")),
    "x^2": ("^", "x", 2),
    "x**2": ("^", "x", 2),
    "x²": ("^", "x", 2),
    "x⁻¹²": ("^", "x", -12),
    "2x": ("*", "x", 2),
    "2*x": ("*", 2, "x"),
    "2 x": ("*", "x", 2),
    "2x sin(x)": ("*", ("*", "x", 2), ("sin", "x")),
    "2x^3": ("*", ("^", "x", 3), 2),
    "2(x+1)": ("*", ("+", "x", 1), 2),
    "2.1x": ("*", "x", ("/", 21, 10)),
    "1/2x": ("*", ("/", 1, 2), "x"),
    "1/(2x)": ("/", 1, ("*", "x", 2)),
    "x/2/3": ("/", ("/", "x", 2), 3),
    "x^2^3": ("^", "x", ("^", 2, 3)),
    "-x^2": ("neg", ("^", "x", 2)),
    "-2": -2,
    "-(2)": ("neg", 2),
    "--2": ("neg", -2),
    "+x": "x",
    "-2x": ("neg", ("*", "x", 2)),
    "-2^2": ("neg", ("^", 2, 2)),
    "x^-2": ("^", "x", -2),
    "2^-x^2": ("^", 2, ("neg", ("^", "x", 2))),
    "x*-y": ("*", "x", ("neg", "y")),
    "x+2+3": RIGHT_NESTED,
    "x-2-3": ("-", ("-", "x", 2), 3),
    "x-2+3+4-5": ("-", ("+", ("-", "x", 2), ("+", 3, 4)), 5),
    "(x+2)+3": ("+", ("+", "x", 2), 3),
    "sin^2(x)": ("^", ("sin", "x"), 2),
    "sin²x": ("^", ("sin", "x"), 2),
    "sin^-1(x)": ("asin", "x"),
    "cosh^(-1) x": ("acosh", "x"),
    "sin⁻¹(x)": ("asin", "x"),
    "sin(x)^2": ("^", ("sin", "x"), 2),
    "sin x": ("sin", "x"),
    "sin x^2": ("sin", ("^", "x", 2)),
    "sin x/2": ("/", ("sin", "x"), 2),
    "sin -x": ("sin", ("neg", "x")),
    "sin2x": ("sin", ("*", "x", 2)),
    "sin 2x cos x": ("*", ("sin", ("*", "x", 2)), ("cos", "x")),
    "x sin x": ("*", "x", ("sin", "x")),
    "ln sin x": ("ln", ("sin", "x")),
    "sin(x)(x+1)": ("*", ("sin", "x"), ("+", "x", 1)),
    "sin x (x+1)": ("*", ("sin", "x"), ("+", "x", 1)),
    "e^(-x^2)": ("^", "e", ("neg", ("^", "x", 2))),
    "e^{-x^2}": ("^", "e", ("neg", ("^", "x", 2))),
    "exp(x)": ("exp", "x"),
    "xe^x": ("*", "x", ("^", "e", "x")),
    "xy": ("*", "x", "y"),
    "2ax": ("*", ("*", "a", 2), "x"),
    "ln|x|": ("ln", ("abs", "x")),
    "ln|ln|x||": ("ln", ("abs", ("ln", ("abs", "x")))),
    "|x + |x-1||": ("abs", ("+", "x", ("abs", ("-", "x", 1)))),
    "|ln|x|| + sin|x|*|x|": ("+", ("abs", ("ln", ("abs", "x"))), ("*", ("sin", ("abs", "x")), ("abs", "x"))),
    r"\frac{1}{T-T_0}": ("/", 1, ("-", "T", "T0")),
    r"\frac{1}{4 \epsilon_0}": ("/", 1, ("*", "epsilon0", 4)),
    "2kT": ("*", ("*", "k", 2), "T"),
    "GM/r": ("/", ("*", "G", "M"), "r"),
    "|x-1|": ("abs", ("-", "x", 1)),
    "||x|-1|": ("abs", ("-", ("abs", "x"), 1)),
    "|x||y|": ("*", ("abs", "x"), ("abs", "y")),
    "x|y|z": ("*", ("*", "x", ("abs", "y")), "z"),
    "|x(|y|)|": ("abs", ("*", "x", ("abs", "y"))),
    "arctan(x)": ("atan", "x"),
    "arcsin x": ("asin", "x"),
    "arsinh(x)": ("asinh", "x"),
    "tg x": ("tan", "x"),
    "log(x)": ("ln", "x"),
    "log10(x)": ("/", ("ln", "x"), ("ln", 10)),
    "log_2(x)": ("/", ("ln", "x"), ("ln", 2)),
    "log₂ x": ("/", ("ln", "x"), ("ln", 2)),
    "log(x, a)": ("/", ("ln", "x"), ("ln", "a")),
    "polylog(2, x)": ("dilog", "x"),
    "root(x, 5)": ("^", "x", ("/", 1, 5)),
    "real_root(x, 3)": ("cbrt", "x"),
    "Pow(x, 2)": ("^", "x", 2),
    "2.1": ("/", 21, 10),
    "2.50": ("/", 25, 10),
    "2.0": 2,
    ".5": ("/", 5, 10),
    "π": "pi",
    "pi": "pi",
    "E": "e",
    "I": "i",
    "i": "i",
    "2πx": ("*", ("*", "pi", 2), "x"),
    "θ + theta": ("+", "theta", "theta"),
    "√x": ("sqrt", "x"),
    "√(x+1)": ("sqrt", ("+", "x", 1)),
    "√2x": ("*", ("sqrt", 2), "x"),
    "∛x": ("cbrt", "x"),
    "cbrt(x)": ("cbrt", "x"),
    "x·y × z ÷ 2 − 1": ("-", ("/", ("*", ("*", "x", "y"), "z"), 2), 1),
    " x\t+\n1 ": ("+", "x", 1),
    "x_0 + c_1 + x₂": ("+", "x0", ("+", "c1", "x2")),
    "cos(2.1x_0)(x_1 + 2)": ("*", ("cos", ("*", "x0", ("/", 21, 10))), ("+", "x1", 2)),
    "Abs(x)": ("abs", "x"),
    "acosh(x)": ("acosh", "x"),
    "Exp(2) + x (x + 2 + 3)": ("+", ("exp", 2), ("*", "x", RIGHT_NESTED)),
    "y'' + y'": ("+", "y''", "y'"),
}


@pytest.mark.parametrize("text", SHAPES)
def test_what_was_written_is_what_the_tree_holds(text: str) -> None:
    assert parse(text) == SHAPES[text]


LATEX = {
    r"\frac{x}{\sqrt{1-x^2}}": ("/", "x", ("sqrt", ("-", 1, ("^", "x", 2)))),
    r"\frac12": ("/", 1, 2),
    r"\frac12x": ("*", ("/", 1, 2), "x"),
    r"\frac{1}2": ("/", 1, 2),
    r"\sqrt[3]{x}": ("cbrt", "x"),
    r"\sqrt[5]{x}": ("^", "x", ("/", 1, 5)),
    r"\sqrt2x": ("*", ("sqrt", 2), "x"),
    r"\sin^2 x": ("^", ("sin", "x"), 2),
    r"\sin^{-1}\left(x\right)": ("asin", "x"),
    r"\sin^{2}{x}": ("^", ("sin", "x"), 2),
    r"\left(x+1\right)^{10}": ("^", ("+", "x", 1), 10),
    r"x \cdot y": ("*", "x", "y"),
    r"x\,y\;\times z": ("*", ("*", "x", "y"), "z"),
    r"\ln|x|": ("ln", ("abs", "x")),
    r"\ln\left|x\right|": ("ln", ("abs", "x")),
    r"\lvert x\rvert": ("abs", "x"),
    r"\left|x\left|y\right|\right|": ("abs", ("*", "x", ("abs", "y"))),
    r"e^{-x^2}": ("^", "e", ("neg", ("^", "x", 2))),
    r"\operatorname{arcsinh} x": ("asinh", "x"),
    r"\operatorname{Li}_{2}\left(x\right)": ("dilog", "x"),
    r"\mathrm{e}^x": ("^", "e", "x"),
    r"2\pi x": ("*", ("*", "pi", 2), "x"),
    r"\alpha x_{0}": ("*", "alpha", "x0"),
    r"\log_{10} x": ("/", ("ln", "x"), ("ln", 10)),
    r"\cos\theta \sin\theta": ("*", ("cos", "theta"), ("sin", "theta")),
    r"$\frac{\pi}{2}$": ("/", "pi", 2),
    r"\[ \dfrac{x}{y} \]": ("/", "x", "y"),
}


@pytest.mark.parametrize("text", LATEX)
def test_latex(text: str) -> None:
    assert parse(text) == LATEX[text]


def test_latex_without_a_backslash_is_latex_where_asked() -> None:
    assert parse("x^23") == ("^", "x", 23)
    with pytest.raises(ParseError, match=r"\^\{23\}"):
        parse("x^23", latex=True)


INTEGRALS = {
    r"\int x\,\mathrm{d}x": ("x", "x", None),
    r"\int \frac{dx}{x}": (("/", 1, "x"), "x", None),
    r"\int \frac{x\,dx}{1+x}": (("/", "x", ("+", 1, "x")), "x", None),
    r"\int dx\, x^2": (("^", "x", 2), "x", None),
    r"\int t^2 \, d t": (("^", "t", 2), "t", None),
    r"\int \cos\theta \, d\theta": (("cos", "theta"), "theta", None),
    r"\int x^2": (("^", "x", 2), None, None),
    "∫ x cos x dx": (("*", "x", ("cos", "x")), "x", None),
    "∫dx/x": (("/", 1, "x"), "x", None),
    "∫dx": (1, "x", None),
    "∫ (x+1)*dx": (("+", "x", 1), "x", None),
    "x^2 dx": (("^", "x", 2), "x", None),
    "x^2": (("^", "x", 2), None, None),
    r"\int_0^1 x \, dx": ("x", "x", (0, 1)),
    r"\int_{0}^{\pi} \sin^2 x \, dx": (("^", ("sin", "x"), 2), "x", (0, "pi")),
    r"\int_0^{\frac{\pi}{2}} x \, dx": ("x", "x", (0, ("/", "pi", 2))),
    r"\int\limits_{-1}^{1} x \, dx": ("x", "x", (-1, 1)),
    r"\int_0^12x\,dx": (("*", "x", 2), "x", (0, 1)),
    "∫_0^10 x dx": ("x", "x", (0, 10)),
    "∫_-1^a x dx": ("x", "x", (-1, "a")),
    "∫₀¹ x dx": ("x", "x", (0, 1)),
    "∫₁² x dx": ("x", "x", (1, 2)),
    r"\int_0^{\infty} e^{-x} dx": (("^", "e", ("neg", "x")), "x", (0, INFINITY)),
    r"\int_{-\infty}^\infty x\,dx": ("x", "x", (MINUS_INFINITY, INFINITY)),
    "∫_0^∞ x dx": ("x", "x", (0, INFINITY)),
    "∫₀^∞ x dx": ("x", "x", (0, INFINITY)),
    "∫_-∞^+∞ x dx": ("x", "x", (MINUS_INFINITY, INFINITY)),
    "∫_(-oo)^(oo) x dx": ("x", "x", (MINUS_INFINITY, INFINITY)),
    "∫_-inf^0 x dx": ("x", "x", (MINUS_INFINITY, 0)),
}


@pytest.mark.parametrize("text", INTEGRALS)
def test_integrals(text: str) -> None:
    parsed = parse_integral(text)
    assert (parsed.integrand, parsed.variable, parsed.bounds) == INTEGRALS[text]
    if parsed.bounds is None:
        assert parse(text) == parsed.integrand
    else:
        with pytest.raises(ParseError, match="definite integral"):
            parse(text)


def test_the_literal_example_in_postfix() -> None:
    tree = parse("sin(x)+cos(x)/(2x)-17x+4")
    assert " ".join(to_postfix(tree)) == "x sin x cos x 2 * / + x 17 * - 4 +"


def test_the_literal_example_in_prefix() -> None:
    assert " ".join(to_prefix(parse("exp(2)+x*(x+2+3)"))) == "+ exp 2 * x + x + 2 3"


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=lambda operator: operator.name)
def test_every_operator_of_the_table_can_be_typed(operator) -> None:
    if operator.arity == 2:
        assert parse(f"x {operator.name} y") == (operator.name, "x", "y")
    else:
        assert parse(f"{operator.name}(x)") == (operator.name, "x")


@pytest.mark.parametrize("operator", FUNCTIONS, ids=lambda operator: operator.name)
def test_the_names_that_sympy_prints(operator) -> None:
    assert parse(str(getattr(sympy, operator.sympy)(sympy.Symbol("x")))) == (operator.name, "x")


REFUSED = [
    ("", ParseError, "empty"),
    (" \t", ParseError, "empty"),
    ("import os", ParseError, "'import'"),
    ("os", ParseError, "'os'"),
    ("__import__('os')", ParseError, "character"),
    ("x.__class__", ParseError, "character"),
    ("x" * 10_000, LimitError, "4000 characters"),
    ("9^9^9^9", LimitError, "4096 bits"),
    ("9" * 300, LimitError, "200 digits"),
    ("0." + "0" * 300 + "1", LimitError, "200 digits"),
    ("(" * 200 + "x" + ")" * 200, LimitError, "nested"),
    ("[" * 2000, LimitError, "nested"),
    ("|" * 2000, LimitError, "nested"),
    ("-" * 3000 + "x", LimitError, "nested"),
    ("sin " * 900 + "x", LimitError, "nested"),
    ("x^" * 1900 + "x", LimitError, "nested"),
    ("√" * 3000 + "x", LimitError, "nested"),
    (r"\frac" * 700, LimitError, "nested"),
    (r"\sqrt" * 700 + "{x}", LimitError, "nested"),
    ("1+" * 1500 + "1", LimitError, "nested"),
    ("x*" * 1500 + "x", LimitError, "nested"),
    ("sin(", ParseError, "missing at the end"),
    ("(", ParseError, "missing at the end"),
    ("(x", ParseError, "never closed"),
    ("|x", ParseError, "never closed"),
    ("x)", ParseError, "closes nothing"),
    ("(x]", ParseError, "closes nothing"),
    ("x +", ParseError, "missing at the end"),
    ("* x", ParseError, "missing before"),
    ("()", ParseError, "missing before"),
    ("x 2", ParseError, "number follows"),
    ("x^2 3", ParseError, "number follows"),
    ("sin", ParseError, "lacks its argument"),
    ("sin*x", ParseError, "lacks its argument"),
    ("sin(x, y)", ParseError, "one argument"),
    ("root(x)", ParseError, "two arguments"),
    ("exp^-1(x)", ParseError, "ambiguous"),
    ("sinx", ParseError, "'sin x'"),
    ("xsinx", ParseError, "'x sin x'"),
    ("arctn(x)", ParseError, "'arctan'"),
    ("xyz", ParseError, r"x\*y\*z"),
    ("ex", ParseError, r"e\^x"),
    ("e2", ParseError, "no index"),
    ("2e-3", ParseError, "ambiguous"),
    ("si(x)", ParseError, "'si'"),
    ("f(x)", ParseError, "not a known function"),
    ("y(x)", ParseError, "not a known function"),
    ("xy2", ParseError, "ambiguous"),
    ("x = 1", ParseError, "'='"),
    ("x!", UnsupportedError, "Factorials"),
    ("2½", ParseError, "number follows"),
    ("1e999x", LimitError, "digits"),
    ("Piecewise((x, x < 0))", DomainError, "no value for x > 0"),
    ("Piecewise((x, x < a), (1, True))", UnsupportedError, "one variable with numbers"),
    ("Piecewise((x, x^2 < 1), (1, True))", UnsupportedError, "one variable with numbers"),
    ("x < 1", ParseError, "not expected"),
    ("Piecewise((1, 2 < 1), (x, True))", UnsupportedError, "none occurs"),
    ("Piecewise((x, x < 10^400), (1, True))", UnsupportedError, "no such number"),
    ("Piecewise((x, x < ln(-1)), (1, True))", UnsupportedError, "no such number"),
    ("Piecewise((x, x < 10^20), (2, x < 10^20 + 1), (1, True))", UnsupportedError, "too close"),
    ("12,345", ParseError, "comma"),
    ("x; y", ParseError, "';'"),
    ("x\x00", ParseError, "grammar"),
    ("dx + 1", ParseError, "end the integrand"),
    ("dx dy", ParseError, "end the integrand"),
    ("∫ x dx + 1", ParseError, "whole input"),
    ("2 ∫ x dx", ParseError, "whole input"),
    ("∫_0 x dx", ParseError, "one bound"),
    ("∫ x dx dx", ParseError, "second differential"),
    (r"\foo{x}", ParseError, "'.foo'"),
    (r"2\frac", ParseError, "missing at the end"),
    (r"\frac{x}", ParseError, "missing at the end"),
    (r"2\frac{1}{2}", ParseError, "ambiguous"),
    (r"\mathrm x", ParseError, "lacks a name"),
    ("∞ - ∞", DomainError, "nfinity"),
    ("oo", DomainError, "nfinity"),
    ("nan + 1", DomainError, "nfinity"),
    ("x oo", DomainError, "nfinity"),
    ("sin ∞", DomainError, "nfinity"),
    ("(x + inf)", DomainError, "nfinity"),
    (r"x^{\infty}", DomainError, "nfinity"),
    (r"\int_0^1 x^\infty dx", DomainError, "nfinity"),
    ("∫_0^(oo + 1) x dx", DomainError, "nfinity"),
    ("∫_0^sin(oo) x dx", DomainError, "nfinity"),
    ("∫_0^(2oo) x dx", DomainError, "nfinity"),
    ("∫_0^(oo", DomainError, "nfinity"),
    ("floor(x)", UnsupportedError, "'floor'"),
    ("polylog(3, x)", UnsupportedError, "polylog"),
    ("γ(x)", UnsupportedError, "'gamma'"),
    (r"\gamma^2(x+1)", UnsupportedError, "'gamma'"),
    ("EulerGamma_1", ParseError, "takes no index"),
    ("x Γ x", UnsupportedError, "'Gamma'"),
    ("Gamma x", UnsupportedError, "'Gamma'"),
    ("β(x, y)", UnsupportedError, "'beta'"),
    ("2ψ(x)", ParseError, "not a known function"),
    ("W(x)", ParseError, "not a known function"),
    ("E(x)", ParseError, "not a known function"),
    ("π(x)", ParseError, "not a known function"),
    ("J_0(x)", ParseError, "not a known function"),
    ("K_1(2x)", ParseError, "not a known function"),
    (r"\phi\left(t\right)", ParseError, "not a known function"),
    ("∫ π dπ", ParseError, "constant 'pi' cannot be the variable"),
    ("∫ pi dpi", ParseError, "constant 'pi' cannot be the variable"),
    ("∫_0^1 x d e", ParseError, "constant 'e' cannot be the variable"),
    (r"\int x \, \mathrm{d}\pi", ParseError, "constant 'pi' cannot be the variable"),
    ("∫ x d(x^2)", ParseError, "differential of an expression"),
    ("∫ d(x^2)", ParseError, "differential of an expression"),
    ("∫_0^1 x d x^2", ParseError, "differential of an expression"),
    ("∫ sin(x) d sin x", ParseError, "differential of an expression"),
    ("∫ x dx^2", ParseError, "differential of an expression"),
    (r"\int x \, \mathrm{d}(\ln x)", ParseError, "differential of an expression"),
    (r"\int d\left(\frac{1}{x}\right)", ParseError, "differential of an expression"),
]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a(x+1)", ("*", "a", ("+", "x", 1))),
        ("x(x+1)", ("*", "x", ("+", "x", 1))),
        ("Γ*x", ("*", "Gamma", "x")),
        ("gamma x", ("*", "gamma", "x")),
        ("c1(x+1)", ("*", "c1", ("+", "x", 1))),
        ("∫ d(x+1) dx", ("*", "d", ("+", "x", 1))),
        ("∫ d*(x+1)", ("*", "d", ("+", "x", 1))),
        ("∫ x d x", "x"),
        ("d(x+1)", ("*", "d", ("+", "x", 1))),
    ],
)
def test_products_of_letters_and_brackets_stay(text: str, tree: Tree) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(("text", "kind", "message"), REFUSED, ids=lambda value: repr(value)[:24])
def test_refusals_are_one_clear_sentence(text: str, kind: type[InputError], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        parse(text)
    assert isinstance(caught.value, InputError)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 200


def test_the_place_of_an_error_is_counted_from_one() -> None:
    with pytest.raises(ParseError, match=r"character 5\)"):
        parse("x + ?")


def test_a_definite_integral_is_no_expression() -> None:
    with pytest.raises(ParseError, match="parse_integral"):
        parse(r"\int_0^1 x \, dx")


def test_one_over_zero_is_refused_by_the_algebra() -> None:
    with pytest.raises(DomainError, match="divides by zero"):
        to_symengine(parse("1/0"))


def test_text_of_the_greatest_length_is_quick() -> None:
    text = ("sin(x)^2*" * MAX_CHARACTERS)[: MAX_CHARACTERS - 1] + "x"
    start = time.process_time()
    with pytest.raises(AnsatzError):
        parse(text)
    assert time.process_time() - start < 1


@given(st.text(st.sampled_from("xyesincotal0123456789.+-*/^()[]{}|_,' \\√∫²π=d∞₀"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert as_tree(tree) == tree


# ---------------------------------------------------------------------------------------- as_tree


def test_as_tree_reads_every_kind_of_expression() -> None:
    x = sympy.Symbol("x")
    assert as_tree("x*cos(x)") == ("*", "x", ("cos", "x"))
    assert as_tree(("*", "x", ("cos", "x"))) == ("*", "x", ("cos", "x"))
    assert as_tree(x * sympy.cos(x)) == ("*", "x", ("cos", "x"))
    assert as_tree(se.Symbol("x") * se.cos(se.Symbol("x"))) == canonical(("*", "x", ("cos", "x")))
    assert as_tree(7) == 7
    assert as_tree(Fraction(1, 2)) == ("/", 1, 2)
    assert as_tree(2.1) == ("/", 21, 10)


@pytest.mark.parametrize(
    "strange",
    [
        None,
        True,
        [],
        {},
        ("foo", "x"),
        ("sin",),
        ("sin", "x", "y"),
        ("+", "x"),
        ("sin", None),
        (),
        ("+", "x", "sin"),
        b"x",
    ],
    ids=repr,
)
def test_as_tree_refuses_what_is_none(strange: object) -> None:
    with pytest.raises(UnsupportedError):
        as_tree(strange)


def test_as_tree_checks_limits() -> None:
    deep: Tree = "x"
    for _ in range(5000):
        deep = ("sin", deep)
    with pytest.raises(LimitError):
        as_tree(deep)
    with pytest.raises(DomainError):
        as_tree(float("nan"))
    with pytest.raises(LimitError):
        as_tree(10**300)


def test_a_message_is_one_line_whatever_the_text_holds():
    with pytest.raises(ParseError) as caught:
        parse("x \\right.\n")
    assert "\n" not in str(caught.value)


OVER_THETA = ("/", 1, ("+", 1, ("^", "theta", 2)))
GREEK_DIFFERENTIALS = {
    r"\int \frac{d\theta}{1+\theta^2}": (OVER_THETA, "theta"),
    r"\int\frac{d \theta}{1+\theta^2}": (OVER_THETA, "theta"),
    r"\int \frac{\mathrm{d}\theta}{1+\theta^2}": (OVER_THETA, "theta"),
    r"\int \frac{\mathrm d\theta}{1+\theta^2}": (OVER_THETA, "theta"),
    "∫ dθ/(1+θ²)": (OVER_THETA, "theta"),
    "∫ dtheta/(1+theta^2)": (OVER_THETA, "theta"),
    r"\cos^2\theta \, d\theta": (("^", ("cos", "theta"), 2), "theta"),
    "cos(θ)dθ": (("cos", "theta"), "theta"),
    "∫ sinθdθ": (("sin", "theta"), "theta"),
    r"\int d\theta\, \sin\theta": (("sin", "theta"), "theta"),
    r"\int d\theta\, 2\theta": (("*", "theta", 2), "theta"),
    r"\int \frac{\varphi\,d\varphi}{2}": (("/", "phi", 2), "phi"),
    r"\int \mathrm{d}\varphi": (1, "phi"),
    r"\int \varrho\,\mathrm{d}\varrho": ("rho", "rho"),
    r"\int x\,\mathop{}\!\mathrm{d}x": ("x", "x"),
    "∫ φ² dφ": (("^", "phi", 2), "phi"),
    "∫ cos(ϕ)dϕ": (("cos", "phi"), "phi"),
    "∫ 2αdα": (("*", "alpha", 2), "alpha"),
    r"\int 2\alpha d\alpha": (("*", "alpha", 2), "alpha"),
    r"\int ad\tau": ("a", "tau"),
    r"\int_0^1 e^{\tau} d\tau": (("^", "e", "tau"), "tau"),
    r"\int \omega_1 d\omega_1": ("omega1", "omega1"),
    "∫ ω₁ dω₁": ("omega1", "omega1"),
    r"\int \delta\,d\delta": ("delta", "delta"),
    "∫ delta x dx": (("*", "delta", "x"), "x"),
    r"\int \frac{d x}{x}": (("/", 1, "x"), "x"),
    r"\int d x \, x^2": (("^", "x", 2), "x"),
    "∫ dx 2x": (("*", "x", 2), "x"),
}


@pytest.mark.parametrize("text", GREEK_DIFFERENTIALS)
def test_differentials_wherever_they_stand_and_whatever_the_letter(text: str) -> None:
    parsed = parse_integral(text)
    assert (parsed.integrand, parsed.variable) == GREEK_DIFFERENTIALS[text]


@pytest.mark.parametrize("letter, name", [*GREEK.items(), *((f"\\{name} ", name) for name in sorted(GREEK_NAMES))])
def test_every_greek_letter_is_a_variable(letter: str, name: str) -> None:
    for text in (f"∫ d{letter}/(1+{letter}^2)", f"{letter}^2 d{letter}"):
        assert parse_integral(text).variable == name


@pytest.mark.parametrize(
    "text, tree",
    [
        (r"d \theta", ("*", "d", "theta")),  # as "d x", without an integral sign
        ("d*θ", ("*", "d", "theta")),
        ("dπ", ("*", "d", "pi")),  # a circumference
        (r"x^d\theta", ("*", ("^", "x", "d"), "theta")),
        (r"\int_0^d\theta\,d\theta", "theta"),
        ("∫ sin(d x) dx", ("sin", ("*", "d", "x"))),
        ("∫ sin(d x)", ("sin", ("*", "d", "x"))),
        ("∫ e^d x", ("*", ("^", "e", "d"), "x")),
        ("delta", "delta"),
        (r"2\delta", ("*", "delta", 2)),
    ],
)
def test_the_letter_d_in_products(text: str, tree: Tree) -> None:
    assert parse_integral(text).integrand == tree


@pytest.mark.parametrize("text", ["dθ + 1", "dθ/(1+θ²)", r"d\theta^2", "2dθ x"])
def test_a_greek_differential_ends_the_integrand(text: str) -> None:
    with pytest.raises(ParseError, match="end the integrand"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("∫_0^d x", ("x", None, (0, "d"))),
        ("∫^1_d x", ("x", None, ("d", 1))),
        ("∫ d x", (1, "x", None)),
        ("∫_0^1 d x", (1, "x", (0, 1))),
    ],
)
def test_a_bound_d_is_no_differential(text: str, expected: tuple[Tree, str | None, tuple[Tree, Tree] | None]) -> None:
    parsed = parse_integral(text)
    assert (parsed.integrand, parsed.variable, parsed.bounds) == expected


def test_a_bound_d_alone_is_one_bound() -> None:
    with pytest.raises(ParseError, match="one bound"):
        parse_integral("∫_d x")
