"""What the parameters of an antiderivative must satisfy: nonzero denominators, real roots, signs.

nonzero_conditions(F, x)         from F's denominators
sign_conditions(...)             from F' against f with a parameter negated
positivity_conditions(...)       the same with parameters turned into the complex plane
"""

from random import Random

import symengine as se
from flint import acb

from ansatz.proof.condition import Condition, Relation
from ansatz.proof.integral.candidate import Candidate
from ansatz.proof.residual import Comparison
from ansatz.proof.sampling import Point


def nonzero_conditions(F: se.Expr, x: se.Symbol) -> tuple[Condition, ...]:
    """What the parameters in denominators must not be: a != -1 for x^(a+1)/(a+1)."""
    conditions: dict[Condition, None] = {}

    def visit(e: se.Expr) -> None:
        if e.__class__ is se.Pow:
            base, exponent = e.args
            symbols = base.free_symbols
            if isinstance(exponent, se.Rational) and exponent < 0 and symbols and x not in symbols:
                conditions[Condition.on(base, Relation.NONZERO)] = None
        for argument in e.args:
            visit(argument)

    visit(F)
    return tuple(conditions)


def sign_conditions(
    candidate: Candidate, points: list[Point], parameters: list[se.Symbol], deadline: float
) -> tuple[Condition, ...]:
    """a > 0 where F fails at a sample point as soon as a is negated.

    points: real points at which F holds with positive parameters.
    """
    conditions = []
    for parameter in parameters:
        for point in points:
            negated = {**point.coordinates, parameter: -point.coordinates[parameter]}
            mirror = Point(point.x, point.imaginary, negated)
            if candidate.is_real(mirror) and candidate.residual.compare(mirror, deadline) is Comparison.DIFFERENT:
                conditions.append(Condition(str(parameter), Relation.POSITIVE))
                break
    return tuple(conditions)


def positivity_conditions(
    candidate: Candidate, points: list[Point], parameters: list[se.Symbol], rng: Random, deadline: float
) -> tuple[Condition, ...]:
    """The parameters that must be positive: a > 0 where F fails at a point as soon as a is no positive number.

    points: of the complex plane, at which F holds with positive parameters. Where F fails only with several
    parameters turned into the plane at once, all of them must be positive.
    """

    def holds(turned: list[se.Symbol]) -> bool:
        for point in points:
            angles = {p: acb(rng.uniform(-1, 1)).exp_pi_i() for p in turned}
            elsewhere = {s: v * angles[s] if s in angles else v for s, v in point.coordinates.items()}
            outcome = candidate.residual.compare(Point(point.x, point.imaginary, elsewhere), deadline)
            if outcome is Comparison.DIFFERENT or (
                outcome is Comparison.NO_VALUE and candidate.has_integrand(elsewhere)
            ):
                return False
        return True

    if not parameters or holds(parameters):
        return ()
    found = [parameter for parameter in parameters if not holds([parameter])]
    return tuple(Condition(str(parameter), Relation.POSITIVE) for parameter in found or parameters)


def give_values(symbols: list[se.Symbol], points: list[Point], rng: Random) -> None:
    """Positive random values, at every point, for symbols that the points lack."""
    for point in points:
        for symbol in symbols:
            point.coordinates.setdefault(symbol, acb(rng.randint(2**18, 2**22) / 2**20))


__all__ = ["give_values", "nonzero_conditions", "positivity_conditions", "sign_conditions"]
