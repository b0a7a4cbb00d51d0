"""The raw binary tree: an expression as it was written, before anything is simplified.

A tree is a leaf or a node:

    leaf   an int (7, -3), or a str: a symbol ("x", "a") or a constant ("e", "pi", "i")
    node   (operator, child) or (operator, child, child), the operator a name of the operator table

so that x*cos(x) is ("*", "x", ("cos", "x")) and 2.1 is ("/", 21, 10). Trees are immutable, hashable and
compare by value; flattening one gives its prefix notation.

Limits (checked by `check_limits`, before any algebra library sees the tree): at most MAX_NODES nodes,
depth MAX_DEPTH, integers of MAX_DIGITS digits, and constants of at most MAX_POWER_BITS bits.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeGuard

from ansatz.errors import LimitError, UnsupportedError
from ansatz.expr import holonomic
from ansatz.expr.operators import CONSTANTS, OPERATORS, WITHOUT_TOKENS

Tree: TypeAlias = int | str | tuple["str", "Tree"] | tuple["str", "Tree", "Tree"]

# The bounds of improper integrals. Infinity is no number: it occurs in no other tree.
INFINITY: Tree = "oo"
MINUS_INFINITY: Tree = ("neg", INFINITY)

MAX_NODES = 2_000
MAX_DEPTH = 100
MAX_DIGITS = 200
MAX_POWER_BITS = 4_096


def walk(tree: Tree) -> Iterator[Tree]:
    """Every subtree, the root first, depth first, left to right."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, tuple):
            stack.extend(reversed(node[1:]))


def is_node(tree: Tree, operator: str) -> TypeGuard[tuple[Any, ...]]:
    """Whether the root is this operator."""
    return isinstance(tree, tuple) and tree[0] == operator


def size(tree: Tree) -> int:
    """Number of nodes, leaves included."""
    return sum(1 for _ in walk(tree))


def depth(tree: Tree) -> int:
    """Edges on the longest path from the root to a leaf."""
    deepest, level = 0, [tree]
    while level := [child for node in level if isinstance(node, tuple) for child in node[1:]]:
        deepest += 1
    return deepest


def symbols(tree: Tree) -> set[str]:
    """Names of the variables and parameters in the tree (constants left out)."""
    return {leaf for leaf in walk(tree) if isinstance(leaf, str) and leaf not in CONSTANTS}


def substitute(tree: Tree, replacement: Mapping[str, Tree]) -> Tree:
    """The tree with symbols replaced, all at once."""
    if isinstance(tree, str):
        return replacement.get(tree, tree)
    if isinstance(tree, tuple):
        return (tree[0], *(substitute(child, replacement) for child in tree[1:]))  # type: ignore[return-value]
    return tree


def is_elementary(tree: Tree) -> bool:
    """False where erf, Ei, Si, Ci, li, dilog, Γ, ψ, ζ or a function of `ansatz.expr.holonomic` occurs."""
    return all(n[0] in OPERATORS and OPERATORS[n[0]].elementary for n in walk(tree) if isinstance(n, tuple))


def refuse_holonomic(tree: Tree) -> Tree:
    """The same tree; raises `UnsupportedError` where Bessel functions and their like occur, which only answers have."""
    for node in walk(tree):
        if isinstance(node, tuple) and node[0] in holonomic.HOLONOMIC:
            raise UnsupportedError(f"'{node[0]}' occurs in answers only; it is outside the operator table.")
    return tree


def refuse_of_variables(tree: Tree, variables: Collection[str]) -> Tree:
    """The same tree; raises `UnsupportedError` where Γ, ψ or ζ is applied to these, which it is to constants only."""
    for node in walk(tree):
        if isinstance(node, tuple) and node[0] in WITHOUT_TOKENS and not symbols(node).isdisjoint(variables):
            name = OPERATORS[node[0]].sympy
            raise UnsupportedError(f"'{name}' of a variable is outside the operator table; of constants it is known.")
    return tree


def check_limits(tree: Tree) -> Tree:
    """The same tree, or `LimitError` with the limit that it exceeds."""
    count, level, levels = 0, [tree], 0
    while level:
        count += len(level)
        if count > MAX_NODES:
            raise LimitError(f"The expression has more than {MAX_NODES} nodes; split it into smaller parts.")
        if levels > MAX_DEPTH:
            raise too_deep()
        for leaf in level:
            if isinstance(leaf, int) and leaf.bit_length() > MAX_DIGITS * 3.33:
                raise LimitError(f"A number has more than {MAX_DIGITS} digits; use a symbol for it.")
        level = [child for node in level if isinstance(node, tuple) for child in node[1:]]
        levels += 1
    _constant_size(tree)
    return tree


