"""MathML is well-formed, every script has its number of parts, and its leaves are the tree's, in order."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from ansatz.expr.mathml import document, integral, name, to_mathml
from ansatz.expr.operators import OPERATORS
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree

from .strategies import trees

PARTS = {"mfrac": 2, "msup": 2, "msub": 2, "mroot": 2, "msubsup": 3}


def read(markup: str) -> ElementTree.Element:
    root = ElementTree.fromstring(document(markup))
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        assert len(element) == PARTS.get(tag, len(element)), f"{tag} has {len(element)} parts"
    return root


def text(markup: str) -> str:
    """What is seen, invisible operators left out."""
    return "".join(read(markup).itertext()).replace("\u2061", "").replace("\u2062", "")


@settings(max_examples=200, deadline=None)
@given(trees())
def test_every_tree_is_well_formed(tree: Tree) -> None:
    read(to_mathml(tree))


@pytest.mark.parametrize("operator", [op for op in OPERATORS.values() if op.arity == 1], ids=lambda op: op.name)
def test_every_function_shows_its_argument(operator: object) -> None:
    assert "q" in text(to_mathml((operator.name, "q")))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given_", "seen"),
    [
        ("x*cos(x)", "xcos(x)"),
        ("(a+b)*c", "(a+b)c"),
        ("a-(b-c)", "a−(b−c)"),
        ("a+(b-c)", "a+b−c"),
        ("2*3*x", "2⋅3x"),
        ("(-2)^x", "(−2)x"),
        ("sin(x)^2", "sin2(x)"),
        ("ln|x|", "ln|x|"),
        ("(x+1)^2", "(x+1)2"),
        ("2^3^x", "23x"),
        ("theta*pi", "θπ"),
        ("-(x+1)", "−(x+1)"),
        ("asinh(x)", "arsinh(x)"),
    ],
)
def test_brackets_are_where_people_need_them(given_: str, seen: str) -> None:
    assert text(to_mathml(parse(given_))) == seen


def test_names_and_integrals() -> None:
    assert text(name("x_1")) == "x1" and "<msub>" in name("x1")
    assert text(name("y''")) == "y′′"
    assert "&lt;" in name("<b>")
    assert text(integral(("+", "x", 1), "x", (0, "oo"))) == "∫0∞(x+1)dx"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("besselj(1/3, 2x)", "J13(2x)"),
        ("airyai(x) + 1", "Ai(x)+1"),
        ("airybiprime(x)", "Bi′(x)"),
        ("kummerm(1, a, x)", "M(1,a,x)"),
        ("hypergeom(1, 2, 3, x)", "F(1,2,3,x)"),
    ],
)
def test_special_functions_show_parameters_and_argument(written: str, seen: str) -> None:
    assert text(to_mathml(parse(written))) == seen
