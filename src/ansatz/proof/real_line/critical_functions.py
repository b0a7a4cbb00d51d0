"""Whose zeros can be singular points of an expression: denominators, radicands, arguments of logarithms, of |·| …

    critical_functions((F, f))     {g: kind}: where no g vanishes F and f are analytic, along the real line

Sources of the singular points of each function: DLMF 4.2, 4.23, 4.37, 5.2, 6.2, 25.2, 25.12.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

import symengine as se

from ansatz.algebra.nodes import ENTIRE_ODD, FUNCTIONS, NAMED, base_and_exponent, name_of, variable_nodes
from ansatz.errors import UnsupportedError


class Kind(StrEnum):
    """What may happen where a critical function vanishes; a later one includes the earlier."""

    CORNER = "corner"  # of |u|, which stays continuous
    JUMP = "jump"  # of sign(u)
    POLE = "pole"  # of a function that continues analytically around it
    BRANCH = "branch"  # of a root, a logarithm, an inverse function: real on one side only


_SEVERITY = {kind: rank for rank, kind in enumerate(Kind)}


_ARGUMENT: Callable[[se.Expr], tuple[se.Expr, ...]] = lambda u: (u,)  # noqa: E731
_UNITS: Callable[[se.Expr], tuple[se.Expr, ...]] = lambda u: (u - 1, u + 1)  # noqa: E731
_CRITICAL: dict[type | str, tuple[Callable[[se.Expr], tuple[se.Expr, ...]], Kind]] = {
    se.log: (_ARGUMENT, Kind.BRANCH),
    se.tan: (lambda u: (se.cos(u),), Kind.POLE),
    se.sec: (lambda u: (se.cos(u),), Kind.POLE),
    se.cot: (lambda u: (se.sin(u),), Kind.POLE),
    se.csc: (lambda u: (se.sin(u),), Kind.POLE),
    se.coth: (_ARGUMENT, Kind.POLE),
    se.csch: (_ARGUMENT, Kind.POLE),
    se.asin: (_UNITS, Kind.BRANCH),
    se.acos: (_UNITS, Kind.BRANCH),
    se.atanh: (_UNITS, Kind.BRANCH),
    se.acosh: (_UNITS, Kind.BRANCH),
    se.acot: (_ARGUMENT, Kind.JUMP),
    se.acsch: (_ARGUMENT, Kind.POLE),
    se.asec: (lambda u: (u, *_UNITS(u)), Kind.BRANCH),
    se.acsc: (lambda u: (u, *_UNITS(u)), Kind.BRANCH),
    se.acoth: (lambda u: (u, *_UNITS(u)), Kind.BRANCH),
    se.asech: (lambda u: (u, *_UNITS(u)), Kind.BRANCH),
    se.Abs: (_ARGUMENT, Kind.CORNER),
    se.sign: (_ARGUMENT, Kind.JUMP),
    "Ei": (_ARGUMENT, Kind.BRANCH),
    "Ci": (_ARGUMENT, Kind.BRANCH),
    "li": (lambda u: (u, u - 1), Kind.BRANCH),
    "dilog": (lambda u: (u - 1,), Kind.BRANCH),
    **dict.fromkeys(("tgamma", "digamma"), (lambda u: (1 / se.Function("tgamma")(u),), Kind.POLE)),
    "riemannzeta": (lambda u: (u - 1,), Kind.POLE),
    **dict.fromkeys(ENTIRE_ODD, (lambda u: (), Kind.BRANCH)),
}


def critical_functions(expressions: Iterable[se.Expr]) -> dict[se.Expr, Kind]:
    """The critical functions of all of them, those of parameters alone included.

    Raises `UnsupportedError` for a function that is not known.
    """
    found: dict[se.Expr, Kind] = {}
    for node in variable_nodes(expressions):
        for g, kind in _of_node(node):
            if g.free_symbols and (g not in found or _SEVERITY[found[g]] < _SEVERITY[kind]):
                found[g] = kind
    return found


def _of_node(node: se.Expr) -> list[tuple[se.Expr, Kind]]:
    kind = node.__class__
    if kind is se.Pow:
        base, exponent = base_and_exponent(node)
        if base == se.E or (isinstance(exponent, se.Integer) and exponent > 0):
            return []
        return [(base, Kind.POLE if isinstance(exponent, se.Integer) else Kind.BRANCH)]
    row = _CRITICAL.get(name_of(node) or kind)
    if row is not None:
        functions, what = row
        return [(g, what) for g in functions(node.args[0])]
    if kind is NAMED or (node.args and kind not in (se.Add, se.Mul, *FUNCTIONS)):
        raise UnsupportedError(f"Nothing is known about the singular points of '{node}'.")
    return []


__all__ = ["Kind", "critical_functions"]
