"""Conditions on parameters, as data: an expression and how it compares with zero.

Condition.on(a + 1, Relation.NONZERO)      prints as "a != -1"
needed(conditions)                         without those that others imply
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import symengine as se

from ansatz.algebra.together import fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import canonical, from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, substitute, symbols


class Relation(StrEnum):
    """How an expression compares with zero; over the complex numbers, one that is positive is also real."""

    NONZERO = "!="
    POSITIVE = ">"
    NONNEGATIVE = ">="


@dataclass(frozen=True, slots=True)
class Condition:
    """tree: an expression in parameters, canonical. relation: its own to zero."""

    tree: Tree
    relation: Relation

    @classmethod
    def on(cls, u: se.Expr, relation: Relation) -> "Condition":
        """The condition on a SymEngine expression; raises `UnsupportedError` for one without a spelling."""
        return cls(from_symengine(u), relation)

    def renamed(self, names: Mapping[str, Tree]) -> "Condition":
        """The same with parameters replaced."""
        return Condition(canonical(substitute(self.tree, names)), self.relation)

    def implies(self, other: "Condition") -> bool:
        """Whether the other is needless beside this one, as u + 1 != 0 is beside u > 0.

        False where that is not seen from the difference of the two expressions, a rational number, nor from their
        quotient, a polynomial.
        """
        if self == other:
            return True
        if other.relation is Relation.NONZERO and self.relation is not Relation.NONNEGATIVE and self._has_factor(other):
            return True
        gap = se.expand(to_symengine(other.tree) - to_symengine(self.tree))
        if self.relation is Relation.NONZERO or not isinstance(gap, se.Rational):
            return False
        strict = self.relation is Relation.POSITIVE or other.relation is Relation.NONNEGATIVE
        return bool(gap > 0 or (gap == 0 and strict))

    def _has_factor(self, other: "Condition") -> bool:
        """Whether this expression is a multiple of the other one by a polynomial."""
        try:
            return fraction(to_symengine(self.tree) / to_symengine(other.tree))[1] == 1
        except ALGEBRA_FAILURES:
            return False

    @property
    def _reversed(self) -> str:
        return self.relation.value.replace(">", "<")

    def __str__(self) -> str:
        """ "a != -1" for a + 1 and "a < 1" for 1 - a > 0; else "a^2 - 1 > 0"."""
        names = symbols(self.tree)
        if len(names) == 1:
            (name,) = names
            tree = to_symengine(self.tree)
            for rest, relation in ((symbol(name) - tree, self.relation.value), (symbol(name) + tree, self._reversed)):
                if not (number := se.expand(rest)).free_symbols:
                    return f"{name} {relation} {to_text(from_symengine(number))}"
        return f"{to_text(display(self.tree))} {self.relation} 0"

    def to_dict(self) -> dict[str, str]:
        """Plain JSON values: the condition as text, and its parts."""
        return {"text": str(self), "expression": to_text(display(self.tree)), "relation": str(self.relation)}


def needed(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions without repetitions and without what others imply."""
    kept: list[Condition] = []
    for condition in conditions:
        if not any(other.implies(condition) for other in kept):
            kept = [other for other in kept if not condition.implies(other)] + [condition]
    return tuple(kept)


__all__ = ["Condition", "Relation", "needed"]
