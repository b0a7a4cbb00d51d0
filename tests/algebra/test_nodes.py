"""Rules applied to every node of an expression."""

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.expr.canonical import symbol

x = symbol("x")


def test_infinities_are_leaves():
    for infinity in (se.zoo, se.oo):
        e = se.atan(x) + infinity * se.sin(x)
        assert transform(e, lambda node: None) == e
