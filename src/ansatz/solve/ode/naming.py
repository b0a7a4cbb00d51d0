"""Names in questions: from the reader's to the model's and back, and how constants of integration are called."""

from collections.abc import Iterable, Mapping, Set

from ansatz.expr.equations import MAX_ORDER
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree
from ansatz.proof.ode.independence import CONSTANTS

_LETTERS = ("C", "K", "B", "c")


def constant_names(count: int, taken: Set[str]) -> tuple[str, ...]:
    """C1, C2, …, or with another letter where one of these is taken."""
    names = (tuple(f"{letter}{k + 1}" for k in range(max(count, MAX_ORDER))) for letter in _LETTERS)
    return next(found for found in names if not set(found) & taken)[:count]


def names_back(forth: Mapping[str, Tree], constants: Iterable[str]) -> dict[str, Tree]:
    """The reader's names of the model's symbols, constants of integration among them."""
    back: dict[str, Tree] = {str(own): theirs for theirs, own in forth.items()}
    return back | dict(zip(map(str, CONSTANTS), constants, strict=False))


def values_text(given: Iterable[tuple[str, Tree, Tree]]) -> str:
    """ "y(0) = 1, y'(0) = 2" of names, places and values."""
    return ", ".join(f"{name}({to_text(place)}) = {to_text(value)}" for name, place, value in given)


__all__ = ["constant_names", "names_back", "values_text"]
