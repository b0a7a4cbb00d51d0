"""Local Lyapunov functions: proved on a box, refuted with a point of it, never by chance."""

from fractions import Fraction

import pytest
import symengine as se

from ansatz.proof.lyapunov.on_box import verify_on_box
from ansatz.proof.verdict import Verdict

X = x, y = se.symbols("x y")
PENDULUM = (y, -se.sin(x) - y)
FORM = 3 * x**2 + 2 * x * y + 2 * y**2


@pytest.mark.parametrize(
    "V, system, half, verdict",
    [
        (FORM, PENDULUM, 1, Verdict.PROVED),
        (FORM, PENDULUM, 2, Verdict.PROVED),
        (FORM, PENDULUM, 3, Verdict.REFUTED),
        (x**2 + y**2, (-x + y**2, -y), Fraction(9, 10), Verdict.PROVED),
        (x**2 + y**2, (-x + 2 * y**2, -y), 3, Verdict.REFUTED),
        (x**2 + y**2, (y, -x), 1, Verdict.UNKNOWN),  # dV/dt = 0
        (x**2, (-x, -y), 1, Verdict.UNKNOWN),
        (x**2 - y**2, (-x, y), 1, Verdict.REFUTED),
        (x**2 + y**2 + 1, (-x, -y), 1, Verdict.UNKNOWN),
        (x + y**2, (-x, -y), 1, Verdict.UNKNOWN),
        (x**2 + y**2, (-x / (2 - x), -y), 1, Verdict.PROVED),
        (x**2 + y**2, (-x * se.exp(y), -y), 2, Verdict.PROVED),
        (x**2 + y**2, (-x / (1 - x), -y), 2, Verdict.UNKNOWN),  # a pole inside
        (x**2 + y**2, (-x * se.sqrt(1 + x), -y), 2, Verdict.UNKNOWN),  # no real value on part of it
    ],
)
def test_boxes(V, system, half, verdict):
    found = verify_on_box(V, system, X, (Fraction(half), Fraction(half)), seconds=2)
    assert found.verdict is verdict or (verdict is Verdict.UNKNOWN and found.verdict is Verdict.REFUTED)
    if found.verdict is Verdict.REFUTED:
        assert found.point is not None
        at = {v: found.point[str(v)] for v in X}
        rate = sum(V.diff(v) * f for v, f in zip(X, system, strict=True))
        assert max(abs(c) for c in at.values()) <= half
        assert float(V.subs(at)) <= 0 or float(rate.subs(at)) >= 0


def test_the_narrowest_violation_is_not_passed_over():
    """dV/dt > 0 only where |x - 1/3| < 10⁻³ and y is near 1/7."""
    bump = se.Rational(1, 10**6) - (x - se.Rational(1, 3)) ** 2 - (y - se.Rational(1, 7)) ** 2
    system = (x * bump, y * bump)
    found = verify_on_box(x**2 + y**2, system, X, (Fraction(1), Fraction(1)), seconds=5)
    assert found.verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    ("V", "system"),
    [
        (x**2 + y**2 - abs(x), (-x, -y)),
        (x**2 + y**2 - 3 * abs(x + y), (-x, -y)),
        (x**2 + y**2 - abs(x) ** 3 * 9, (-x, -y)),
        (x**2 + y**2, (-x + abs(x) * 3, -y)),
        (x**2 + y**2, (-x + se.sign(x) / 2, -y)),
        (x**2 + y**2, (-x + se.sign(x - se.Rational(1, 3)) * x * 2, -y)),
        (x**2 + y**2 + abs(x) * y, (-x, -y)),
        (x**2 + y**2 - abs(x * y) * 3, (-x, -y)),
        (x**2 * (2 - se.sign(y - se.Rational(1, 2)) * 3) + y**2, (-x, -y)),
        (x**2 + y**2, (-x + 5 * abs(x - se.Rational(1, 7)) - se.Rational(5, 7), -y)),
    ],
    ids=str,
)
def test_corners_and_jumps_are_not_taken_for_smooth(V, system):
    assert not verify_on_box(V, system, X, (Fraction(1), Fraction(1)), seconds=0.5).holds


@pytest.mark.parametrize("radius", [0, -1, Fraction(-1, 3)])
def test_a_box_without_inside_proves_nothing(radius):
    assert verify_on_box(x**2 + y**2, (-x, -y), X, (Fraction(radius), Fraction(1))).verdict is Verdict.UNKNOWN


def jumping(place, height):
    """A V that falls by π·height at x = place, where its derivatives are smooth: acot jumps, its derivative not."""
    jump = se.acot(x - place)
    return x**2 + y**2 - height * (jump - jump.subs({x: 0})) - height * x / (1 + place**2)


@pytest.mark.parametrize(
    ("V", "system"),
    [
        *(
            (V, (-V.diff(x), -V.diff(y)))
            for V in (
                jumping(se.Rational(1, 10), se.Rational(1, 100)),
                jumping(se.Rational(-1, 7), se.Rational(-1, 40)),
                jumping(se.Rational(1, 3), se.Rational(1, 25)),
            )
        ),
        (x**2 + y**2, (-x + y / x, -y - 1)),  # poles of f that cancel in dV/dt
        (x**2 + y**2, (-x + y / (x - y), -y - x / (x - y))),
        (x**2 + y**2, (-x + y / (x - se.Rational(1, 2)), -y - x / (x - se.Rational(1, 2)))),
        (x**2 + y**2, (-x + y * se.log(x + se.Rational(1, 2)), -y - x * se.log(x + se.Rational(1, 2)))),
        (x**2 + y**2, (-x + y * se.sqrt(se.Rational(1, 2) - y), -y - x * se.sqrt(se.Rational(1, 2) - y))),
        (x**2 + y**2, (-x + y * se.tan(2 * x), -y - x * se.tan(2 * x))),
        (x**2 + y**2, (-x + y * se.acoth(x), -y - x * se.acoth(x))),
    ],
    ids=str,
)
def test_what_has_no_value_in_the_box_is_not_proved_on_it(V, system):
    assert not verify_on_box(V, system, X, (Fraction(1), Fraction(1)), seconds=0.3).holds


def test_what_has_values_on_the_box_only_is_proved_on_it():
    twist = se.log(x + 2) / (y - 2) + se.sqrt(x - y + 3) + se.tan(x) + se.acoth(x + 3)
    assert verify_on_box(x**2 + y**2, (-x + y * twist, -y - x * twist), X, (Fraction(1), Fraction(1))).holds
