r"""Functions in cases, as SymPy and as LaTeX write them.

Piecewise((x, x < 0), (x^2, 0 <= x < 1), (1, True))
\begin{cases} x & x < 0 \\ x^2 & \text{otherwise} \end{cases}
"""

from typing import TYPE_CHECKING

from ansatz.errors import InputError
from ansatz.expr.lexer import Token, error
from ansatz.expr.piecewise import Comparison, Row, pieces
from ansatz.expr.tree import Tree

if TYPE_CHECKING:
    from ansatz.expr.grammar import Reader


def read_cases(reader: "Reader", opening: Token) -> Tree:
    """The function, its opening word read."""
    outside, reader.in_bars = reader.in_bars, False
    rows = _piecewise(reader) if opening.kind == "piecewise" else _latex(reader)
    reader.in_bars = outside
    return pieces(rows)


def _kind(reader: "Reader") -> str:
    return reader.tokens[reader.position].kind


def _skip(reader: "Reader", *kinds: str) -> bool:
    found = _kind(reader) in kinds
    reader.position += found
    return found


def _expect(reader: "Reader", kind: str) -> None:
    if not _skip(reader, kind):
        raise reader.unexpected(reader.tokens[reader.position])


def _piecewise(reader: "Reader") -> list[Row]:
    _expect(reader, "(")
    rows: list[Row] = []
    while True:
        _expect(reader, "(")
        value = reader.sum()
        _expect(reader, ",")
        rows.append((value, _condition(reader)))
        _expect(reader, ")")
        if not _skip(reader, ","):
            break
    _expect(reader, ")")
    return rows


def _latex(reader: "Reader") -> list[Row]:
    rows: list[Row] = []
    while not _skip(reader, "end of cases"):
        value = reader.sum()
        _skip(reader, ",")
        _skip(reader, "&")
        rows.append((value, _condition(reader)))
        _skip(reader, ",")
        if not _skip(reader, "row"):
            _expect(reader, "end of cases")
            break
    if not rows:
        raise error("The cases are empty", reader.tokens[reader.position - 1].position)
    return rows


def _condition(reader: "Reader") -> tuple[Comparison, ...]:
    """Comparisons that all must hold; none where the row holds otherwise."""
    _skip(reader, "if")
    if _skip(reader, "otherwise"):
        return ()
    found = list(_comparisons(reader))
    while _skip(reader, "&"):
        found += _comparisons(reader)
    return tuple(found)


def _comparisons(reader: "Reader") -> tuple[Comparison, ...]:
    """x < 1, 0 <= x < 1, or either in brackets."""
    start = reader.position
    if _skip(reader, "("):
        try:
            inner = _condition(reader)
            if inner and _skip(reader, ")") and _kind(reader) != "relation":
                return inner
        except InputError:
            pass  # the bracket belongs to the first side: (x + 1)/2 < 3
        reader.position = start
    sides, relations = [reader.sum()], []
    while _kind(reader) == "relation":
        relations.append(reader.tokens[reader.position].value)
        reader.position += 1
        sides.append(reader.sum())
    if not relations:
        raise error("A condition such as x < 1 is missing", reader.tokens[reader.position].position)
    return tuple((left, r, right) for left, r, right in zip(sides, relations, sides[1:], strict=False))


__all__ = ["read_cases"]
