"""A second, independent check of an antiderivative: mpmath differentiates it numerically.

It shares nothing with the verifier but the problem: SymPy evaluates, a central difference of order 4 at 150
digits differentiates, at real points where the integrand is real, or at complex points where it has none.
"""

import random
from typing import Any

from ansatz.expr.tree import Tree

_STEP = "1e-30"
_TOLERANCE = 1e-15
_WANTED = 5
_ATTEMPTS = 120


def agrees(antiderivative: Tree, integrand: Tree, variable: str, seed: int = 0) -> bool | None:
    """True or False as F' and f agree at all the points compared; None where no point could be compared."""
    import mpmath
    import sympy

    from ansatz.expr.sympy_bridge import to_sympy

    x = sympy.Symbol(variable)
    f, F = to_sympy(integrand), to_sympy(antiderivative)
    rng = random.Random(seed)
    others = sorted((f.free_symbols | F.free_symbols) - {x}, key=str)
    values = {symbol: sympy.Rational(rng.randint(11, 40), 17) for symbol in others}
    try:
        of_f = sympy.lambdify(x, f.subs(values), "mpmath")
        of_F = sympy.lambdify(x, F.subs(values), "mpmath")
    except Exception:  # SymPy may fail in any way on an expression it cannot print
        return None
    with mpmath.workdps(150):
        for complex_points in (False, True):
            compared = 0
            for _ in range(_ATTEMPTS):
                verdict = _compare(of_F, of_f, _point(rng, complex_points), complex_points)
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
    return mpmath.mpc(real, rng.uniform(0.1, 1.0)) if complex_point else real


def _compare(F: Any, f: Any, point: Any, complex_point: bool) -> bool | None:
    import mpmath

    h = mpmath.mpf(_STEP)
    try:
        value = f(point)
        if not mpmath.isfinite(value) or (not complex_point and abs(mpmath.im(value)) > 1e-100):
            return None
        stencil = [F(point + k * h) for k in (-2, -1, 1, 2)]
    except Exception:  # outside the domain, mpmath raises in many ways
        return None
    if not all(mpmath.isfinite(y) for y in stencil):
        return None
    slope = (stencil[0] - 8 * stencil[1] + 8 * stencil[2] - stencil[3]) / (12 * h)
    # The difference cancels digits where F is large: allow for that, and skip points that say nothing.
    noise = max(abs(y) for y in stencil) * mpmath.mpf(10) ** -118
    scale = abs(value)
    if noise > scale * mpmath.mpf("1e-12"):
        return None
    return bool(abs(slope - value) <= max(scale * _TOLERANCE * 1e3, noise, mpmath.mpf("1e-60")))
