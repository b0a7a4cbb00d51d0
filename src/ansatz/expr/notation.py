"""Notations: one tree, several ways to write it in a row.

    prefix    operator first          + sin x * 2 x        (Polish notation; the model's own)
    postfix   operator last           x sin 2 x * +        (reverse Polish notation)
    infix     operator in the middle  sin ( x ) + 2 * x    (with the brackets that people need)

A notation maps a tree to words and back; `NOTATIONS` holds them all behind one interface. Integers are
one word each here; tokenizers split them. The round trip is exact: from_words(to_words(tree)) == tree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ansatz.errors import NotationError
from ansatz.expr import holonomic
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import Tree

ARITY: dict[str, int] = {name: operator.arity for name, operator in OPERATORS.items()} | holonomic.ARITY


# Python reads no longer integers by default (sys.get_int_max_str_digits).
MAX_LEAF_DIGITS = 4_000


def _leaf(word: str) -> int | str:
    if word.rstrip("'").isidentifier():
        return word
    digits = word[1:] if word[:1] == "-" else word
    # Exactly the spellings that `str(int)` has, so that equal trees have equal words.
    if not (digits.isdecimal() and digits.isascii()) or (digits[0] == "0" and word != "0"):
        raise NotationError(f"'{word[:60]}' is neither an operator, a symbol nor an integer.")
    if len(digits) > MAX_LEAF_DIGITS:
        raise NotationError(f"An integer has more than {MAX_LEAF_DIGITS} digits.")
    return int(word)


def to_prefix(tree: Tree) -> list[str]:
    """Words of the tree, every operator before its operands."""
    out: list[str] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            out.append(node[0])
            stack.extend(reversed(node[1:]))
        else:
            out.append(str(node))
    return out


def from_prefix(words: Sequence[str]) -> Tree:
    """The tree that prefix words spell; raises `NotationError` where they spell none."""
    return _reduce(reversed(words), reverse=True)


def to_postfix(tree: Tree) -> list[str]:
    """Words of the tree, every operator after its operands."""
    out: list[str] = []
    stack: list[Tree] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            out.append(node[0])
            stack.extend(node[1:])
        else:
            out.append(str(node))
    out.reverse()
    return out


def from_postfix(words: Sequence[str]) -> Tree:
    """The tree that postfix words spell; raises `NotationError` where they spell none."""
    return _reduce(words, reverse=False)


def _reduce(words: Iterable[str], reverse: bool) -> Tree:
    stack: list[Tree] = []
    for word in words:
        arity = ARITY.get(word)
        if arity is None:
            stack.append(_leaf(word))
        elif len(stack) < arity:
            raise NotationError(f"'{word}' lacks an operand.")
        elif arity == 1:
            stack.append((word, stack.pop()))
        else:
            last, first = stack.pop(), stack.pop()
            stack.append((word, last, first) if reverse else (word, first, last))
    if len(stack) != 1:
        raise NotationError("The words spell no single expression.")
    return stack[0]


# Binding strength of the infix operators; unary minus binds as a term.
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}


def to_infix(tree: Tree) -> list[str]:
    """Infix words, with function calls bracketed and no bracket that grouping does not need.

    Chains group to the left; `neg u` is written "neg ( u )", as every named operator is.
    """
    out: list[str] = []

    def write(node: Tree, minimum: int) -> None:
        if not isinstance(node, tuple):
            out.append(str(node))
        elif len(node) == 2:
            out.extend((node[0], "("))
            write(node[1], 0)
            out.append(")")
        else:
            level = _BINDING[node[0]]
            if level < minimum:
                out.append("(")
            write(node[1], level)
            out.append(node[0])
            write(node[2], level + 1)
            if level < minimum:
                out.append(")")

    write(tree, 0)
    return out


def from_infix(words: Sequence[str]) -> Tree:
    """The tree that infix words spell (precedence climbing); raises `NotationError`."""
    position = 0

    def peek() -> str:
        return words[position] if position < len(words) else ""

    def take(expected: str) -> None:
        nonlocal position
        if peek() != expected:
            raise NotationError(f"Expected '{expected}', found '{peek() or 'the end'}'.")
        position += 1

    def operand() -> Tree:
        nonlocal position
        word = peek()
        if word == "":
            raise NotationError("An operand is missing at the end.")
        position += 1
        if word == "(":
            inner = climb(0)
            take(")")
            return inner
        if ARITY.get(word) == 1:
            take("(")
            inner = climb(0)
            take(")")
            return (word, inner)
        if word in ARITY or word == ")":
            raise NotationError(f"An operand is missing before '{word}'.")
        return _leaf(word)

    def climb(minimum: int) -> Tree:
        nonlocal position
        left = operand()
        while (level := _BINDING.get(peek(), -1)) >= max(minimum, 1):
            operator = peek()
            position += 1
            left = (operator, left, climb(level + 1))
        return left

    try:
        tree = climb(0)
    except RecursionError:
        raise NotationError("The words are nested too deeply.") from None
    if position != len(words):
        raise NotationError(f"Unexpected '{peek()}'.")
    return tree


@dataclass(frozen=True, slots=True)
class Notation:
    """A way to write trees as words: `from_words` inverts `to_words`."""

    name: str
    to_words: Callable[[Tree], list[str]]
    from_words: Callable[[Sequence[str]], Tree]


NOTATIONS: dict[str, Notation] = {
    notation.name: notation
    for notation in (
        Notation("prefix", to_prefix, from_prefix),
        Notation("postfix", to_postfix, from_postfix),
        Notation("infix", to_infix, from_infix),
    )
}
