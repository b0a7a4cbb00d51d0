"""Solutions with poles, ends and corners at known places, at any distance, as dense as one likes: where do they end?"""

import random
from dataclasses import dataclass

import symengine as se

from ansatz.evaluate.attack.adversaries.case import X, small_rational, ten
from ansatz.evaluate.attack.adversaries.equations import Y1


@dataclass(frozen=True, slots=True)
class Solved:
    """y solves left = 0; start: where it has its initial value. ends: (first, period) of the places it cannot cross,
    the period None for a single one. label: the kind of y.
    """

    y: se.Expr
    left: se.Expr
    start: se.Expr
    ends: tuple[tuple[se.Expr, se.Expr | None], ...]
    label: str


def solved(rng: random.Random) -> Solved:
    """y' = (the derivative of y), for y = g(s·(x - c))."""
    center = rng.choice((1, -1)) * rng.choice(
        (se.Integer(0), small_rational(rng), ten(rng.randint(1, 45)), se.pi, se.E)
    )
    speed = rng.choice((1, -1)) * rng.choice(
        (se.Integer(1), small_rational(rng), ten(rng.randint(-30, 30)), se.sqrt(2))
    )
    gap = abs(small_rational(rng)) * ten(rng.choice((0, 0, -rng.randint(1, 30))))
    u = se.expand(speed * (X - center))
    half, pi, zero = se.pi / 2, se.pi, se.Integer(0)
    y, roots, label = rng.choice(
        (
            (se.tan(u), ((half, pi),), "tan"),
            (1 / se.cos(u), ((half, pi),), "sec"),
            (se.log(se.cos(u) + 1), ((pi, 2 * pi),), "ln(1 + cos)"),
            (1 / (se.sin(u) - 2 * se.cos(u)), ((se.atan(se.Integer(2)), pi),), "1/(sin - 2 cos)"),
            (1 / (u - 1), ((1 + zero, None),), "a pole"),
            (1 / ((u - 1) * (u - 1 - gap)), ((1 + zero, None), (1 + gap, None)), "two poles"),
            (se.sqrt(1 - u**2), ((1 + zero, None), (-1 + zero, None)), "a half circle"),
            (se.log(1 + u), ((-1 + zero, None),), "a logarithm"),
            (se.acot(u - 1), ((1 + zero, None),), "acot"),
            (abs(u - 1) * (u + 3), ((1 + zero, None),), "a corner"),
            (se.sin(u) / (1 + u**2), (), "no end"),
            (se.exp(1 / (u + gap)), ((-gap, None),), "an essential singularity"),
            (1 / (se.exp(u) - 3), ((se.log(se.Integer(3)), None),), "a pole of exp"),
        )
    )
    ends = tuple(
        (se.expand(root / speed + center), None if period is None else abs(period / speed)) for root, period in roots
    )
    offset = rng.choice((zero, small_rational(rng) / 10, small_rational(rng) * ten(rng.randint(0, 20))))
    start = se.expand(center + offset / speed)
    return Solved(y, Y1 - y.diff(X), start, ends, label)