def too_deep() -> LimitError:
    return LimitError(f"The expression is nested more than {MAX_DEPTH} levels deep; simplify it first.")


class _Size(NamedTuple):
    """An upper bound of a constant's size: bits of its numerator and denominator together, and its value if small."""

    bits: float
    value: int | None
    is_integer: bool


def _constant_size(tree: Tree) -> _Size | None:
    """The size of a constant that is built from integers and i; None where anything else occurs."""
    if isinstance(tree, int):
        return _Size(max(1.0, math.log2(abs(tree) + 1)), tree if abs(tree) < 1 << 64 else None, True)
    if isinstance(tree, str):
        return _Size(1.0, None, True) if tree == "i" else None
    sizes = [_constant_size(child) for child in tree[1:]]
    parts = [size for size in sizes if size is not None]
    if len(parts) < len(sizes):
        return None
    is_integer = all(part.is_integer for part in parts) and tree[0] not in ("/", "inv")
    match tree[0]:
        case "+" | "-" if is_integer:
            bits = max(part.bits for part in parts) + 1
        case "+" | "-" | "*" | "/":
            bits = sum(part.bits for part in parts) + 1
        case "^":
            bits = parts[0].bits * _greatest_exponent(parts[1])
            is_integer = is_integer and (parts[1].value or -1) >= 0
        case "pow2" | "pow3" | "pow4" | "pow5":
            bits = parts[0].bits * int(tree[0][3])
        case "neg" | "inv" | "sqrt" | "cbrt" | "abs":
            bits = parts[0].bits
        case _:
            return None
    if bits > MAX_POWER_BITS:
        raise LimitError(f"A constant has more than {MAX_POWER_BITS} bits; write a symbol in place of a part of it.")
    return _Size(bits, _small_value(tree[0], [part.value for part in parts]), is_integer)


def _greatest_exponent(exponent: _Size) -> float:
    if exponent.value is not None:
        return abs(exponent.value)
    return 2**exponent.bits if exponent.bits <= 16 else math.inf


def _small_value(operator: str, values: list[int | None]) -> int | None:
    if any(value is None for value in values):
        return None
    match operator, values:
        case "+", [int(u), int(v)]:
            value = u + v
        case "-", [int(u), int(v)]:
            value = u - v
        case "*", [int(u), int(v)]:
            value = u * v
        case "^", [int(u), int(v)] if 0 <= v <= 64:
            value = u**v
        case "neg", [int(u)]:
            value = -u
        case _:
            return None
    return value if abs(value) < 1 << 64 else None


def check_tree(tree: Any) -> Tree:
    """The same tree, or `UnsupportedError` where it is none (an unknown operator, a wrong arity, a strange leaf)."""
    stack, count = [tree], 0
    while stack:
        node = stack.pop()
        count += 1
        if count > MAX_NODES:
            raise LimitError(f"The expression has more than {MAX_NODES} nodes; split it into smaller parts.")
        if isinstance(node, tuple):
            arity = _arity(node[0]) if node and isinstance(node[0], str) else None
            if arity is None or len(node) != arity + 1:
                raise UnsupportedError(
                    f"{str(node)[:60]} is no node of a tree: an operator and its operands are expected."
                )
            stack.extend(node[1:])
        elif not is_leaf(node):
            raise UnsupportedError(f"{str(node)[:60]!r} is no leaf of a tree: an integer or a name is expected.")
    return check_limits(tree)


def _arity(name: str) -> int | None:
    operator = OPERATORS.get(name)
    return holonomic.ARITY.get(name) if operator is None else operator.arity


def is_leaf(leaf: Any) -> bool:
    """Whether an object is an integer or a name that no operator bears, nor infinity."""
    if isinstance(leaf, str):
        return (
            leaf not in OPERATORS
            and leaf not in holonomic.HOLONOMIC
            and leaf != INFINITY
            and leaf.rstrip("'").isidentifier()
        )
    return isinstance(leaf, int) and not isinstance(leaf, bool)
