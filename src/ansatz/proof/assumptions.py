"""What SymPy's symbols are declared to be, brought to bear on a question and on the conditions of its answer.

    assumptions = Assumptions(reading.symbols)       none where nothing came from SymPy
    assumptions.domain("real", names)                "complex" where a symbol may be, or is, no real number
    assumptions.mirrored(tree, "x")                  −a for a negative a, so that a stands for a positive number
    assumptions.positive("x")                        the parameters that stand for positive numbers then
    assumptions.settled(conditions, "x")             those that they leave open; None where they contradict one

On the real line variables are real, and parameters real and, where samples are drawn, positive.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ansatz.expr.canonical import canonical
from ansatz.expr.tree import Tree, size, substitute
from ansatz.proof.condition import Condition, Relation

if TYPE_CHECKING:
    from sympy import Symbol


class Assumptions:
    """symbols: SymPy's own, by their names in trees."""

    def __init__(self, symbols: "Mapping[str, Symbol]") -> None:
        self._symbols = symbols
        self._negative: dict[str, Tree] = {name: ("neg", name) for name, s in symbols.items() if s.is_negative}

    def not_real(self, names: Iterable[str]) -> list[str]:
        """The names of symbols declared complex, imaginary or not real, in order."""
        return [name for name in sorted(names) if name in self._symbols and _may_leave_the_line(self._symbols[name])]

    def domain(self, asked_for: str, names: Iterable[str]) -> str:
        """The domain on which a question with these symbols is to be answered."""
        return "complex" if self.not_real(names) else asked_for

    def mirrored(self, tree: Tree, variable: str) -> Tree:
        """The tree with −a for parameters a declared negative; twice, it is the same function as before."""
        negative = {name: minus for name, minus in self._negative.items() if name != variable}
        return canonical(substitute(tree, negative)) if negative else tree

    def positive(self, variable: str) -> tuple[str, ...]:
        """The parameters that stand for positive numbers in a mirrored question."""
        return tuple(n for n, s in self._symbols.items() if n != variable and (s.is_positive or s.is_negative))

    def settled(self, conditions: Iterable[Condition], variable: str) -> tuple[Condition, ...] | None:
        """Conditions of a mirrored question in the terms of the question, without those that are certain.

        None where one cannot be met.
        """
        stated = [self._restored(condition, variable) for condition in conditions]
        decided = {condition: self._decide(condition) for condition in stated}
        if False in decided.values():
            return None
        return tuple(condition for condition, value in decided.items() if value is None)

    def _restored(self, condition: Condition, variable: str) -> Condition:
        tree = self.mirrored(condition.tree, variable)
        if condition.relation is Relation.NONZERO and tree != condition.tree:
            tree = min(tree, canonical(("neg", tree)), key=size)
        return Condition(tree, condition.relation)

    def _decide(self, condition: Condition) -> bool | None:
        if not self._symbols:
            return None
        from ansatz.expr.sympy_bridge import to_sympy

        u = to_sympy(condition.tree, self._symbols)
        match condition.relation:
            case Relation.NONZERO:
                return None if u.is_zero is None else not u.is_zero
            case Relation.POSITIVE:
                return u.is_extended_positive  # type: ignore[no-any-return]
            case Relation.NONNEGATIVE:
                return u.is_extended_nonnegative  # type: ignore[no-any-return]


def _may_leave_the_line(symbol: "Symbol") -> bool:
    if symbol.is_extended_real is not None:
        return not symbol.is_extended_real
    return symbol.is_real is False or bool(symbol.is_complex)


__all__ = ["Assumptions"]
