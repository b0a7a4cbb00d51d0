"""Nothing that is typed makes an algebra library write out an enormous number."""

import subprocess
import sys
import time

import pytest
import symengine as se

from ansatz.errors import DomainError, InputError, LimitError, UnsupportedError
from ansatz.expr import as_tree, derivative, parse, to_symengine
from ansatz.expr.canonical import symbol
from ansatz.expr.tree import Tree, check_limits

NINES = "9" * 199


@pytest.mark.parametrize(
    "text",
    [
        "9^9^9^9",
        "9^-9^9^9",
        "(9/7)^9^9",
        "(1+2i)^999999999",
        "((2+3i)^1000)^1000",
        "(2i)^99999999",
        "pow5(" * 20 + "7" + ")" * 20,
        "pow2(" * 30 + "(1+i)" + ")" * 30,
        "7^((10^9+1)/2)",
        "+".join(f"1/{10**180 + k}" for k in range(20)),
        "*".join([NINES] * 15),
        # What SymEngine folds to a constant, where the tree shows none.
        "(x-x+9)^9^8",
        "(x-x+2+3i)^999999999",
        "(2x)^999999999",
        "(5(x+6+x))^38^5",
        "(x/3)^-999999999",
        "(sqrt(2)*x)^999999999",
        "(x-x+sqrt(2))^999999999",
        "((1+i)*x)^999999999",
        "pow5(" * 20 + "x-x+7" + ")" * 20,
        "(x-x+7)^((x-x+10^9+1)/2)",
    ],
    ids=lambda text: text[:24],
)
def test_enormous_constants(text: str) -> None:
    start = time.process_time()
    with pytest.raises(LimitError, match="bits"):
        to_symengine(parse(text))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2^1000", se.Integer(2**1000)),
        ("(1+i)^100", se.Integer(-(2**50))),
        ("x^(10^100)", se.Symbol("x") ** 10**100),
        ("exp(9^99)", se.exp(9**99)),
        ("e^9^99", se.exp(9**99)),
        ("sqrt(8)^3", 8 * se.sqrt(8)),
        ("1/3+1/7", se.Rational(10, 21)),
    ],
)
def test_great_but_not_enormous(text: str, value: se.Expr) -> None:
    assert se.expand(to_symengine(parse(text)) - value) == 0


@pytest.mark.parametrize("text", ["1/0", "x/0", "sin(1/0)", "1/(x-x)", "exp(2 + ln(x)/(1-1))", "inv(0)"])
def test_the_reason_is_kept(text: str) -> None:
    with pytest.raises(DomainError, match="divides by zero"):
        to_symengine(parse(text))


def test_the_shared_tree() -> None:
    """A tree of few objects but astronomically many nodes is refused at once."""
    tree: Tree = "x"
    for _ in range(90):
        tree = ("+", tree, tree)
    with pytest.raises(LimitError, match="nodes"):
        check_limits(tree)
    assert issubclass(LimitError, InputError)


def test_what_has_no_spelling() -> None:
    with pytest.raises(UnsupportedError, match="cannot be spelt"):
        as_tree(se.Symbol("two words"))
    with pytest.raises(UnsupportedError, match="digits"):
        as_tree(se.Integer(7) ** 9_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["sign(sqrt(-x))", "sign((-x)^a)", "sign(((-2x)^a)^b)", "cbrt(sqrt(-x))", "sign((-pi)^x)"]
)
def test_signs_on_which_symengine_would_recurse_without_end(text: str) -> None:
    code = (
        "from ansatz.expr import parse, to_symengine, derivative; from ansatz.expr.canonical import symbol; "
        f"f = to_symengine(parse({text!r})); derivative(abs(f), symbol('x'))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_the_derivative_of_an_absolute_root() -> None:
    """|sqrt(-x)|' at x = -2, where it is (sqrt(-x))' = -1/(2 sqrt(2))."""
    slope = derivative(to_symengine(parse("|sqrt(-x)|")), symbol("x"))
    assert float(slope.subs({"x": -2}).n(53)) == pytest.approx(-(8**-0.5))


def test_exponents_beyond_the_floats() -> None:
    with pytest.raises(LimitError, match="bits"):
        to_symengine(parse(f"(x-x+7)^({NINES}*{NINES})"))
    to_symengine(parse(f"y^({NINES}*{NINES}) + (x-x+7)^(1/({NINES}*{NINES}))"))
