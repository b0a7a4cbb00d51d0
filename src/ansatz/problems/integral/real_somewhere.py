"""Where a pair is real: some rules of calculus hold there only, so that what needs them must be real somewhere.

The derivative that calculus gives acosh u, u'/√(u² - 1), has the wrong sign where acosh u is not real, and so have
many tables where a root is imaginary: ∫ dx/(x√(-1 - x²)). Nobody asks such a problem on the real line.
"""

import random

import numpy as np
import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol

_X = symbol("x")
_ACOSH, _ASECH = type(se.acosh(_X)), type(se.asech(_X))
_SCALES = (0.3, 1.0, 3.0, 10.0)  # of points, near 0 and far out
_WANTED, _TRIED = 2, 8  # real points that suffice; how many are tried before the rest
_rng = random.Random(0)
_POINTS = np.array([_rng.uniform(-1, 1) * scale for _ in range(12) for scale in _SCALES])
_PARAMETERS = [_rng.uniform(0.5, 2.5) for _ in range(16)]


def is_one_sided(f: se.Expr) -> bool:
    """Whether acosh or asech occurs, whose derivative as calculus writes it holds on a half plane only."""
    return bool(f.atoms(_ACOSH, _ASECH))


def is_real_somewhere(f: se.Expr, F: se.Expr, x: se.Symbol) -> bool:
    """Whether f and F are real and finite, with all their parts, at two of 48 points of [-10, 10].

    Parameters are numbers between 1/2 and 5/2. What has no numerical value here counts as not real.
    """
    others = sorted((f.free_symbols | F.free_symbols) - {x}, key=str)
    values = dict(zip(others, _PARAMETERS, strict=False))
    arguments = [part.subs(values) for part in F.atoms(_ACOSH, _ASECH)]
    # The inverse functions alone are cheap, and tell most of those that are real nowhere.
    points = _POINTS[_are_finite(arguments, _POINTS, x)] if arguments else _POINTS
    f, F = f.subs(values), F.subs(values)
    # Most pairs are real at two of the first few points.
    return any(int(_are_finite([f, F], tried, x).sum()) >= _WANTED for tried in (points[:_TRIED], points[_TRIED:]))


def _are_finite(functions: list[se.Expr], points: np.ndarray, x: se.Symbol) -> np.ndarray:
    """At which of the points all functions are real and finite."""
    if len(points) < _WANTED:
        return np.zeros(len(points), bool)
    try:
        evaluate = se.Lambdify([x], functions, backend="lambda")
        with np.errstate(all="ignore"):
            found = evaluate(points[:, None])
    except (*ALGEBRA_FAILURES, TypeError):  # TypeError: a complex value for a real one
        return np.zeros(len(points), bool)
    return np.isfinite(found.reshape(len(points), -1)).all(axis=1)
