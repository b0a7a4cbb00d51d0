"""What the parameters of an antiderivative must satisfy: nonzero denominators, real roots, signs.

nonzero_conditions(F, x)         from F's denominators
real_conditions(F, f, x)         from F's roots
sign_conditions(...)             from F' against f with a parameter negated
positivity_conditions(...)       the same with parameters turned into the complex plane
"""

from random import Random

import symengine as se
from flint import acb

from ansatz.algebra.balls import evaluate
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.integral.candidate import Candidate
from ansatz.proof.residual import Comparison
from ansatz.proof.sampling import Point

_TRIALS = 24  # values of its parameters with which a radicand is tried for a negative one


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


def real_conditions(F: se.Expr, f: se.Expr, x: se.Symbol) -> tuple[Condition, ...]:
    """a^2 - 1 > 0 for roots of parameters that the integrand f does not have: below zero, F is complex."""
    given = {root.args[0] for root in f.atoms(se.Pow)}
    conditions: dict[Condition, None] = {}
    for root in sorted(F.atoms(se.Pow), key=str):
        base, exponent = root.args
        fractional = isinstance(exponent, se.Rational) and not isinstance(exponent, se.Integer)
        of_parameters = base.free_symbols and x not in base.free_symbols
        if fractional and of_parameters and base not in given and _may_be_negative(base):
            conditions[Condition.on(base, Relation.POSITIVE)] = None
    return tuple(conditions)


def _may_be_negative(u: se.Expr) -> bool:
    rng = Random(0)
    symbols = sorted(u.free_symbols, key=str)
    values = (evaluate(u, {s: acb(rng.uniform(-4, 4)) for s in symbols}).real for _ in range(_TRIALS))
    return any(value < 0 for value in values)


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


__all__ = ["give_values", "nonzero_conditions", "positivity_conditions", "real_conditions", "sign_conditions"]
