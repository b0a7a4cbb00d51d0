"""The one measure of how long an expression is: the words of its one spelling."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ansatz.errors import AnsatzError
from ansatz.expr.canonical import words


@lru_cache(maxsize=4096)
def length(e: Any) -> int:
    """The number of words; of characters, which are more, where the expression has no spelling."""
    try:
        return len(words(e))
    except AnsatzError:
        return len(str(e))


def shortest(forms: Iterable[Any]) -> Any:
    """The first of the shortest forms."""
    return min(forms, key=length)


def shorter(form: Any, e: Any) -> Any:
    """The form where it is shorter than e, else e."""
    return form if length(form) < length(e) else e
