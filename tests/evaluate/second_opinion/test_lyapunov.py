"""The second opinion on Lyapunov functions: thousands of points are looked at, the suspect ones judged by mpmath."""

import pytest

from ansatz.evaluate.second_opinion.lyapunov import opinion
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.expr.parse import parse

XY = ("x", "y")


@pytest.mark.parametrize(
    ("V", "system"),
    [
        ("x^2+y^2", ("-x", "-y")),
        ("x^2+y^2", ("y", "-x")),  # dV/dt = 0 everywhere
        ("5x^6+2x^3*y+y^2", ("0*x", "-2y-2x^3")),
        ("ln(1+x^2)+y^2", ("-x", "-y")),
        ("exp(x^2+y^4)-1", ("2y^3", "-x")),  # tiny near 0, where digits cancel
        ("exp(x^2)-1+cosh(y)-1", ("-x", "-sinh(y)")),
        ("ln(1+x^2+y^2)*(2-sin(x^2))", ("0*x", "0*y")),  # grows, but not at every step
        ("x^2+|y|^3", ("-x", "-y")),  # no function of NumPy's complex numbers
        ("x^2+li(2+y^2)-li(2)", ("-x", "-y")),
    ],
)
def test_it_agrees_with_right_functions(V: str, system: tuple[str, str]) -> None:
    found = opinion(parse(V), [parse(f) for f in system], XY)
    assert found.agrees, found


@pytest.mark.parametrize(
    ("V", "system", "reason"),
    [
        ("x^2+y^2+1", ("-x", "-y"), "V(0)"),
        ("x^2+y^2+1/10^40", ("-x", "-y"), "V(0)"),
        ("x^2+y^2", ("1-x", "-y"), "equilibrium"),
        ("x^2", ("-x", "-y"), "not positive"),
        ("x^2-y^2", ("-x", "y"), "not positive"),
        ("x^2-3x*y+y^2", ("-x", "-y"), "not positive"),
        ("x^2+y^2", ("-x", "y"), "increases"),
        ("x^2+y^2", ("-x+y/10^12", "y/10^12"), "increases"),
        ("x^2+y^2", ("-x+y^3", "-y"), "increases"),
        ("11x^2+y^2", ("-20x-2y+4x*y-2x*y^2", "20x-40x^2+8x*y^4+20x^2*y-8x^2*y^3-2y^5"), "increases"),  # a narrow cone
        ("ln(1+x^2)+y^2", ("-x", "y"), "increases"),
        ("1-cos(x)+y^2", ("0*x", "-y"), "grow"),
    ],
)
def test_it_disagrees_with_wrong_ones_at_a_point(V: str, system: tuple[str, str], reason: str) -> None:
    found = opinion(parse(V), [parse(f) for f in system], XY)
    assert found.disagrees and reason in found.reason and set(found.point) == set(XY)


@pytest.mark.parametrize("V", ["x^2/(1+x^2)+y^2/(1+y^2)", "x^2+y^2/(1+y^2)"])
def test_it_cannot_say_that_a_bounded_function_is_wrong(V: str) -> None:
    found = opinion(parse(V), (parse("-x"), parse("-y")), XY)
    assert found.stance is Stance.CANNOT_SAY and "bounded" in found.reason


def test_it_cannot_say_what_happens_where_nothing_has_a_value() -> None:
    assert opinion(parse("x^2+y^2"), (parse("-x*ln(x)"), parse("-y")), XY).stance is Stance.CANNOT_SAY


def test_more_variables_have_their_own_names() -> None:
    V, system = parse("x0^2+x1^2+x2^2"), [parse(f"-x{k}") for k in range(3)]
    assert opinion(V, system).agrees
    assert set(opinion(("neg", V), system).point) == {"x0", "x1", "x2"}
