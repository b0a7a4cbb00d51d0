"""Equations of first order between differentials: M dx + N dy = 0, as textbooks write exact equations.

    with_rates("(x + y) dx = x dy", None)         ("(x + y) *x' = x *y'", ("y", "x"))
    of_rates(tree, "y", "x")                      the same with 1 for x', a tree in y'

The function is y, else what is not t, x or theta, in this order.
"""

import re

from ansatz.errors import ParseError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.derivative_spellings import NAME
from ansatz.expr.tree import Tree, substitute

_DIFFERENTIAL = re.compile(rf"(?<![A-Za-z\\])d({NAME})(?![A-Za-z])")
_VARIABLES = ("t", "x", "theta")
_OPENS, _CONTINUES = "+-*/(=[{^,", re.compile(r"\s*[A-Za-z0-9(\\]")


def with_rates(text: str, function: str | None) -> tuple[str, tuple[str, str] | None]:
    """The text with x' for dx and y' for dy, and (function, variable); the text alone where it holds no two of them.

    text: without primes.
    """
    names = list(dict.fromkeys(m[1] for m in _DIFFERENTIAL.finditer(text)))
    if len(names) != 2 or "'" in text:
        return text, None
    plain = {name.lstrip("\\"): name for name in names}
    if len(plain) != 2:
        return text, None
    chosen = function if function in plain else "y" if "y" in plain else None
    if chosen is None:
        variable = next((name for name in _VARIABLES if name in plain), min(plain))
        chosen = next(name for name in plain if name != variable)
    variable = next(name for name in plain if name != chosen)

    def rate(match: re.Match[str]) -> str:
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        times = "*" if before and before[-1] not in _OPENS else ""
        return f"{times}{match[1]}'" + ("*" if _CONTINUES.match(after) else "")

    return _DIFFERENTIAL.sub(rate, text), (chosen, variable)


def of_rates(tree: Tree, function: str, variable: str) -> Tree:
    """The equation with y' for dy/dx; raises `ParseError` where a term has not exactly one differential."""
    rates = [symbol(f"{name}'") for name in (variable, function)]
    left = to_symengine(tree).expand()
    slopes = [left.diff(rate) for rate in rates]
    terms = sum(slope * rate for slope, rate in zip(slopes, rates, strict=True))
    if any(set(rates) & slope.free_symbols for slope in slopes) or (left - terms).expand() != 0:
        one, other = f"d{variable}", f"d{function}"
        raise ParseError(f"Each term needs one differential, {one} or {other}, as in M {one} + N {other} = 0.")
    return substitute(tree, {f"{variable}'": 1})


__all__ = ["of_rates", "with_rates"]
