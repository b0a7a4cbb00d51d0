"""The oracle catches planted wrong claims, and says nothing against right ones."""

import random

import pytest
from flint import arb

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X
from ansatz.evaluate.attack.judge import Judge
from ansatz.evaluate.attack.oracle import Oracle
from ansatz.evaluate.attack.reading import read
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.scope import Places, Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification

EVERYWHERE = Verification(Verdict.PROVED, Scope(ScopeKind.EVERYWHERE, "x"))
A_POSITIVE = Condition(canonical("a"), Relation.POSITIVE)
A_IMPOSSIBLE = Condition(canonical(("-", ("neg", ("pow2", "a")), 1)), Relation.POSITIVE)
A_NONZERO = Condition(canonical("a"), Relation.NONZERO)

# Integrand, antiderivative, what is wrong with "proved, everywhere"; and a place that the maker knows, where needed.
WRONG = [
    ("2*x", "x^2+10^(-30)*x", "F' differs", None),
    ("1", "5*x+10^100*x*(sqrt(3+2*sqrt(2))-1-sqrt(2))", "F' differs", None),
    ("1", "x+10^(-200)*sin(x)", "F' differs", None),
    ("cos(10^(-40)*x)", "x", "F' differs", None),
    ("x^2/2", "20*atan(tan(x/20))", "F' differs", None),
    ("1", "20*atan(tan(x/20))", "jumps", None),
    ("1/(x+5)", "ln(x+5)", "complex", None),
    ("1/(2*x)", "ln(sqrt(x))", "complex", None),
    ("x/(x+50)", "x-50*ln(x+50)", "complex", None),
    ("abs(sin(x))", "-abs(sin(x))*cos(x)/sin(x)", "hole|jumps", None),
    ("x*exp(-abs(x-20))", "exp(-abs(x-20))*(x+1)", "F' differs", None),
    ("sqrt(x^2+4*x+4)", "x^2*sqrt(x^2+4*x+4)/(2*(x+2))+2*x*sqrt(x^2+4*x+4)/(x+2)", "hole|jumps", "-2"),
    ("1", "x*((x+5)^2+(x+5)*abs(x+5))/((x+5)*(x+5+abs(x+5)))", "no value", None),
    ("1", "x*((x+5)^2+(x+5)*sqrt((x+5)^2))/((x+5)*(x+5+sqrt((x+5)^2)))", "no value", None),
    ("sec(x/20)", "20*asinh(tan(x/20))", "F' differs", None),
    ("1", "(x^2-49)/(x-7)", "hole", "7"),
    ("1", "x+sign(x-1000000)", "jumps", "1000000"),
    ("exp(-x^2)", "sqrt(pi)*erf(x)/2+sign(x+3)*10^(-12)", "jumps", "-3"),
    ("1/(2+cos(x))", "2*atan(tan(x/2)/sqrt(3))/sqrt(3)", "jumps", None),
    ("x", "x^2/2+exp(-10^20*(x-1000)^2)", "F' differs", "1000"),
    ("1/(x*sqrt(x^2-1))", "asec(x)", "F' differs", None),
]
RIGHT = [
    ("x*cos(x)", "x*sin(x)+cos(x)"),
    ("1/(x+5)", "ln|x+5|"),
    ("1/x", "ln(x^2)/2"),
    ("abs(x-20)", "(x-20)*abs(x-20)/2"),
    ("sign(x-20)", "abs(x-20)"),
    ("exp(-x^2)", "sqrt(pi)*erf(x)/2"),
    ("sin(x)/x", "Si(x)"),
    ("cos(pi*x^2/2)", "fresnelc(x)"),
    ("exp(x^2)", "sqrt(pi)*erfi(x)/2"),
    ("1/(2+cos(x))", "(x-2*atan(sin(x)/(2+sqrt(3)+cos(x))))/sqrt(3)"),
    ("exp(-abs(x-10^6))", "sign(x-10^6)*(1-exp(-abs(x-10^6)))"),
    ("1", "x+10^100*x*(sqrt(3+2*sqrt(2))-1-sqrt(2))"),
    ("sqrt(x)", "2/3*x^(3/2)"),
    ("tan(x)", "-ln|cos(x)|"),
    ("1/sqrt(1-x^2)", "asin(x)"),
    ("1/(x*sqrt(x^2-1))", "asec|x|"),
    ("x^(1/3)", "3/4*x^(4/3)"),
    ("ln(x)", "x*ln(x)-x"),
    ("1/(1-x^2)", "ln|(1+x)/(1-x)|/2"),
    ("exp(x)*10^(-200)", "exp(x)*10^(-200)"),
]


