"""Barrier functions of polynomial systems: sums of squares, nearly so, nonnegative but none, negative far out."""

import random
from dataclasses import dataclass

import symengine as se

from ansatz.evaluate.attack.adversaries.case import small_rational, ten
from ansatz.expr.canonical import symbol

U, V = VARIABLES = (symbol("x0"), symbol("x1"))
_MONOMIALS = (U, V, U**2, U * V, V**2, U**3, U**2 * V)
_MOTZKIN = U**4 * V**2 + U**2 * V**4 - 3 * U**2 * V**2 + 1  # ≥ 0, 0 at (±1, ±1), and no sum of squares


@dataclass(frozen=True, slots=True)
class Barrier:
    """V for x' = field. right: whether it is one; None where unknown. places: to look at."""

    function: se.Expr
    field: tuple[se.Expr, se.Expr]
    right: bool | None
    label: str
    places: tuple[tuple[se.Expr, se.Expr], ...] = ()


def barrier(rng: random.Random) -> Barrier:
    """One claim."""
    k, n = ten(-rng.randint(1, 40)), rng.randint(2, 5)
    squares = sum((_combination(rng) ** 2 for _ in range(rng.randint(1, 3))), se.Integer(0))
    turn, pace = rng.choice((0, 1, U, V**2, 7)), rng.choice((0, 1, U**2, 1 + V**2, k))
    one = se.Integer(1)
    corners = tuple((a * one, b * one) for a in (-1, 1) for b in (-1, 1))
    far = ((1 / k, se.Integer(0)), (-1 / k, se.Integer(0)), (se.Integer(0), 1 / k), (2 / k, 2 / k), (-2 / k, -2 / k))
    function, right, label, places = rng.choice(
        (
            (squares, True, "squares", ()),
            (squares, True, "squares", ()),
            (squares * k, True, "small squares", ()),
            (squares - k * U**2, None, "squares less a little", corners),
            (squares + k * U ** (2 * n - 1), None, "an odd power", far),
            ((U - V) ** 2 - k * U**2, False, "nearly a square", corners),
            ((U - V) ** 2 + k * U**2, True, "just above a square", ()),
            ((U - V) ** 2, True, "a square", ()),
            (U**2 * _MOTZKIN, True, "no sum of squares", ()),
            (U**2 * (_MOTZKIN - k), False, "below Motzkin's", corners),
            (U**2 * (_MOTZKIN + k), True, "above Motzkin's", ()),
            (U**2 + k * U**3, False, "negative far out", far),
            (U**2 - k * U**2 * V**2, False, "negative far out", ((one, 2 / k), (one, 1 / k**2))),
            (squares + k, False, "V(0) is not 0", ()),
            (squares + k * U, None, "a small linear term", ((-k / 9, se.Integer(0)),)),
        )
    )
    slopes = (function.diff(U), function.diff(V))
    field = (-pace * slopes[0] + turn * slopes[1], -pace * slopes[1] - turn * slopes[0])
    if rng.random() < 0.3:
        push = k * rng.choice((U, V, U**3, U * V, U**2 * V, V**5))
        field, right, label = (field[0] + push, field[1]), False if right is False else None, f"{label}, pushed"
    if rng.random() < 0.05:
        field, right, label = (field[0] + k, field[1]), False, f"{label}, no rest at 0"
    if se.expand(function) == 0:
        right = False
    return Barrier(se.expand(function), (se.expand(field[0]), se.expand(field[1])), right, label, places)


def _combination(rng: random.Random) -> se.Expr:
    return sum((small_rational(rng) * m for m in rng.sample(_MONOMIALS, rng.randint(1, 3))), se.Integer(0))
