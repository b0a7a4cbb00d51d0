"""Locally constant signs: √(u²), |u| and sign(u) as σ·u, σ·u and σ with σ² = 1, σ' = 0.

    ∫ f(x, σ) dx = (F₊ + F₋)/2 + σ (F₊ − F₋)/2,   F± = ∫ f(x, ±1) dx

true on every interval where u does not vanish, which is where f itself is differentiable.

F₊ may be complex, or have poles, where u < 0: that of 1/(1 + |x|) is ln(1 + x). Over v = |u|, u linear, both are needed
for v > 0 only, and with F₊ = F₋ = 0 at v = 0 the whole is continuous:

    ∫ f dx = (F₊ + F₋)/2 + σ (F₊ − F₋)/2,   F± = ±∫ f(x(±v), ±1) dv/u',   v = |u|

With several signs that change at p < q < …, each cell has its own integral, at the point of the cell next to x:

    ∫ f dx = Σ F(c) − F(p),   c = (p + q + |x − p| − |x − q|)/2,   or (x + p ± |x − p|)/2 in the outermost cells
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import symengine as se
from flint import acb

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_even, is_fraction
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.sign_changes import sign_changes

_BITS = 128
_MAX_PLACES = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A function on one cell. start: a finite end of the cell. nearest: the point of the cell next to x."""

    function: se.Expr
    start: se.Expr
    nearest: se.Expr


def split_sign(f: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(f with σ = 1, f with σ = −1, σ as an expression) for the first sign in f, or None."""
    sign = se.Symbol("sigma_")
    found: list[tuple[se.Expr, se.Expr]] = []

    def rule(e: se.Expr) -> se.Expr | None:
        inner, value = _signed(e, x)
        if inner is None or (found and found[0][0] != inner):
            return None
        if not found:
            found.append((inner, _sigma(e, inner)))
        return value(sign)

    g = transform(f, rule)
    if not found:
        return None
    plus, minus = (g.xreplace({sign: se.Integer(value)}) for value in (1, -1))
    if any(has_no_value(branch) for branch in (plus, minus)):
        return None
    return plus, minus, found[0][1]


def split_cells(f: se.Expr, x: se.Symbol, v: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(dF₊/dv, dF₋/dv, u) for the first sign in f whose u is linear; None where there is none."""
    sides: list[se.Expr] = []
    for side in (1, -1):
        found: list[se.Expr] = []

        def rule(e: se.Expr, side: int = side, found: list[se.Expr] = found) -> se.Expr | None:
            inner, value = _signed(e, x)
            if inner is None or (found and found[0] != inner):
                return None
            found.append(inner)
            return value(se.Integer(side))

        g = transform(f, rule)
        if not found:
            return None
        u = found[0]
        slope = u.diff(x) if not u.atoms(se.Abs, se.sign) else se.Integer(0)
        if slope == 0 or x in slope.free_symbols:
            return None
        g = _cancelled(g.xreplace({u: side * v}), v).xreplace(
            {x: se.expand(-u.subs({x: 0}) / slope) + side * v / slope}
        )
        if x in g.free_symbols or has_no_value(g):
            return None
        sides.append(side * g / slope)
    plus, minus = sides
    return plus, minus, u


def pieces(f: se.Expr, x: se.Symbol) -> list[Piece] | None:
    """f without signs on every cell between the places where its signs change; None where these have no names."""
    if f.free_symbols != {x}:
        return None
    corners = [corner for corner in f.atoms(se.Abs, se.sign) if x in corner.free_symbols]
    found: set[se.Expr] = set()
    for corner in corners:
        here = sign_changes(corner.args[0], x)
        if here is None:
            return None
        found.update(here)
    values = {place: evaluate(place, {}, _BITS).real for place in found}
    places = sorted(found, key=lambda place: float(values[place].mid()))
    if not 2 <= len(places) <= _MAX_PLACES:
        return None
    first, last = places[0], places[-1]
    cells = [(first - 1, first, (x + first - abs(x - first)) / 2)]
    cells += [
        (low + (high - low) / 2, low, (low + high + abs(x - low) - abs(x - high)) / 2) for low, high in pairwise(places)
    ]
    cells += [(last + 1, last, (x + last + abs(x - last)) / 2)]
    out = []
    for inside, start, nearest in cells:
        g = _on_cell(f, x, evaluate(inside, {}, _BITS))
        if g is None or has_no_value(g):
            return None
        out.append(Piece(g, start, nearest))
    return out


def _on_cell(f: se.Expr, x: se.Symbol, middle: acb) -> se.Expr | None:
    """f with the signs that its corners have at a place."""
    undecided = False

    def rule(e: se.Expr) -> se.Expr | None:
        nonlocal undecided
        if e.__class__ not in (se.Abs, se.sign) or x not in e.free_symbols:
            return None
        value = evaluate(e.args[0], {x: middle}, _BITS).real
        undecided = undecided or bool(value.contains(0))
        side = 1 if value > 0 else -1
        return side * e.args[0] if e.__class__ is se.Abs else se.Integer(side)

    g = transform(f, rule)
    return None if undecided else g


def _signed(e: se.Expr, x: se.Symbol) -> tuple[se.Expr | None, Callable[[se.Expr], se.Expr]]:
    """(u, value of e for a given σ) where e is |u|, sign(u) or a power of (u^(2k))."""
    if e.__class__ in (se.Abs, se.sign) and x in e.free_symbols:
        u = e.args[0]
        return u, (lambda s: s * u) if e.__class__ is se.Abs else (lambda s: s)
    if e.__class__ is se.Pow and is_fraction(e.args[1]):
        base, exponent = e.args
        if base.__class__ is se.Pow and is_even(base.args[1]):
            u, n = base.args[0], base.args[1]
            power = n * exponent
            if isinstance(power, se.Integer) and x in u.free_symbols:
                return u, lambda s: s ** int(power) * u**power
    return None, lambda s: e


def _cancelled(g: se.Expr, v: se.Symbol) -> se.Expr:
    """Roots of (−1)·(−v) as roots of v."""
    return transform(
        g,
        lambda e: (
            se.expand(e.args[0]) ** e.args[1]
            if e.__class__ is se.Pow and v in e.args[0].free_symbols and e.args[0].__class__ is se.Mul
            else None
        ),
    )


def _sigma(e: se.Expr, u: se.Expr) -> se.Expr:
    """σ in terms of what was written."""
    if e.__class__ is se.sign:
        return e
    return (e if e.__class__ is se.Abs else se.sqrt(u**2)) / u
