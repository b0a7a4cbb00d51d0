"""What parameters must satisfy for an antiderivative to hold: nonzero denominators, and signs."""

from random import Random
from typing import Any

import symengine as se
from flint import acb

from ansatz.algebra.balls import evaluate
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.proof.residual import Candidate, Comparison
from ansatz.proof.sampling import Point

_TRIALS = 24


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


def real_conditions(F: Any, f: Any, x: Any) -> tuple[str, ...]:
    """("a^2 - 1 > 0",) for roots of parameters that the integrand f does not have: below zero, F is complex."""
    given = {root.args[0] for root in f.atoms(se.Pow)}
    conditions: dict[str, None] = {}
    for root in sorted(F.atoms(se.Pow), key=str):
        base, exponent = root.args
        fractional = isinstance(exponent, se.Rational) and not isinstance(exponent, se.Integer)
        of_parameters = base.free_symbols and x not in base.free_symbols
        if fractional and of_parameters and base not in given and _may_be_negative(base):
            conditions[f"{to_text(display(from_symengine(base)))} > 0"] = None
    return tuple(conditions)


def _may_be_negative(u: Any) -> bool:
    rng = Random(0)
    symbols = sorted(u.free_symbols, key=str)
    values = (evaluate(u, {s: acb(rng.uniform(-4, 4)) for s in symbols}).real for _ in range(_TRIALS))
    return any(value < 0 for value in values)


def _nonzero(u: Any) -> str:
    """u != 0, solved for a symbol where u is that symbol plus a number."""
    symbols = sorted(u.free_symbols, key=str)
    if len(symbols) == 1:
        rest = se.expand(u - symbols[0])
        if not rest.free_symbols:
            return f"{symbols[0]} != {to_text(from_symengine(-rest))}"
    return f"{to_text(display(from_symengine(u)))} != 0"


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


def positivity_conditions(
    candidate: Candidate, points: list[Point], parameters: list[Any], rng: Random, deadline: float
) -> tuple[str, ...]:
    """The parameters that must be positive: ("a > 0",) where F fails at a point as soon as a is no positive number.

    points: of the complex plane, at which F holds with positive parameters. Where F fails only with several
    parameters turned into the plane at once, all of them must be positive.
    """

    def holds(turned: list[Any]) -> bool:
        for point in points:
            angles = {p: acb(rng.uniform(-1, 1)).exp_pi_i() for p in turned}
            elsewhere = {s: v * angles[s] if s in angles else v for s, v in point.coordinates.items()}
            outcome = candidate.compare(Point(point.x, point.imaginary, elsewhere), deadline)
            if outcome is Comparison.DIFFERENT or (
                outcome is Comparison.NO_VALUE and candidate.has_integrand(elsewhere)
            ):
                return False
        return True

    if not parameters or holds(parameters):
        return ()
    found = [parameter for parameter in parameters if not holds([parameter])]
    return tuple(f"{parameter} > 0" for parameter in found or parameters)


def give_values(symbols: list[Any], points: list[Point], rng: Any) -> None:
    """Positive random values, at every point, for symbols that the points lack."""
    for point in points:
        for symbol in symbols:
            point.coordinates.setdefault(symbol, acb(rng.randint(2**18, 2**22) / 2**20))


__all__ = ["give_values", "nonzero_conditions", "positivity_conditions", "real_conditions", "sign_conditions"]
