"""The one measure of how long an expression is: the words of its one spelling."""

from collections.abc import Iterable
from functools import lru_cache

import symengine as se

from ansatz.errors import AnsatzError
from ansatz.expr.canonical import words


@lru_cache(maxsize=4096)
def length(e: se.Expr) -> int:
    """The number of words; of characters, which are more, where the expression has no spelling."""
    try:
        return len(words(e))
    except AnsatzError:
        return len(str(e))


def shortest(forms: Iterable[se.Expr]) -> se.Expr:
    """The first of the shortest forms."""
    return min(forms, key=length)


def shorter(form: se.Expr, e: se.Expr) -> se.Expr:
    """The form where it is shorter than e, else e."""
    return form if length(form) < length(e) else e
