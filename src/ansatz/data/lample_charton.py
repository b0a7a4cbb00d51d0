"""The Lample–Charton text format, read and written, so that public data sets and test sets can be used.

    sub Y' add INT+ 3 mul INT+ 2 x <TAB> add pow x INT+ 2 mul INT+ 3 x

One problem a line, prefix notation, TAB, the reference answer; an optional `count|` stands before. Integrals
state y' = f as `sub Y' f`; other differential equations are the left side of "= 0" in x, Y, Y', Y''. Integers are
a sign word and decimal digits, together or apart ("INT- 1 0" is -10); rationals are `div p q`; constants are E,
pi, I; the constants of integration c1, c2 are called a8, a9.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ansatz.errors import NotationError, ParseError
from ansatz.expr.notation import from_prefix, to_prefix
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import Tree, symbols

_Line = TypeVar("_Line")

_TO_OWN = {op.lample_charton: op.name for op in OPERATORS.values() if op.lample_charton} | {
    "E": "e",
    "I": "i",
    "a8": "c1",
    "a9": "c2",
}
_TO_THEIRS = {own: theirs for theirs, own in _TO_OWN.items()}
_UNKNOWNS = {"Y", "Y'", "Y''"}
_SIGNS = {"INT+": "", "INT-": "-"}


@dataclass(frozen=True, slots=True)
class Line:
    """One problem and its reference answer, as trees. `statement` still holds Y, Y' and Y''."""

    statement: Tree
    answer: Tree

    @property
    def integrand(self) -> Tree | None:
        """f where the statement is Y' - f(x), an integral; None for other equations."""
        match self.statement:
            case ("-", "Y'", f) if not _UNKNOWNS & symbols(f):
                return f
        return None

    @property
    def order(self) -> int:
        """Of the highest derivative in the statement: 1 or 2, or 0 where there is none."""
        found = symbols(self.statement)
        return 2 if "Y''" in found else int("Y'" in found)


def read_line(line: str) -> Line:
    """One line of a file; raises `ParseError` where it is not of this format."""
    body = line.rstrip("\n").split("|", 1)[-1] if line.split("|", 1)[0].isdigit() else line.rstrip("\n")
    statement, tab, answer = body.partition("\t")
    if not tab:
        raise ParseError("A line of a Lample–Charton file is a problem, a tab and an answer; the tab is missing.")
    try:
        return Line(from_words(statement.split()), from_words(answer.split()))
    except NotationError as error:
        raise ParseError(f"A line of a Lample–Charton file is malformed: {error}") from error


def read(path: Path) -> Iterator[Line]:
    """All lines of a file; a malformed one raises `ParseError` with its number."""
    return read_lines(path, read_line)


def read_lines(path: Path, read_line: Callable[[str], _Line]) -> Iterator[_Line]:
    """What `read_line` makes of each line that is not blank; its `ParseError` is raised with the line's number."""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield read_line(line)
                except ParseError as error:
                    raise ParseError(f"{path}, line {number}: {error}") from error


def write_line(integrand: Tree, antiderivative: Tree) -> str:
    """The line of an integral, newline included."""
    return f"sub Y' {' '.join(to_words(integrand))}\t{' '.join(to_words(antiderivative))}\n"


def write_equation(equation: Tree, solution: Tree) -> str:
    """The line of a differential equation, equation = 0, and its general solution, newline included."""
    return f"{' '.join(to_words(equation))}\t{' '.join(to_words(solution))}\n"


def from_words(words: Sequence[str]) -> Tree:
    """The tree of Lample–Charton prefix words; raises `NotationError`."""
    own: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word in _SIGNS:
            digits = ""
            while position < len(words) and words[position].isdigit():
                digits += words[position]
                position += 1
            if not digits:
                raise NotationError(f"'{word}' lacks its digits.")
            own.append(_SIGNS[word] + digits)
        else:
            own.append(_TO_OWN.get(word, word))
    return from_prefix(own)


def to_words(tree: Tree) -> list[str]:
    """Lample–Charton words of a tree; compact operators are written out (pow5 u = pow u INT+ 5)."""
    out: list[str] = []
    for word in to_prefix(_written_out(tree)):
        if word.lstrip("-").isdigit():
            out += ["INT-" if word[0] == "-" else "INT+", *word.lstrip("-")]
        else:
            out.append(_TO_THEIRS.get(word, word))
    return out


def _written_out(tree: Tree) -> Tree:
    """The format's own canonical habits: -u = mul INT- 1 u, 1/u = pow u INT- 1, u/v = mul u pow v INT- 1."""
    if not isinstance(tree, tuple):
        return tree
    operator, *children = tree
    inner = [_written_out(child) for child in children]
    match operator:
        case "neg":
            return -inner[0] if isinstance(inner[0], int) else ("*", -1, inner[0])
        case "inv":
            return ("^", inner[0], -1)
        case "pow2" | "pow3" | "pow4" | "pow5":
            return ("^", inner[0], int(operator[3]))
        case "-":
            return ("+", inner[0], _written_out(("neg", children[1])))
        case "/" if not all(isinstance(child, int) for child in inner):
            return ("*", inner[0], ("^", inner[1], -1))
    return (operator, *inner)  # type: ignore[return-value]
