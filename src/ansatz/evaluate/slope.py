"""Numerical derivatives at the working precision of mpmath."""

from collections.abc import Callable
from typing import Any


def slope(F: Callable[[Any], Any], point: Any, h: Any) -> Any:
    """F'(point) by the five-point stencil, whose error is h⁴F⁽⁵⁾/30."""
    far_left, left, right, far_right = (F(point + k * h) for k in (-2, -1, 1, 2))
    return (far_left - 8 * left + 8 * right - far_right) / (12 * h)
