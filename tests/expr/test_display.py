"""Regrouping for display: the same value, without needless brackets."""

import random

import pytest

from ansatz.errors import InputError
from ansatz.expr.canonical import canonical, to_symengine
from ansatz.expr.display import display
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.problems.trees import TreeSampler


@pytest.mark.parametrize(
    "tree, text",
    [
        (("*", 2, ("*", ("sqrt", 3), "x")), "2*sqrt(3)*x"),
        (("-", ("+", "x", 1), ("+", "y", 2)), "x + 1 - y - 2"),
        (("-", "x", ("-", "y", 2)), "x - y + 2"),
        (("neg", ("+", "x", 1)), "-(x + 1)"),
        (("-", "x", ("neg", "y")), "x + y"),
        (("sin", ("+", "x", ("+", 1, "y"))), "sin(x + 1 + y)"),
    ],
)
def test_needless_brackets_go(tree, text):
    assert to_text(display(tree)) == text


def test_the_value_stays():
    rng, sampler = random.Random(11), TreeSampler()
    compared = 0
    while compared < 300:
        try:
            tree = canonical(sampler.tree(rng, 9))
            value = to_symengine(tree)
        except InputError:
            continue
        shown = display(tree)
        assert (to_symengine(shown) - value).expand() == 0
        assert parse(to_text(shown)) == shown or to_symengine(parse(to_text(shown))) == to_symengine(shown)
        compared += 1
