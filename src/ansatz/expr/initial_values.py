"""Initial values of differential equations, as they are given and as they are used."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Value:
    """One given value: the order-th derivative of a function at a place."""

    function: str
    order: int
    place: Tree
    value: Tree


@dataclass(frozen=True, slots=True)
class InitialValues:
    """place: of the variable. values: of the function and of its derivatives there, as many as the order says."""

    place: Tree
    values: tuple[Tree, ...]


__all__ = ["InitialValues", "Value"]
