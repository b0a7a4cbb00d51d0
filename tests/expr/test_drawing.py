"""Pictures of trees: what they show, and that nothing overlaps."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given

from ansatz.errors import LimitError
from ansatz.expr import draw_svg, draw_text, parse
from ansatz.expr.drawing import label
from ansatz.expr.tree import Tree, walk

from .strategies import trees

SVG = "{http://www.w3.org/2000/svg}"


def test_a_small_tree() -> None:
    assert draw_text(parse("sin(x)+2x")) == "\n".join(
        (
            "    +",
            " ┌──┴──┐",
            "sin    ×",
            " │   ┌─┴─┐",
            " x   x   2",
        )
    )


def test_one_leaf() -> None:
    assert draw_text("x") == "x"
    assert draw_text(-3) == "−3"


@given(trees())
def test_every_node_is_shown_in_text(tree: Tree) -> None:
    words = sorted(re.sub("[│┌┐┴─]", " ", draw_text(tree)).split())
    assert words == sorted(label(node) for node in walk(tree))


@given(trees())
def test_svg_is_well_formed_and_nothing_overlaps(tree: Tree) -> None:
    root = ElementTree.fromstring(draw_svg(tree))
    assert sorted(text.text or "" for text in root.iter(f"{SVG}text")) == sorted(label(node) for node in walk(tree))
    boxes = [
        {name: float(box.get(name, "nan")) for name in ("x", "y", "width", "height")} for box in root.iter(f"{SVG}rect")
    ]
    assert len(boxes) == len(list(walk(tree)))
    for k, one in enumerate(boxes):
        assert one["x"] >= 0 and one["x"] + one["width"] <= float(root.get("width", "0")) + 1
        for other in boxes[:k]:
            if one["y"] == other["y"]:
                assert one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
    edges = len(list(root.iter(f"{SVG}line")))
    assert edges == len(boxes) - 1


def test_svg_escapes_nothing_into_markup() -> None:
    root = ElementTree.fromstring(draw_svg(("+", "<&", "x")))
    assert sorted(text.text or "" for text in root.iter(f"{SVG}text")) == ["+", "<&", "x"]


@pytest.mark.parametrize("draw", [draw_text, draw_svg])
def test_limits(draw) -> None:
    deep: Tree = "x"
    for _ in range(300):
        deep = ("sin", deep)
    with pytest.raises(LimitError):
        draw(deep)
