"""Further points of a solution's domain, at the scales that solution and equation name: for what is not proved.

Where a root or a logarithm in the equation changes its branch depends on the constants of integration as it does on x.
"""

import random
from itertools import zip_longest

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.proof.landmarks import Landscape
from ansatz.proof.ode.independence import CONSTANTS
from ansatz.proof.sampling import Point, points_at

_MAGNITUDES = ((0.4, 4.0), (4.0, 40.0), (0.02, 0.4))  # of constants, each with both signs
_PLACES = 70  # along x, for each choice of constants, and along each constant


def further_points(
    expressions: tuple[se.Expr, ...], domain: Program, slot: int, x: se.Symbol, model: Point, rng: random.Random
) -> list[Point]:
    """Points where the slot has a value and all kernels of its program are real; the most telling ones first.

    expressions: the solution, the terms of the equation after substitution, and conditions. model: values for
    parameters.
    """
    constants = [c for c in CONSTANTS if c in model.coordinates]
    rows: list[list[Point]] = []
    for k, (low, high) in enumerate(_MAGNITUDES * 2):
        chosen = {c: acb(arb((-1) ** (k // (3 - i)) * rng.uniform(low, high))) for i, c in enumerate(constants)}
        start = Point(model.x, model.imaginary, {**model.coordinates, **chosen})
        along_x = Landscape(expressions, x, start.coordinates).places(rng, _PLACES)
        rows.append(points_at(domain, [slot], x, along_x, start))
        if not constants:
            break
    for c in constants:
        along = Landscape(expressions, c, model.coordinates).places(rng, _PLACES)
        rows.append(points_at(domain, [slot], x, along, model, along=c))
    # In turn, since the first ones are examined most closely
    return [point for points in zip_longest(*rows) for point in points if point is not None]


__all__ = ["further_points"]
