"""Functions that are known by a linear differential equation of second order: Airy, Bessel, hypergeometric ones.

They answer differential equations; nobody else meets them: the network has no tokens for them, integrands and equations
that hold them are refused.

A tree is (name, argument) without parameters, (name, parameters, argument) with them, several parameters as pairs:

    ("besselj", "n", "x")                              J_n(x)
    ("kummerm", (",", "a", "b"), "x")                   M(a, b, x)
    ("hypergeom", (",", "a", (",", "b", "c")), "x")       F(a, b; c; x)

SymEngine has them as functions of that name, the argument first. To add one: a row in `HOLONOMIC`, its ball function in
`algebra/balls.py`, its needs in `proof/real_line/requirements.py`, SymPy's way to say it in `expr/sympy_bridge.py`.
Sources: DLMF 9.2, 10.6, 10.29, 13.3, 15.5.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import symengine as se

if TYPE_CHECKING:
    from ansatz.expr.tree import Tree

PAIR = ","


@dataclass(frozen=True, slots=True)
class Holonomic:
    """One function F of parameters a, b, c and the argument u; F⁺ is the one with all parameters greater by 1.

    derivative: dF/du, a tree in these. recurrence: (p, q) with F⁺⁺ = p·F + q·F⁺, which says the function's differential
    equation; None where the derivative is another row. latex: its letter.
    """

    name: str
    parameters: int
    derivative: "Tree"
    recurrence: tuple["Tree", "Tree"] | None
    latex: str


def _raised(name: str, *parameters: str) -> "Tree":
    return (name, paired([("+", p, 1) for p in parameters]), "u")


def paired(parameters: Sequence["Tree"]) -> "Tree":
    """Parameters as one tree."""
    *first, nested = parameters
    for p in reversed(first):
        nested = (PAIR, p, nested)
    return nested


def unpaired(tree: "Tree") -> list["Tree"]:
    """The parameters in a tree of pairs."""
    match tree:
        case (",", first, rest):
            return [first, *unpaired(rest)]
    return [tree]


_ORDER: "Tree" = ("/", ("*", 2, ("+", "a", 1)), "u")  # 2(a + 1)/u
_SLOPE: "Tree" = ("/", "a", "u")
_NEXT: "Tree" = ("+", "a", 1)


def _bessel(name: str, latex: str, sign: int, recurrence: tuple["Tree", "Tree"]) -> Holonomic:
    """F' = a/u·F ± F⁺."""
    derivative = ("+" if sign > 0 else "-", ("*", _SLOPE, (name, "a", "u")), _raised(name, "a"))
    return Holonomic(name, 1, derivative, recurrence, latex)


_KUMMER: "Tree" = ("*", _NEXT, "u")
_GAUSS: "Tree" = (
    "/",
    ("*", "c", ("+", "c", 1)),
    ("*", ("*", _NEXT, ("+", "b", 1)), ("*", "u", ("-", 1, "u"))),
)
_GAUSS_SLOPE: "Tree" = ("/", ("-", ("*", ("+", ("+", "a", "b"), 1), "u"), "c"), "c")
_ROWS = (
    Holonomic("airyai", 0, ("airyaiprime", "u"), None, "Ai"),
    Holonomic("airybi", 0, ("airybiprime", "u"), None, "Bi"),
    Holonomic("airyaiprime", 0, ("*", "u", ("airyai", "u")), None, "Ai'"),
    Holonomic("airybiprime", 0, ("*", "u", ("airybi", "u")), None, "Bi'"),
    _bessel("besselj", "J", -1, (-1, _ORDER)),
    _bessel("bessely", "Y", -1, (-1, _ORDER)),
    _bessel("besseli", "I", 1, (1, ("neg", _ORDER))),
    _bessel("besselk", "K", -1, (1, _ORDER)),
    Holonomic(
        "kummerm",
        2,
        ("*", ("/", "a", "b"), _raised("kummerm", "a", "b")),
        (
            ("/", ("*", "b", ("+", "b", 1)), _KUMMER),
            ("neg", ("/", ("*", ("+", "b", 1), ("-", "b", "u")), _KUMMER)),
        ),
        "M",
    ),
    Holonomic(
        "kummeru",
        2,
        ("neg", ("*", "a", _raised("kummeru", "a", "b"))),
        (("inv", _KUMMER), ("/", ("-", "b", "u"), _KUMMER)),
        "U",
    ),
    Holonomic(
        "hypergeom",
        3,
        ("*", ("/", ("*", "a", "b"), "c"), _raised("hypergeom", "a", "b", "c")),
        (_GAUSS, ("*", _GAUSS, _GAUSS_SLOPE)),
        "F",
    ),
)
HOLONOMIC: dict[str, Holonomic] = {row.name: row for row in _ROWS}
ARITY = {PAIR: 2} | {row.name: 2 if row.parameters else 1 for row in _ROWS}


def _builder(row: Holonomic) -> Callable[..., se.Expr]:
    """From operands to SymEngine's function, whose argument comes first."""
    if not row.parameters:
        return se.Function(row.name)
    return lambda parameters, u: se.Function(row.name)(u, *_parts(parameters))


def _parts(parameters: se.Expr) -> Iterator[se.Expr]:
    while parameters.__class__ is se.FunctionSymbol and parameters.get_name() == PAIR:
        first, parameters = parameters.args
        yield first
    yield parameters


BUILD: dict[str, Callable[..., se.Expr]] = {row.name: _builder(row) for row in _ROWS} | {PAIR: se.Function(PAIR)}


def holonomic(e: se.Basic) -> Holonomic | None:
    """The row of an applied function; None of anything else."""
    return HOLONOMIC.get(e.get_name()) if e.__class__ is se.FunctionSymbol else None


def bindings(e: se.Expr) -> dict[str, se.Expr]:
    """The values of u, a, b, c in an applied function."""
    return dict(zip(("u", "a", "b", "c"), e.args, strict=False))


__all__ = ["ARITY", "BUILD", "HOLONOMIC", "PAIR", "Holonomic", "bindings", "holonomic", "paired", "unpaired"]
