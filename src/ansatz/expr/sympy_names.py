"""Names in trees for SymPy's symbols, which may be called anything and differ in their assumptions alone.

symbol_names(*expressions)    distinct names for all of them
own_names(expression)         their own names, or an error where these will not do
"""

import re
from collections.abc import Mapping
from typing import TypeAlias

import sympy

from ansatz.errors import UnsupportedError
from ansatz.expr.names import BINARY_CALLS, CONSTANTS_BY_NAME, GREEK, INFINITIES, NO_NUMBERS, function_named
from ansatz.expr.tree import is_leaf

Names: TypeAlias = Mapping[sympy.Symbol, str]

_RESERVED = {*CONSTANTS_BY_NAME, *INFINITIES, *NO_NUMBERS, *BINARY_CALLS}


def symbol_names(*expressions: sympy.Basic) -> dict[sympy.Symbol, str]:
    """A name for each symbol of the expressions, its own where that reads as a symbol and is free.

    x_{max} is xmax and λ is lambda. A name that reads as something else (e, pi, sin), one that no tree can hold and
    that of a second symbol get a number: e1, sin1, x1.
    """
    names: dict[sympy.Symbol, str] = {}
    numbered: list[tuple[sympy.Symbol, str]] = []
    for symbol in _symbols(*expressions):
        name = _spelling(symbol)
        if _reads_as_symbol(name) and name not in names.values():
            names[symbol] = name
        else:
            numbered.append((symbol, name.rstrip("'0123456789")))
    for symbol, stem in numbered:
        number = 1
        while f"{stem}{number}" in names.values() or not _reads_as_symbol(f"{stem}{number}"):
            number += 1
        names[symbol] = f"{stem}{number}"
    return names


def own_names(expression: sympy.Basic) -> dict[sympy.Symbol, str]:
    """The symbols' own names, x_{1} as x1; raises `UnsupportedError` for a reserved, strange or ambiguous one."""
    names: dict[sympy.Symbol, str] = {}
    for symbol in _symbols(expression):
        name = _without_marks(symbol.name)
        if not _reads_as_symbol(name):
            raise UnsupportedError(f"A symbol cannot be named '{name[:40]}'; use another name, such as x or a.")
        if name in names.values():
            raise UnsupportedError(f"Two different symbols are named '{name}'; give them different names.")
        names[symbol] = name
    return names


def _symbols(*expressions: sympy.Basic) -> list[sympy.Symbol]:
    """The symbols in an order that is the same in every run: by name, those with fewer assumptions first."""
    found = {symbol for expression in expressions for symbol in expression.free_symbols if symbol.is_Symbol}
    for symbol in found:
        if not symbol.is_commutative:
            raise UnsupportedError(f"The symbol '{symbol.name[:40]}' does not commute; integrands are numbers.")

    def key(symbol: sympy.Symbol) -> tuple[str, int, str, int]:
        assumptions = sorted(symbol.assumptions0.items())
        return symbol.name, len(assumptions), str(assumptions), getattr(symbol, "dummy_index", 0)

    return sorted(found, key=key)


def _without_marks(name: str) -> str:
    return "".join(letter for letter in name if letter not in "_{}")


def _spelling(symbol: sympy.Symbol) -> str:
    """The name as an identifier: θ is theta, "two words" twowords, and s what has no letters."""
    name = "".join(GREEK.get(letter, letter) for letter in _without_marks(symbol.name) if letter != "\\")
    if not name.rstrip("'").isidentifier():
        name = re.sub("[^A-Za-z0-9]", "", name).lstrip("0123456789") or "s"
    return name[:40]


def _reads_as_symbol(name: str) -> bool:
    """Whether a name is no function, constant or infinity, neither in a tree nor when people read it."""
    return is_leaf(name) and name not in _RESERVED and function_named(name) is None
