"""The model's own names for the symbols of a question."""

from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.expr.vocabulary import PARAMETERS


def rename(tree: Tree, variable: str) -> tuple[Tree, dict[str, str]]:
    """The tree with the model's own names (x, and parameters a, b, …), and the map back."""
    others = sorted(symbols(tree) - {variable})
    free = [name for name in PARAMETERS if name not in others]
    back = {"x": variable}
    forth: dict[str, Tree] = {variable: "x"}
    for name in others:
        if name not in PARAMETERS:
            if not free:
                continue
            own = free.pop(0)
            forth[name], back[own] = own, name
    return substitute(tree, forth), back
