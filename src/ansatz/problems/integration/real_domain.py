"""Where a pair is real: acosh u and asech u differ by a sign beyond, so their problems must be real somewhere.

The derivative that calculus gives acosh u, u'/√(u² - 1), is right where acosh u is real. A problem that is real
nowhere would teach a wrong sign, and nobody asks it on the real line.
"""

import random
from typing import Any

import numpy as np
import symengine as se

from ansatz.expr.canonical import symbol

_X = symbol("x")
_ACOSH, _ASECH = type(se.acosh(_X)), type(se.asech(_X))
_SCALES = (0.3, 1.0, 3.0, 10.0)
_WANTED, _TRIED = 2, 10
_rng = random.Random(0)
_POINTS = np.array([_rng.uniform(-1, 1) * scale for scale in _SCALES for _ in range(12)])
_PARAMETERS = [_rng.uniform(0.5, 2.5) for _ in range(16)]


def is_one_sided(f: Any) -> bool:
    """Whether acosh or asech occurs, whose derivative as calculus writes it holds on a half plane only."""
    return bool(f.atoms(_ACOSH, _ASECH))


def holds_somewhere(f: Any, F: Any, x: Any) -> bool:
    """Whether the pair has no acosh or asech, or is real and finite, with all its parts, at two points of [-10, 10].

    Parameters are numbers between 1/2 and 5/2. What has no numerical value here counts as not real.
    """
    if not is_one_sided(F):
        return True
    others = sorted((f.free_symbols | F.free_symbols) - {x}, key=str)
    values = dict(zip(others, _PARAMETERS, strict=False))
    arguments = [part.subs(values) for part in F.atoms(_ACOSH, _ASECH)]
    # The inverse functions alone are cheap, and tell most of those that are real nowhere.
    points = _POINTS[_are_finite(arguments, _POINTS, x)][:_TRIED]
    return int(_are_finite([f.subs(values), F.subs(values)], points, x).sum()) >= _WANTED


def _are_finite(functions: list[Any], points: np.ndarray, x: Any) -> np.ndarray:
    """At which of the points all functions are real and finite."""
    if len(points) < _WANTED:
        return np.zeros(len(points), bool)
    try:
        evaluate = se.Lambdify([x], functions, backend="lambda")
        with np.errstate(all="ignore"):
            found = evaluate(points[:, None])
    except (RuntimeError, TypeError, ValueError):
        return np.zeros(len(points), bool)
    return np.isfinite(found.reshape(len(points), -1)).all(axis=1)
