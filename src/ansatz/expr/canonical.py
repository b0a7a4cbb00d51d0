"""The canonical form: SymEngine's automatic simplification, then one deterministic spelling.

    canonical(tree)              tree -> tree
    from_symengine(expression)   SymEngine expression -> tree

What it is composed of has its own modules and is found here too: `engine` (trees to SymEngine), `spelling` (words) and
`differentiation`.
"""

import symengine as se

from ansatz.errors import NotationError, UnsupportedError
from ansatz.expr.differentiation import derivative
from ansatz.expr.notation import from_prefix
from ansatz.expr.spelling import FUNCTION_NAME, words
from ansatz.expr.symengine_bridge import has_imaginary, symbol, to_symengine
from ansatz.expr.tree import Tree


def canonical(tree: Tree) -> Tree:
    """The canonical tree of a function: one function as SymEngine sees it, one spelling."""
    return from_symengine(to_symengine(tree))


def from_symengine(expression: se.Basic) -> Tree:
    """The canonical tree of a SymEngine expression; raises `UnsupportedError` where it has no spelling."""
    try:
        return from_prefix(words(expression))
    except NotationError as error:  # a symbol with a strange name, an integer of thousands of digits
        raise UnsupportedError(f"The expression cannot be spelt: {error}") from None


__all__ = [
    "FUNCTION_NAME",
    "canonical",
    "derivative",
    "from_symengine",
    "has_imaginary",
    "symbol",
    "to_symengine",
    "words",
]
