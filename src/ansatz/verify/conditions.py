"""What parameters must satisfy for an antiderivative to hold: nonzero denominators, and signs."""

from typing import Any

import symengine as se
from flint import acb

from ansatz.expr.canonical import from_symengine
from ansatz.expr.printing import to_text
from ansatz.verify.comparison import Candidate, Comparison
from ansatz.verify.sampling import Point


def nonzero_conditions(F: Any, x: Any) -> tuple[str, ...]:
    """What the parameters in denominators must not be: ("a != -1",) for x^(a+1)/(a+1)."""
    conditions: dict[str, None] = {}

    def visit(e: Any) -> None:
        if e.__class__ is se.Pow:
            base, exponent = e.args
            symbols = base.free_symbols
            if isinstance(exponent, se.Rational) and exponent < 0 and symbols and x not in symbols:
                conditions.setdefault(_nonzero(base))
        for argument in e.args:
            visit(argument)

    visit(F)
    return tuple(conditions)


def _nonzero(u: Any) -> str:
    """u != 0, solved for a symbol where u is that symbol plus a number."""
    symbols = sorted(u.free_symbols, key=str)
    if len(symbols) == 1:
        rest = se.expand(u - symbols[0])
        if not rest.free_symbols:
            return f"{symbols[0]} != {to_text(from_symengine(-rest))}"
    return f"{to_text(from_symengine(u))} != 0"


def sign_conditions(
    candidate: Candidate, points: list[Point], parameters: list[Any], deadline: float
) -> tuple[str, ...]:
    """("a > 0",) where F fails at a sample point as soon as a is negated.

    points: real points at which F holds with positive parameters.
    """
    conditions = []
    for parameter in parameters:
        for point in points:
            negated = {**point.coordinates, parameter: -point.coordinates[parameter]}
            mirror = Point(point.x, point.imaginary, negated)
            if candidate.is_real(mirror) and candidate.compare(mirror, deadline) is Comparison.DIFFERENT:
                conditions.append(f"{parameter} > 0")
                break
    return tuple(conditions)


def give_values(symbols: list[Any], points: list[Point], rng: Any) -> None:
    """Positive random values, at every point, for symbols that the points lack."""
    for point in points:
        for symbol in symbols:
            point.coordinates.setdefault(symbol, acb(rng.randint(2**18, 2**22) / 2**20))


__all__ = ["give_values", "nonzero_conditions", "sign_conditions"]
