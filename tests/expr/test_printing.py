"""Text and LaTeX of trees, and that they are read back."""

import pytest
from hypothesis import given, reject, settings

from ansatz.errors import InputError
from ansatz.expr import canonical, parse, to_latex, to_text
from ansatz.expr.printing import as_written
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree

from .strategies import small_trees, trees

TEXT = {
    ("*", "x", 2): "2x",
    ("*", 2, "x"): "2*x",
    ("*", "x", 1): "x*1",
    ("*", "x", -2): "x*(-2)",
    ("*", -2, "x"): "(-2)*x",
    ("*", ("+", "x", 1), 2): "2(x + 1)",
    ("*", ("^", "x", 2), 3): "3x^2",
    ("*", ("^", 3, "x"), 2): "3^x*2",
    ("*", ("abs", "x"), 2): "|x|*2",
    ("neg", "x"): "-x",
    ("neg", ("*", "x", 2)): "-2x",
    ("neg", 2): "-(2)",
    -2: "-2",
    ("neg", ("+", "x", 1)): "-(x + 1)",
    ("^", "x", 2): "x^2",
    ("^", "x", -2): "x^(-2)",
    ("^", ("^", "x", 2), 3): "(x^2)^3",
    ("^", "x", ("^", 2, 3)): "x^2^3",
    ("^", ("sin", "x"), 2): "sin(x)^2",
    ("pow3", ("neg", "x")): "(-x)^3",
    ("inv", ("+", "x", 1)): "1/(x + 1)",
    ("sqrt", "x"): "sqrt(x)",
    ("ln", ("abs", "x")): "ln|x|",
    ("abs", ("abs", "x")): "abs(|x|)",
    ("/", ("cos", "x"), ("*", "x", 2)): "cos(x)/(2x)",
    ("/", ("/", "x", "y"), "z"): "x/y/z",
    ("/", "x", ("/", "y", "z")): "x/(y/z)",
    ("+", "x", ("+", 2, 3)): "x + 2 + 3",
    ("+", ("+", "x", 2), 3): "(x + 2) + 3",
    ("-", "x", ("+", 2, 3)): "x - (2 + 3)",
    ("+", "x", -2): "x + (-2)",
    ("+", ("-", "x", 2), ("+", 3, 4)): "x - 2 + 3 + 4",
}


@pytest.mark.parametrize("tree", TEXT, ids=str)
def test_text_as_people_type_it(tree: Tree) -> None:
    assert to_text(tree) == TEXT[tree]


LATEX: dict[Tree, str] = {
    ("/", "x", ("sqrt", ("-", 1, ("^", "x", 2)))): r"\frac{x}{\sqrt{1 - x^{2}}}",
    ("^", ("sin", "x"), 2): r"\sin^{2}\left(x\right)",
    ("ln", ("abs", "x")): r"\ln\left|x\right|",
    ("exp", ("neg", ("^", "x", 2))): r"e^{-x^{2}}",
    ("cbrt", "x"): r"\sqrt[3]{x}",
    ("asinh", "x0"): r"\operatorname{arsinh}\left(x_{0}\right)",
    ("*", "x", 2): "2 x",
    ("*", 2, 3): r"2 \cdot 3",
    ("*", "alpha", ("/", 1, 2)): r"\alpha \frac{1}{2}",
    ("*", 2, ("/", 1, 2)): r"2 \cdot \frac{1}{2}",
    ("*", "f", ("+", "x", 1)): r"f \cdot \left(x + 1\right)",
    ("dilog", "pi"): r"\operatorname{Li}_{2}\left(\pi\right)",
}


@pytest.mark.parametrize("tree", LATEX, ids=str)
def test_latex(tree: Tree) -> None:
    assert to_latex(tree) == LATEX[tree]


def test_infinite_bounds() -> None:
    assert [to_text(bound) for bound in (INFINITY, MINUS_INFINITY)] == ["oo", "-oo"]
    assert [to_latex(bound) for bound in (INFINITY, MINUS_INFINITY)] == [r"\infty", r"-\infty"]


@given(trees(max_leaves=25))
def test_text_is_read_back_exactly(tree: Tree) -> None:
    assert parse(to_text(tree)) == as_written(tree)


@given(trees(max_leaves=12))
@settings(deadline=1000)
def test_latex_is_read_back_as_the_same_function(tree: Tree) -> None:
    try:
        expected = canonical(tree)
    except InputError:
        reject()
    assert canonical(parse(to_latex(tree))) == expected


@given(small_trees)
def test_printing_the_canonical_tree_keeps_it(tree: Tree) -> None:
    try:
        one = canonical(tree)
    except InputError:
        reject()
    assert canonical(parse(to_text(one))) == canonical(one)
