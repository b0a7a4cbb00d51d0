"""Conditions and scopes are data: renamed as mathematics, told in the reader's names."""

import json

import pytest
import symengine as se

from ansatz.expr.canonical import canonical
from ansatz.expr.parse import parse
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.scope import Places, Scope, ScopeKind
from ansatz.proof.verify import verify

x, z, n, a, c1, Y, Y1 = se.symbols("x z n a c1 Y Y'")


def condition(text):
    for relation in (Relation.NONZERO, Relation.NONNEGATIVE, Relation.POSITIVE):
        left, found, right = text.partition(f" {relation} ")
        if found:
            return Condition(canonical(("-", parse(left), parse(right))), relation)
    raise ValueError(text)


@pytest.mark.parametrize("text", ["a != -1", "a^2 - 1 > 0", "a > -1", "a >= 1/2", "b - a^2 > 0", "a*b != 0"])
def test_conditions_read_as_people_write_them(text):
    assert str(condition(text)) == text


def test_conditions_are_renamed_as_expressions():
    told = condition("b - a^2 > 0").renamed({"a": "phi", "b": ("sin", "a")})
    assert told == condition("sin(a) - phi^2 > 0")
    assert condition("a != 0").renamed({"a": "b", "b": "a"}) == condition("b != 0")


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        (["a != 0", "a > 0"], ["a > 0"]),
        (["a > 0", "a != -2"], ["a > 0"]),
        (["a > 0", "a != 2"], ["a > 0", "a != 2"]),
        (["a > -1", "a > 0", "a >= 0"], ["a > 0"]),
        (["a >= 0", "a > -1", "a != 0"], ["a >= 0", "a != 0"]),
        (["a*(b + 1) > 0", "a*b + a > 0"], ["a*(b + 1) > 0"]),
        (["a != 0", "b != 0", "a != 0"], ["a != 0", "b != 0"]),
        (["a > 0", "b > 0"], ["a > 0", "b > 0"]),
    ],
)
def test_what_others_imply_is_not_stated(stated, kept):
    assert needed(map(condition, stated)) == tuple(map(condition, kept))


def test_scopes_speak_of_the_variable_asked_about():
    plane = verify_antiderivative(se.log(z), 1 / z, z, domain="complex").scope
    assert plane == Scope(ScopeKind.COMPLEX_PLANE, "z", cuts=(("ln", "z"),))
    assert str(plane.renamed({"z": "w"})) == "on the complex plane, away from the branch cuts of ln(w)"
    flawed = verify_antiderivative(se.sqrt(z**2), 1 + 0 * z, z)
    assert "at z = " in flawed.reason and "holds at z = " in str(flawed.scope) and "x" not in str(flawed.scope)
    assert flawed.point is not None and flawed.scope is not None and set(flawed.point) == {"z"}
    places = (flawed.point["z"], *(-place for place in flawed.scope.holds_at))
    assert len(places) > 1 and all(isinstance(place, float) and place < 0 for place in places)
    assert "at t = " in verify("ln(t)^2", "ln(t)/t", "t").reason


def test_only_names_are_renamed():
    """A parameter e, a function ln: words of the sentence are no symbols."""
    scope = Scope(ScopeKind.COMPLEX_PLANE, "x", cuts=(("ln", ("+", "a", "x")),))
    assert str(scope.renamed({"x": "ln", "a": "the"})).endswith("away from the branch cuts of ln(the + ln)")


def test_a_family_of_jumps_does_not_reuse_the_name_of_the_variable():
    F = 2 * se.atan(se.tan(n / 2) / se.sqrt(3)) / se.sqrt(3)
    scope = verify_antiderivative(F, 1 / (2 + se.cos(n)), n).scope
    assert scope.jumps == (Places("pi", ("*", 2, "pi")),)
    assert str(scope).endswith("the antiderivative jumps at n = pi + 2*pi*k")
    assert Places(0, "pi").text("x") == "pi*n"
    assert str(Scope(ScopeKind.REAL_LINE, breaks=(Places(-0.1234567), Places(7.0)))).endswith("at x = -0.123457, 7")


def test_branches_of_solutions_are_conditions():
    equation = Y1 - 1 - se.sqrt(1 - (Y - x) ** 2)
    scope = verify_ode(x + se.sin(c1 + x), equation, x, order=1, branch=(se.cos(c1 + x),)).scope
    assert scope.branch == (condition("cos(c1 + x) > 0"),)
    assert str(scope.renamed({"x": "t", "c1": "C"})).endswith(" with cos(C + t) > 0")


def test_what_is_said_is_plain_json():
    roots = verify_antiderivative(se.asin(x / a), 1 / se.sqrt(a**2 - x**2), x).to_dict()
    assert roots["conditions"] == [{"text": "a > 0", "expression": "a", "relation": ">"}]
    wrong = verify_antiderivative(x**2 / 2, se.sqrt(x**2), x, domain="complex").to_dict()
    for said in (roots, wrong):
        assert json.loads(json.dumps(said)) == said
    read = json.loads(json.dumps(wrong))
    assert len(read["point"]["x"]) == 2 and all(len(place) == 2 for place in read["scope"]["holds_at"])
    told = Scope(ScopeKind.REAL_LINE, "t", undecided=(1.0,), jumps=(Places("pi", ("*", 2, "pi")),)).to_dict()
    assert told["kind"] == "real_line" and told["jumps"] == [{"place": "pi", "period": "2*pi"}]
