"""Cleaning of text and of data, before tokens are made.

    clean("**12,345.67**")              "12345.67"
    defect("oo - oo*i")                  "it contains infinity"     (None where an expression may be kept)

Each step is a function of its own; `clean` composes them.
"""

import re

from ansatz.errors import DomainError, InputError
from ansatz.expr.canonical import has_imaginary, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree, walk

_EMPHASIS = re.compile(r"(?<![\w)])(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1(?![\w(])")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_STRANGE = re.compile(r"[^\w\s+\-*/^().,'|=!?;:]|_(?!\d)")
_SPACES = re.compile(r"\s+")


def strip_markup(text: str) -> str:
    """Markdown's emphasis removed: "**bold**" -> "bold"; the powers of "2**3**4" stay."""
    return _EMPHASIS.sub(r"\2", text)


def join_thousands(text: str) -> str:
    """Thousands separators removed from numbers: "12,345.67" -> "12345.67"; "1, 2" stays."""
    return _THOUSANDS.sub(lambda match: match.group().replace(",", ""), text)


def strip_symbols(text: str) -> str:
    """Characters removed that are neither words, spaces, mathematics nor punctuation: "hello@#" -> "hello"."""
    return _STRANGE.sub("", text)


def fold_case(text: str) -> str:
    """Lower case throughout: "Hello" -> "hello"."""
    return text.lower()


def clean(text: str) -> str:
    """All of the above, and single spaces."""
    return _SPACES.sub(" ", fold_case(strip_symbols(join_thousands(strip_markup(text))))).strip()


def defect(expression: str | Tree) -> str | None:
    """Why an expression must not enter real data, or None: infinity, no value, the imaginary unit, not readable."""
    try:
        tree = parse(expression) if isinstance(expression, str) else expression
        value = to_symengine(tree)
    except DomainError as error:
        return "it contains infinity" if "nfinity" in str(error) else "it has no value"
    except InputError as error:
        return f"it cannot be read: {error}"
    if "i" in set(walk(tree)):
        return "it contains the imaginary unit"
    if has_imaginary(value):
        return "it has a complex value"
    return None
