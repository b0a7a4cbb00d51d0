"""Real points on which claims are tried: of all scales, and on both sides of every special point.

All are exact dyadic numbers, so that a ball computed there has no width but that of rounding.
"""

import random
from collections.abc import Iterable

from flint import arb, ctx

BITS = 400  # of a place: 10^-30 beside 10^14, and more
_FAR, _NEAR = (1, 3, 6, 10), (15, 20, 25, 30)  # decimal exponents of distances
_SCALES = 14  # decimal exponents of the largest and the smallest places


def exact(value: arb) -> arb:
    """The middle of a ball."""
    with ctx.workprec(BITS):
        return value.mid()


def power_of_ten(n: int) -> arb:
    with ctx.workprec(BITS):
        return (arb(10) ** n).mid()


def all_scales(rng: random.Random, count: int) -> list[arb]:
    """±10^u, u evenly distributed: half of them beyond 10 or below 1/10."""
    step = 2 * _SCALES / count
    exponents = [-_SCALES + step * (k + rng.random()) for k in range(count)]
    return [arb(rng.choice((-1, 1)) * 10.0**u) for u in exponents]


def moderate(rng: random.Random, count: int) -> list[arb]:
    """Where most domains lie."""
    return [arb(rng.uniform(-scale, scale)) for scale in rng.choices((1, 4, 12, 60), k=count)]


def beside(place: arb, rng: random.Random, distances: Iterable[int] | None = None) -> list[arb]:
    """Both sides of a place, at distances 10^-1 … 10^-30 (of its size, where it is large)."""
    if distances is None:
        distances = (rng.choice(_FAR), rng.choice(_NEAR))
    with ctx.workprec(BITS):
        width = (2 * place.rad()).mid()
        steps = [power_of_ten(-k) + width for k in distances]
        return [(place.mid() + sign * step).mid() for step in steps for sign in (-1, 1)]


def ordered(points: Iterable[arb]) -> list[arb]:
    """In their order, each once."""
    found: list[arb] = []
    for point in sorted(points):
        if not found or found[-1] < point:
            found.append(point)
    return found


__all__ = ["BITS", "all_scales", "beside", "exact", "moderate", "ordered", "power_of_ten"]
