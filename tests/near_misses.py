"""Near misses of an expression: one coefficient, exponent, sign or function changed."""

from collections.abc import Iterator

from ansatz.expr.tree import Tree

CONFUSED = {
    "+": "-",
    "-": "+",
    "sin": "cos",
    "cos": "sin",
    "tan": "cot",
    "cot": "tan",
    "sec": "csc",
    "csc": "sec",
    "sinh": "cosh",
    "cosh": "sinh",
    "tanh": "coth",
    "coth": "tanh",
    "asin": "atan",
    "acos": "asin",
    "atan": "asin",
    "asinh": "acosh",
    "acosh": "asinh",
    "atanh": "acoth",
    "exp": "cosh",
    "ln": "atan",
    "sqrt": "cbrt",
    "cbrt": "sqrt",
    "pow2": "pow3",
    "pow3": "pow2",
    "pow4": "pow3",
    "pow5": "pow4",
    "abs": "sign",
}


def near_misses(tree: Tree) -> Iterator[Tree]:
    """All of them, the root's first; some may be the same function, or the same up to a constant."""
    if isinstance(tree, int):
        yield from (tree + 1, tree - 1, -tree)
        return
    yield ("*", 2, tree)
    if isinstance(tree, str):
        return
    operator, *children = tree
    if operator in CONFUSED:
        yield (CONFUSED[operator], *children)  # type: ignore[misc]
    if operator == "neg":
        yield children[0]
    for k, child in enumerate(children):
        for other in near_misses(child):
            yield (operator, *children[:k], other, *children[k + 1 :])  # type: ignore[misc]
