"""A second, independent check of an antiderivative: mpmath differentiates it numerically.

It shares nothing with the verifier but the problem: SymPy evaluates, a central difference of order 4 at 150
digits differentiates: at real points where the integrand is real with all its parts; where it has none, at real
points; where it has no value there, at complex points. On the plane: at complex points, with complex parameters.
A point says nothing where two step sizes disagree (the function oscillates too fast for them).
"""

import random
from collections.abc import Container
from typing import Any

from ansatz.evaluate.reality import Parts
from ansatz.evaluate.slope import slope
from ansatz.expr.tree import Tree

_STEPS = ("1e-30", "1e-36")
_TOLERANCE = 1e-12
_WANTED = 5
_ATTEMPTS = 120


def agrees(
    antiderivative: Tree,
    integrand: Tree,
    variable: str,
    seed: int = 0,
    *,
    plane: bool = False,
    positive: Container[str] = (),
) -> bool | None:
    """True or False as F' and f agree at all the points compared; None where no point could be compared.

    plane: compare at random complex points, with random complex values of the parameters but the `positive` ones.
    """
    import mpmath
    import sympy

    from ansatz.expr.sympy_bridge import to_sympy

    x = sympy.Symbol(variable)
    f, F = to_sympy(integrand), to_sympy(antiderivative)
    rng = random.Random(seed)
    others = sorted((f.free_symbols | F.free_symbols) - {x}, key=str)
    values = {symbol: sympy.Rational(rng.randint(11, 40), 17) for symbol in others}
    if plane:
        for symbol in others:
            if symbol.name not in positive:
                values[symbol] = sympy.Rational(rng.randint(-40, 40), 17) + sympy.I * sympy.Rational(
                    rng.randint(-40, 40), 19
                )
    try:
        of_f = sympy.lambdify(x, f.subs(values), "mpmath")
        of_F = sympy.lambdify(x, F.subs(values), "mpmath")
        parts, all_parts = Parts([f.subs(values)], [x]), Parts([f.subs(values), F.subs(values)], [x])
    except Exception:  # SymPy may fail in any way on an expression it cannot print
        return None
    with mpmath.workdps(150):
        passes = ((True, False),) if plane else ((False, True), (False, False), (True, False))
        for complex_points, real_values in passes:
            compared = 0
            for _ in range(_ATTEMPTS):
                point = _point(rng, complex_points)
                if not all_parts.are_moderate(point) or (real_values and not parts.are_real(point)):
                    continue
                verdict = _compare(of_F, of_f, point)
                if verdict is False:
                    return False
                compared += verdict is True
                if compared == _WANTED:
                    return True
            if compared:
                return True
    return None


def _point(rng: random.Random, complex_point: bool) -> Any:
    import mpmath

    scale = rng.choice((1.0, 3.0, 10.0, 0.3))
    real = mpmath.mpf(rng.uniform(-scale, scale))
    return mpmath.mpc(real, rng.choice((-1, 1)) * rng.uniform(0.1, 2.0)) if complex_point else real


def _compare(F: Any, f: Any, point: Any) -> bool | None:
    import mpmath

    try:
        value = f(point)
        if not mpmath.isfinite(value):
            return None
        slopes = [slope(F, point, mpmath.mpf(step)) for step in _STEPS]
    except Exception:  # outside the domain, mpmath raises in many ways
        return None
    if not all(mpmath.isfinite(slope) for slope in slopes):
        return None
    tiny = mpmath.mpf("1e-60")
    if abs(slopes[0] - slopes[1]) > min(map(abs, slopes)) * _TOLERANCE + tiny:
        return None
    return bool(abs(slopes[1] - value) <= abs(value) * _TOLERANCE + tiny)
