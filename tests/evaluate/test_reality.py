"""Where numbers tell the truth."""

import mpmath
import pytest
import sympy

from ansatz.evaluate.reality import Parts

X = sympy.Symbol("x")


@pytest.mark.parametrize(
    ("expression", "point", "real", "moderate"),
    [
        (sympy.sqrt(X) * sympy.sqrt(X - 1), 2.0, True, True),
        (sympy.sqrt(X) * sympy.sqrt(X - 1), -2.0, False, True),  # a real product of imaginary parts
        (sympy.acosh(X), 0.5, False, True),
        (sympy.sin(sympy.exp(sympy.exp(X))), 1.0, True, True),
        (sympy.sin(sympy.exp(sympy.exp(X))), 50.0, False, False),  # mpmath would take for ever
        (1 - sympy.tanh(X) ** 2, 80.0, False, True),  # all digits cancel
        (sympy.sign(X) * sympy.Abs(X) ** sympy.Rational(1, 3), -8.0, True, True),
        (1 / X, 0.0, False, False),
    ],
)
def test_reality(expression, point, real, moderate):
    parts = Parts([expression], [X])
    with mpmath.workdps(110):
        assert parts.are_real(mpmath.mpf(point)) is real
    assert parts.are_moderate(point) is moderate


def test_several_variables():
    a = sympy.Symbol("a")
    parts = Parts([sympy.sqrt(a - X)], [X, a])
    assert parts.are_real(1.0, 2.0) and not parts.are_real(2.0, 1.0)
