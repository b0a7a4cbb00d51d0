"""An equation of first order solved for y': what most methods start from.

slopes(equation)     (f, …) with y' = f(x, Y): one for each factor of the equation, two for a quadratic one
"""

from functools import lru_cache

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.problems.ode.inversion import invert
from ansatz.problems.ode.normal_form import Factor, normal_form
from ansatz.solve.ode.claim import UNKNOWNS, Equation
from ansatz.solve.ode.methods.roots import roots

_Y, _P = UNKNOWNS[:2]


@lru_cache(maxsize=256)
def factors(equation: Equation) -> tuple[Factor, ...]:
    """The irreducible factors of the left side's numerator in which Y' occurs."""
    try:
        return tuple(normal_form(equation.left, _P))
    except ALGEBRA_FAILURES:
        return ()


@lru_cache(maxsize=256)
def slopes(equation: Equation) -> tuple[se.Expr, ...]:
    """All f with y' = f(x, Y) that solving for Y' gives, in lowest terms."""
    found = []
    once = invert(equation.left, se.Integer(0), _P) is not None
    for e in (equation.left,) if once else [factor.expression for factor in factors(equation)] or (equation.left,):
        for root in roots(e, _P):
            if _P not in root.value.free_symbols and not has_no_value(root.value):
                found += _without_magnitudes(together(root.value))
    return tuple(dict.fromkeys(found))


def _without_magnitudes(f: se.Expr) -> list[se.Expr]:
    """f, or with u and -u for |u|: each holds on a part, which the verifier must find."""
    magnitudes = f.atoms(se.Abs)
    if len(magnitudes) != 1:
        return [f]
    [magnitude] = magnitudes
    return [together(f.xreplace({magnitude: sign * magnitude.args[0]})) for sign in (1, -1)] + [f]


def of_slope(f: se.Expr, x: se.Symbol) -> Equation:
    """y' = f(x, Y)."""
    return Equation(_P - f, x, order=1)


__all__ = ["factors", "of_slope", "slopes"]
