"""Where numbers tell the truth: at points where an expression is real and of moderate size with all its parts.

√x·√(x - 1) is real for x < 0, but as a product of two imaginary numbers: rules of calculus that hold on the real
line say nothing there. And where a part is as large as exp(exp(10)), or as small as its reciprocal, digits are lost;
beyond, as in sin(exp(exp(50))), mpmath may take for ever. Doubles, which overflow, tell so quickly.
"""

import cmath
from collections.abc import Sequence
from functools import cached_property
from typing import Any

_TOLERANCE = 1e-30
_ROUGHLY = 1e-6  # of doubles, where digits cancel
_LARGEST, _OVERFLOW = 1e20, 1e100

OUTSIDE_DOMAIN = (ArithmeticError, ValueError, TypeError)
"""What functions of mpmath raise outside their domains; TypeError: a comparison of complex numbers."""


class Parts:
    """Expressions (SymPy) and all their parts that are no atoms, as functions of the variables."""

    def __init__(self, expressions: Sequence[Any], variables: Sequence[Any]) -> None:
        import sympy

        parts = [part for e in expressions for part in sympy.preorder_traversal(e) if part.args] or list(expressions)
        self._parts, self._variables = list(dict.fromkeys(parts)), list(variables)
        self._rough = sympy.lambdify(self._variables, self._parts, _complex_doubles(), cse=True)

    @cached_property
    def _exact(self) -> Any:
        """The parts by mpmath; who asks for moderate sizes alone needs no such functions."""
        import sympy

        return sympy.lambdify(self._variables, self._parts, "mpmath", cse=True)

    def are_moderate(self, *point: Any) -> bool:
        """Whether none of them is near a double's overflow at a point, which may be complex."""
        return self._in_doubles(point) is not None

    def are_real(self, *point: Any) -> bool:
        """Whether all of them are real and of moderate size at a real point."""
        import mpmath

        doubles = self._in_doubles(point)
        if doubles is None or any(abs(value.imag) > _ROUGHLY * (1 + abs(value)) for value in doubles):
            return False
        try:
            values = [mpmath.mpmathify(value) for value in self._exact(*point)]
        except OUTSIDE_DOMAIN:
            return False
        moderate = all(value == 0 or 1 / _LARGEST < abs(value) < _LARGEST for value in values)
        return moderate and all(abs(mpmath.im(value)) <= _TOLERANCE * abs(value) for value in values)

    def _in_doubles(self, point: Sequence[Any]) -> list[complex] | None:
        try:
            values = [complex(value) for value in self._rough(*(complex(coordinate) for coordinate in point))]
        except Exception:  # overflow, poles, functions that have no doubles
            return None
        return values if all(abs(value) < _OVERFLOW for value in values) else None


def _complex_doubles() -> dict[str, Any]:
    """mpmath's functions of doubles; its inverse hyperbolic ones take real numbers only, so they are cmath's."""
    import mpmath

    names = {name: getattr(mpmath.fp, name) for name in dir(mpmath.fp) if not name.startswith("_")}
    for direct, reciprocal in (("asinh", "acsch"), ("acosh", "asech"), ("atanh", "acoth")):
        names[direct] = function = getattr(cmath, direct)
        names[reciprocal] = lambda u, function=function: function(1 / u)
    names["copysign"] = lambda _one, u: u / abs(u)  # as SymPy spells sign(u)
    return names
