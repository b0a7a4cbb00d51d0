"""Lyapunov functions that are no polynomials: none is accepted that vanishes off 0, or is bounded far out."""

import pytest
import symengine as se

from ansatz.proof.lyapunov.defined import lacking
from ansatz.proof.lyapunov.definite import Structure
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict

x, y = X = se.symbols("x y")
exp, log, sin, sqrt, tanh, atan, cosh = se.exp, se.log, se.sin, se.sqrt, se.tanh, se.atan, se.cosh
R2 = x**2 + y**2
TINY = se.Rational(1, 10**12)


def falling(V):
    """Down the gradient: dV/dt = -|∇V|² ≤ 0, whatever V is."""
    return [-V.diff(v) for v in X]


@pytest.mark.parametrize(
    "V",
    [
        y**2 + x**2 * (exp(x) - 2) ** 2,
        y**2 + x**2 * (exp(x) - 2) ** 2 * (1 + x**2),
        R2 * ((exp(x) - 2) ** 2 + (exp(y) - 3) ** 2),
        y**2 + (x**2 + x**4) * sin(x) ** 2,
        y**2 + (log(1 + x**2) - 1) ** 2 * x**2,
        x**2 + y**2 * (sqrt(1 + y**2) - 2) ** 2,
        R2 * (sqrt(1 + x**2) - sqrt(1 + y**2) - 1) ** 2,
        (1 + R2) * log(1 + R2) * (tanh(x) - se.Rational(1, 3)) ** 2,
        x**4 + y**2 * (cosh(y) - 2) ** 2,
        (exp(x) - 1) ** 2 * (exp(x) - 5) ** 2 + y**2,
        y**2 + x**2 * (atan(x) - 1) ** 2,
    ],
    ids=str,
)
def test_what_vanishes_elsewhere_too_is_not_accepted(V):
    assert not verify_lyapunov(V, falling(V), X).holds


@pytest.mark.parametrize(
    "V",
    [
        R2 / (1 + TINY * R2),
        log(1 + R2 / (1 + TINY**2 * R2)),
        x**2 + y**2 / (1 + TINY * y**2),
        x**2 / (1 + TINY * x**2 * y**2) + y**2 / (1 + TINY * y**2),
        (1 - exp(-TINY * R2)) / TINY,
        tanh(TINY * x**2) / TINY + y**2,
        atan(TINY * x**2) * 10**12 + y**2,
        R2 * exp(-TINY * R2),
        sqrt(1 + R2 / (1 + TINY * R2**2)) - 1,
        R2 / sqrt(1 + TINY * R2**2),
    ],
    ids=str,
)
def test_what_is_bounded_far_out_is_not_accepted(V):
    assert not verify_lyapunov(V, [-v * cosh(y) for v in X], X).holds
    assert not Structure().is_proper(V, X)


@pytest.mark.parametrize(
    "V",
    [
        log(1 + R2),
        sqrt(1 + R2) - 1,
        exp(R2) - 1,
        exp(x**2) + exp(y**2) - 2,
        cosh(x) - 1 + y**4,
        x**2 * log(2 + x**2) / (1 + x**2) + y**2,
        x**2 / (1 + y**2) + y**2,
        y**2 / (1 + x**2) + log(1 + x**2),
        (2 + sin(x)) * x**2 + sqrt(1 + y**2) - 1,
        (x + y) ** 2 + y**2 + atan(x) ** 2,
        R2 * (2 + sin(x * y)),
    ],
    ids=str,
)
def test_what_is_definite_and_proper_is_known_to_be(V):
    structure = Structure()
    assert structure.vanishes_at_zero_only(V, X) and structure.is_proper(V, X)


def test_certain_functions_are_checked():
    for V in (log(1 + R2), x**2 / (1 + y**2) + y**2 * 2, exp(R2) - 1):
        assert verify_lyapunov(V, falling(V), X).verdict is Verdict.CHECKED


FAR = 10**8


@pytest.mark.parametrize(
    "twist",
    [
        1 + 1 / (x - FAR) ** 2,
        1 + 1 / ((x - FAR) ** 2 + (y - 10 * FAR) ** 2),
        exp(1 / (x - FAR)),
        log(FAR + x) ** 2,
        sqrt(FAR - x),
        se.tan(x / FAR) ** 2,
        se.asin(y / FAR) ** 2,
        sqrt(FAR**2 - R2),
        1 / (1 - TINY * R2) ** 2,
        (1 + x**2) / (exp(y) - FAR) ** 2,
    ],
    ids=str,
)
def test_what_has_no_value_far_out_is_not_accepted(twist):
    assert not verify_lyapunov(R2, (-x * twist, -y), X).holds
    assert not verify_lyapunov(R2, (-x + y * twist, -y - x * twist), X).holds


@pytest.mark.parametrize(
    ("V", "system"),
    [  # V rises where a solution crosses the step
        (R2 * (2 + se.sign(x - se.Rational(1, 2))), (y, -x)),
        (R2 * (2 - se.sign(x - se.Rational(1, 2))), (-x - y, x - y)),
        (x**2 + y**2 * (2 + se.sign(x * y - TINY)), (y * (2 + se.sign(x * y - TINY)), -x)),  # solutions grow for ever
        (R2, (-x * (2 + se.sign(x - se.Rational(1, 3))), -y)),  # has no solutions to speak of
    ],
    ids=str,
)
def test_steps_are_not_passed_over(V, system):
    assert not verify_lyapunov(V, system, X).holds


@pytest.mark.parametrize(
    "twist",
    [
        1 / (1 + exp(x)),
        log(2 + R2),
        sqrt(1 + x**2 * y**2),
        1 / (2 + sin(x)),
        1 / (x**2 - x + 1),
        1 / cosh(y),
        1 / (2 * x**2 - 2 * x * y + 2 * y**2 + x + 1),
    ],
    ids=str,
)
def test_what_has_values_everywhere_is_known_to(twist):
    assert lacking((twist,)) is None
