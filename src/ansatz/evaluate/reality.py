"""Where real analysis takes place: at points where an expression is real with all its parts.

√x·√(x - 1) is real for x < 0, but as a product of two imaginary numbers: rules of calculus that hold on the real
line say nothing there.
"""

from typing import Any

_TOLERANCE = 1e-30
_LARGEST = 1e12


class Parts:
    """An expression (SymPy) in x and all its parts that are no atoms, to be evaluated by mpmath."""

    def __init__(self, *expressions: Any, x: Any) -> None:
        import sympy

        parts = [part for e in expressions for part in sympy.preorder_traversal(e) if part.args] or list(expressions)
        self._values = sympy.lambdify(x, list(dict.fromkeys(parts)), "mpmath", cse=True)

    def are_real(self, point: Any) -> bool:
        """Whether all of them are real, finite and of moderate size at a point."""
        import mpmath

        try:
            values = [mpmath.mpmathify(value) for value in self._values(point)]
        except (ArithmeticError, ValueError, TypeError):  # outside the domain
            return False
        return all(
            mpmath.isfinite(v) and abs(v) < _LARGEST and abs(mpmath.im(v)) <= _TOLERANCE * abs(v) for v in values
        )