def causes(
    f: str, F: str, found: Verification = EVERYWHERE, place: str | None = None, seed: int = 0, right: bool | None = None
) -> list[str]:
    specials = () if place is None else (to_symengine(parse(place)),)
    candidate = Candidate(to_symengine(parse(F)), "planted", right)
    case = Case(to_symengine(parse(f)), (candidate,), specials)
    judge = Judge(case, "tests", seed, random.Random(seed))
    return [violation.cause for violation in judge.violations(candidate, found)]


@pytest.mark.parametrize("seed", (1, 2))
@pytest.mark.parametrize("f, F, wrong, place", WRONG)
def test_wrong_claims_are_caught(f: str, F: str, wrong: str, place: str | None, seed: int) -> None:
    found = causes(f, F, place=place, seed=seed)
    assert any(part in cause for cause in found for part in wrong.split("|")), found


@pytest.mark.parametrize("f, F", RIGHT)
def test_right_claims_are_accepted(f: str, F: str) -> None:
    for seed in range(3):
        assert not causes(f, F, place="20", seed=seed, right=True)


def scoped(**parts: object) -> Verification:
    return Verification(Verdict.PROVED, Scope(ScopeKind.WHERE, "x", **parts))  # type: ignore[arg-type]


def test_what_a_scope_leaves_out_is_not_held_against_it() -> None:
    jump, family = Places(5), Places(canonical(("*", 10, "pi")), canonical(("*", 20, "pi")))
    positive = Condition(canonical(("+", "x", 5)), Relation.POSITIVE)
    assert not causes("1", "x+sign(x-5)", scoped(jumps=(jump,)), "5")
    assert causes("1", "x+sign(x-5)", scoped(jumps=(Places(6),)), "5")
    assert not causes("1", "20*atan(tan(x/20))", scoped(jumps=(family,)))
    assert causes("1", "20*atan(tan(x/20))", scoped(jumps=(Places(family.place),)))
    assert not causes("1/(x+5)", "ln(x+5)", scoped(where=(positive,)))
    assert causes("1/(x+6)", "ln(x+6)+sign(x-7)", scoped(where=(positive,)), "7")
    assert not causes("1", "(x^2-49)/(x-7)", scoped(breaks=(Places(7),)), "7")


def under(*conditions: Condition) -> Verification:
    return Verification(Verdict.PROVED, Scope(ScopeKind.EVERYWHERE, "x"), conditions)


@pytest.mark.parametrize(
    "f, F, conditions, wrong",
    [
        ("exp(a*x)", "exp(a*x)/a", (), "no value"),
        ("exp(a*x)", "exp(a*x)/a", (A_NONZERO,), ""),
        ("1", "x*sqrt(a^2)/a", (A_NONZERO,), "F' differs"),
        ("1", "x*sqrt(a^2)/a", (A_POSITIVE,), ""),
        ("x*a", "a*x^2/2", (A_IMPOSSIBLE,), "no parameters"),
        ("x^2*a", "a*x^3/3", (), ""),
        ("1/(x-a)", "ln(x-a)", (A_NONZERO,), "complex"),
        ("1/(x-a)", "ln|x-a|", (), ""),
        ("1", "x+sign(x-a)", (), "jumps"),
    ],
)
def test_conditions(f: str, F: str, conditions: tuple[Condition, ...], wrong: str) -> None:
    found = causes(f, F, under(*conditions), "a")
    assert any(wrong in cause for cause in found) if wrong else not found


def test_refutations_are_judged_at_their_points() -> None:
    def refuted(point: dict[str, float] | None) -> Verification:
        return Verification(Verdict.REFUTED, point=point)

    assert not causes("2*x", "x^3", refuted({"x": 2.0}))
    assert causes("2*x", "x^2+1", refuted({"x": 2.0}))
    assert causes("2*x", "x^3", refuted(None))
    assert causes("2*x", "x^2+1", refuted({"x": 2.0}), right=True)
    assert not causes("1", "x+sign(x-2)", refuted({"x": 2.0}))


def test_what_is_unknown_is_never_wrong() -> None:
    assert not causes("2*x", "x^3", Verification(Verdict.UNKNOWN))


def test_the_place_of_a_violation_is_near_what_is_wrong() -> None:
    f = to_symengine(parse("1"))
    claim = read(EVERYWHERE, X)
    (wrong,) = Oracle(f, X, (), random.Random(3)).wrongs(to_symengine(parse("x+sign(x-3)")), claim)
    place = float(wrong.where.split("x = ")[1])
    assert abs(place - 3) < 1e-9


def test_parameters_may_be_given() -> None:
    a = symbol("a")
    f, F = to_symengine(parse("x^a")), to_symengine(parse("x^(a+1)/(a+1)"))
    claim = read(EVERYWHERE, X)
    assert Oracle(f, X, (), random.Random(0), {a: arb(-1)}).wrongs(F, claim)
    assert not Oracle(f, X, (), random.Random(0), {a: arb(-3)}).wrongs(F, claim)
