"""Where numbers tell the truth: at points where an expression is real and of moderate size with all its parts.

√x·√(x - 1) is real for x < 0, but as a product of two imaginary numbers: rules of calculus that hold on the real
line say nothing there. And where a part is as large as exp(exp(10)), or as small as its reciprocal, digits are lost.
"""

from collections.abc import Sequence
from typing import Any

_TOLERANCE = 1e-30
_LARGEST = 1e20


class Parts:
    """Expressions (SymPy) and all their parts that are no atoms, to be evaluated by mpmath."""

    def __init__(self, expressions: Sequence[Any], variables: Sequence[Any]) -> None:
        import sympy

        parts = [part for e in expressions for part in sympy.preorder_traversal(e) if part.args] or list(expressions)
        self._values = sympy.lambdify(list(variables), list(dict.fromkeys(parts)), "mpmath", cse=True)

    def are_real(self, *point: Any) -> bool:
        """Whether all of them are real and of moderate size at a point."""
        import mpmath

        try:
            values = [mpmath.mpmathify(value) for value in self._values(*point)]
        except (ArithmeticError, ValueError, TypeError):  # outside the domain
            return False
        moderate = all(value == 0 or 1 / _LARGEST < abs(value) < _LARGEST for value in values)
        return moderate and all(abs(mpmath.im(value)) <= _TOLERANCE * abs(value) for value in values)
