"""The second opinion on differential equations: by numerical derivatives, on the branch, at many scales."""

import pytest

from ansatz.evaluate.second_opinion.ode import opinion
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.expr.notation import from_prefix
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree, substitute

from ...near_misses import near_misses

# (general solution, equation in x, u = Y, v = Y', w = Y'', order).
RIGHT = [
    ("c1*exp(x)", "v-u", 1),
    ("c1/x", "x*v+u", 1),
    ("tan(c1+x)", "v-1-u^2", 1),
    ("sqrt(c1+x^2)", "u*v-x", 1),
    ("c1*x+c1^2", "u-x*v-v^2", 1),
    ("c1*cos(x)+c2*sin(x)", "w+u", 2),
    ("c1*x+c2", "w", 2),  # one term: no scale but its own
    ("c1*x^a+c2", "x*w+(1-a)*v", 2),
    ("ln(c1*x+c2)", "w+v^2", 2),
    ("exp(c1/x)*c2", "(x^2*v/u)^2-x^3*(x*(w*u-v^2)/(2u^2)+v/u)-(x^2*v/u)^2+x^3*(x*(w*u-v^2)/(2u^2)+v/u)", 2),
]


def equation(text: str) -> Tree:
    return substitute(parse(text), {"u": "Y", "v": "Y'", "w": "Y''"})


@pytest.mark.parametrize(("y", "text", "order"), RIGHT)
def test_it_agrees_with_right_solutions(y: str, text: str, order: int) -> None:
    found = opinion(parse(y), equation(text), order)
    assert found.agrees, found


@pytest.mark.parametrize(("y", "text", "order"), [pair for pair in RIGHT[:-1] if len(pair[1]) > 1])
def test_near_misses_are_seen(y: str, text: str, order: int) -> None:
    """Of the equation, which determines its solutions up to factors and constants."""
    _, *missed = near_misses(equation(text))  # the first is a multiple
    stances = [opinion(parse(y), other, order).stance for other in missed]
    assert stances.count(Stance.DISAGREES) >= 0.7 * len(missed)


@pytest.mark.parametrize(
    ("y", "text", "order"),
    [
        ("c1*exp(x) + x/10^12", "v-u", 1),
        ("c1*exp(x)*(1+sin(x)/10^30)", "v-u", 1),
        ("c1*cos(x)+c2*sin(x)", "w+u+1/10^20", 2),
        ("c1*x+c2+x^2/10^20", "w", 2),
        ("c1*x", "x*v-u+v-sqrt(v^2)", 1),  # right for c1 > 0 only
        ("(c1+x)^2", "v-2*sqrt(u)", 1),  # right for x > -c1 only
    ],
)
def test_it_disagrees_with_wrong_ones_at_a_point(y: str, text: str, order: int) -> None:
    found = opinion(parse(y), equation(text), order)
    assert found.disagrees and {"x", "c1"} <= set(found.point)


# (relation G(x, u, c1) = 0, equation, order).
RELATIONS = [
    ("ln(u)-(c1+x^2/2)", "v-x*u", 1),
    ("u^2/2+x^2/2-c1", "u*v+x", 1),
    ("asin(u)-(c1+x)", "v-sqrt(1-u^2)", 1),
    ("u+u^3/3-(c1+x+x^3/3)", "v-(1+x^2)/(1+u^2)", 1),
    ("u*ln(u)-u-x*c1-c2", "w*u*ln(u)+v^2", 2),
]


@pytest.mark.parametrize(("relation", "text", "order"), RELATIONS)
def test_relations_are_judged_at_their_roots(relation: str, text: str, order: int) -> None:
    right = opinion(equation(relation), equation(text), order, implicit=True)
    assert right.agrees, right
    for wrong in (f"{relation}+x*(u-1)/10^12", f"{relation}+x^3/20"):
        found = opinion(equation(wrong), equation(text), order, implicit=True)
        assert found.disagrees and {"x", "Y", "c1"} <= set(found.point), found


def test_of_a_curve_nothing_is_said() -> None:
    """y = cos(t) + t*sin(t) + t^2/2 + c1 beside x = sin(t) + t: one side of it is no relation."""
    curve = parse("cos(t)+t*sin(t)+t^2/2-c1")
    assert opinion(curve, equation("sin(v)+v-x"), 1, implicit=True).stance is Stance.CANNOT_SAY


def test_only_points_of_the_branch_count() -> None:
    y, root = parse("(c1+x)^2"), equation("v-2*sqrt(u)")
    assert opinion(y, root, 1, (parse("c1+x"),)).agrees
    assert opinion(y, root, 1, (parse("-c1-x"),)).disagrees
    nowhere = opinion(y, root, 1, (parse("-1-(c1+x)^2"),))
    assert nowhere.stance is Stance.CANNOT_SAY and nowhere.reason == "compared at 0 points"


def test_equations_are_those_of_data_sets() -> None:
    assert opinion(from_prefix("* c1 exp x".split()), from_prefix("- Y' Y".split()), 1).agrees
