"""A value given with a differential equation, as y'(0) = 1."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Value:
    """One given value: the order-th derivative of a function at a place."""

    function: str
    order: int
    place: Tree
    value: Tree
