"""Numerical derivatives, and numbers that are or are not zero."""

from typing import Any

import mpmath
import pytest

from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.numerics import derivatives, settle


@pytest.mark.parametrize("at", [mpmath.mpf("1e-4"), mpmath.mpf("-0.3"), mpmath.mpf(300), mpmath.mpc(1, 2)], ids=str)
def test_derivatives_have_most_of_the_digits(at: Any) -> None:
    with mpmath.workdps(60):
        value, first, second = derivatives(lambda x: mpmath.sin(1 / x) * x, at, 2)
        assert value == mpmath.sin(1 / at) * at
        assert abs(first - (mpmath.sin(1 / at) - mpmath.cos(1 / at) / at)) < abs(first) * mpmath.mpf("1e-20")
        assert abs(second + mpmath.sin(1 / at) / at**3) < abs(second) * mpmath.mpf("1e-20")
    with mpmath.workdps(120):
        assert abs(derivatives(mpmath.exp, at, 1)[1] / mpmath.exp(at) - 1) < mpmath.mpf("1e-40")


def test_zero_shrinks_and_another_number_stays() -> None:
    x = mpmath.mpf("0.37")
    tiny = mpmath.mpf("1e-30")
    assert settle(lambda: (mpmath.sin(x) ** 2 + mpmath.cos(x) ** 2 - 1, 1), 50) == 0
    assert settle(lambda: (mpmath.sin(x) ** 2 + mpmath.cos(x) ** 2 - 1 + tiny, 1), 50) == pytest.approx(tiny)


def test_what_no_precision_tells_is_none() -> None:
    answers = iter((1.0, 2.0, 3.0))
    assert settle(lambda: (mpmath.mpf(next(answers)), 1), 50) is None

    def outside() -> tuple[Any, Any]:
        raise NoValueError("1/0")

    assert settle(outside, 50) is None
