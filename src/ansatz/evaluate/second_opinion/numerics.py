"""Numerical derivatives, and the precision that a number needs until it tells whether it is zero."""

from collections.abc import Callable

import mpmath

from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.formulas import Number

_PRECISIONS = (1, 2, 4)  # times the digits that a first look asks for
_SAME = mpmath.mpf("1e-10")


def derivatives(function: Callable[[Number], Number], point: Number, order: int) -> list[Number]:
    """[F, F', F''] up to the order, at most 2, by five-point stencils, whose errors are h⁴F⁽⁵⁾/30 and h⁴F⁽⁶⁾/90.

    The step is 10^(-d/6) of the point's size at d digits: truncation and rounding errors, of 10^-d/h², shrink alike as
    the precision grows. At a complex point it has a direction of its own, for what is not analytic.
    """
    h = (abs(point) or 1) * mpmath.mpf(10) ** -(mpmath.mp.dps // 6)
    if isinstance(point, mpmath.mpc):
        h *= mpmath.mpc(3, 4) / 5
    far_left, left, here, right, far_right = (function(point + k * h) for k in (-2, -1, 0, 1, 2))
    first = (far_left - 8 * left + 8 * right - far_right) / (12 * h)
    second = (-far_left + 16 * left - 30 * here + 16 * right - far_right) / (12 * h**2)
    return [here, first, second][: order + 1]


def settle(compute: Callable[[], tuple[Number, Number]], digits: int) -> Number | None:
    """A number, zero where it is, or None where even four times the digits do not tell.

    compute: (number, scale) at the working precision, the scale being the size of what the number is a difference of.
    Zero shrinks as rounding errors and steps do, below 10^(-d/3) of the scale; another number stays.
    """
    before = None
    for times in _PRECISIONS:
        with mpmath.workdps(times * digits):
            try:
                number, scale = compute()
            except NoValueError:
                return None
            if before is not None:
                if abs(number) <= scale * mpmath.mpf(10) ** -(times * digits // 3):
                    return mpmath.mpf(0)
                if abs(number - before) <= _SAME * abs(number):
                    return number
            before = number
    return None
