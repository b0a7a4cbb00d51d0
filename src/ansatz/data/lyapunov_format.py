"""The published text format of Lyapunov data (Alfarano, Charton & Hayat 2024), read and written.

    1|INT+ 2 <SPECIAL_3> * INT- 1 x0 <SPECIAL_3> * INT- 1 0 x1 <TAB> + ^ x0 INT+ 2 ^ x1 INT+ 2

An optional `count|`, the number of variables, then the components of the system x' = f(x) in prefix
notation, each after `<SPECIAL_3>`, a TAB, and V. Integers are a sign word and decimal digits, together or
apart; the variables are x0, x1, …
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ansatz.data.lample_charton import from_words, read_lines, to_words
from ansatz.errors import NotationError, ParseError
from ansatz.expr.tree import Tree

SEPARATOR = "<SPECIAL_3>"
# Arithmetic is written with symbols; functions keep the words that `lample_charton` reads.
_ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow"}
_SYMBOLS = {word: symbol for symbol, word in _ARITHMETIC.items()}


@dataclass(frozen=True, slots=True)
class LyapunovLine:
    """A system and its reference function, as trees."""

    system: tuple[Tree, ...]
    function: Tree

    @property
    def variables(self) -> tuple[str, ...]:
        """x0, x1, …"""
        return tuple(f"x{k}" for k in range(len(self.system)))


def read_line(line: str) -> LyapunovLine:
    """One line of a file; raises `ParseError` where it is not of this format."""
    body = line.rstrip("\n")
    head, bar, rest = body.partition("|")
    if bar and head.strip().isdigit():
        body = rest
    statement, tab, answer = body.partition("\t")
    if not tab:
        raise ParseError("A line of a Lyapunov file is a system, a tab and a function; the tab is missing.")
    count, *components = statement.split(SEPARATOR)
    try:
        system = tuple(_tree(component) for component in components)
        if _tree(count) != len(system):
            raise ParseError(f"A line of a Lyapunov file announces {count.strip()} components and has {len(system)}.")
        return LyapunovLine(system, _tree(answer))
    except NotationError as error:
        raise ParseError(f"A line of a Lyapunov file is malformed: {error}") from error


def read(path: Path) -> Iterator[LyapunovLine]:
    """All lines of a file; a malformed one raises `ParseError` with its number."""
    return read_lines(path, read_line)


def write_line(system: tuple[Tree, ...], function: Tree) -> str:
    """The line of a pair, newline included."""
    parts = [f"INT+ {len(system)}", *(_words(component) for component in system)]
    return f" {SEPARATOR} ".join(parts) + f"\t{_words(function)}\n"


def _tree(words: str) -> Tree:
    return from_words([_ARITHMETIC.get(word, word) for word in words.split()])


def _words(tree: Tree) -> str:
    return " ".join(_SYMBOLS.get(word, word) for word in to_words(tree))
