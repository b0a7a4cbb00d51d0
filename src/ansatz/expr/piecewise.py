"""What is said in cases, as one tree: max and min by |u|, pieces between places by sign(x - place).

    maximum([u, v])                               (u + v + |u - v|)/2
    pieces([("x", ((0, "<", "x"),)), (1, ())])    the first row whose comparisons hold; () always holds

At the places themselves such a tree has the mean of both sides, which no integral notices.
"""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from math import isfinite, nan
from typing import TypeAlias

import symengine as se

from ansatz.errors import DomainError, UnsupportedError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.printing import to_text
from ansatz.expr.symengine_bridge import symbol, to_symengine
from ansatz.expr.tree import Tree, symbols

Comparison: TypeAlias = tuple[Tree, str, Tree]  # left, one of < <= > >=, right
Row: TypeAlias = tuple[Tree, tuple[Comparison, ...]]

_MAX_PLACES = 12
_LINEAR = "The cases of a function are told by comparing one variable with numbers, such as x < 1"


def maximum(values: Sequence[Tree]) -> Tree:
    """The greatest of them."""
    return reduce(lambda u, v: ("/", ("+", ("+", u, v), ("abs", ("-", u, v))), 2), values)


def minimum(values: Sequence[Tree]) -> Tree:
    """The least of them."""
    return reduce(lambda u, v: ("/", ("-", ("+", u, v), ("abs", ("-", u, v))), 2), values)


def pieces(rows: Sequence[Row]) -> Tree:
    """The function whose value is that of the first row whose comparisons all hold.

    Raises `UnsupportedError` for comparisons that are not of one variable with numbers, `DomainError` where no row
    holds somewhere.
    """
    names = {name for _, row in rows for left, _, right in row for name in symbols(left) | symbols(right)}
    if not rows[0][1]:
        return rows[0][0]
    if not names:
        raise UnsupportedError(f"{_LINEAR}; here none occurs.")
    if len(names) > 1:
        raise UnsupportedError(f"{_LINEAR}; here {', '.join(sorted(names))} occur.")
    variable = names.pop()
    x = symbol(variable)
    bounds = [[_bound(comparison, x) for comparison in row] for _, row in rows]
    places = sorted({place for row in bounds for place, _ in row}, key=_float)
    if len(places) > _MAX_PLACES:
        raise UnsupportedError(f"A function of more than {_MAX_PLACES + 1} pieces is not supported.")
    if any(_float(a) == _float(b) for a, b in pairwise(places)):
        raise UnsupportedError(f"{_LINEAR}; some of these are too close to be told apart.")
    rank = {place: k for k, place in enumerate(places)}
    chosen: list[Tree] = []
    for cell in range(len(places) + 1):  # between the places number cell - 1 and cell
        row = next((k for k, row in enumerate(bounds) if all((cell <= rank[c]) == below for c, below in row)), None)
        if row is None:
            where = f"{variable} < {places[0]}" if cell == 0 else f"{variable} > {places[cell - 1]}"
            raise DomainError(f"The function has no value for {where}; say what it is otherwise.")
        chosen.append(rows[row][0])
    total = chosen[0]
    for place, before, after in zip(places, chosen, chosen[1:], strict=False):
        if before != after:
            step: Tree = ("/", ("+", 1, ("sign", _shifted(variable, place))), 2)
            difference: Tree = after if before == 0 else ("neg", before) if after == 0 else ("-", after, before)
            total = ("*", difference, step) if total == 0 else ("+", total, ("*", difference, step))
    return total


def _float(number: se.Expr) -> float:
    """The value of a constant; raises `UnsupportedError` for one that is not real, or beyond floats."""
    try:
        value = float(number.n(53, real=True))
    except (RuntimeError, ValueError, TypeError, OverflowError):
        value = nan
    if not isfinite(value):
        raise UnsupportedError(f"{_LINEAR}; {str(number)[:40]} is no such number.")
    return value


def _bound(comparison: Comparison, x: se.Symbol) -> tuple[se.Expr, bool]:
    """(c, whether it says x < c) of a comparison that is linear in x."""
    left, relation, right = comparison
    gap = se.expand(to_symengine(left) - to_symengine(right))
    slope = gap.diff(x)
    if slope == 0 or slope.free_symbols:
        raise UnsupportedError(f"{_LINEAR}, not by {to_text(left)} {relation} {to_text(right)}.")
    place = se.expand(x - gap / slope)
    return place, (relation in ("<", "<=")) == (_float(slope) > 0)


def _shifted(variable: str, place: se.Expr) -> Tree:
    return variable if place == 0 else ("-", variable, from_symengine(place))


__all__ = ["Comparison", "Row", "maximum", "minimum", "pieces"]
