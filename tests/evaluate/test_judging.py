"""Judgements: right and wrong answers of every task are told apart, whoever gave them."""

from dataclasses import replace

import pytest

from ansatz.errors import ParseError
from ansatz.evaluate.judging import Judgement, Outcome, judged
from ansatz.evaluate.own import Said
from ansatz.evaluate.problem import Problem, Truth
from ansatz.expr.parse import parse
from ansatz.expr.tree import INFINITY, Tree, substitute
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.verdict import Verdict
from ansatz.solve.systems.claim import Claim

SECONDS = 10.0


def of_integral(f: str, *answers: str) -> Judgement:
    claims = tuple(Claim("system", parse(answer)) for answer in answers)
    return judged(Problem(0, "integral", f, (parse(f),)), Said(claims), SECONDS)


@pytest.mark.parametrize(
    ("f", "answer", "outcome"),
    [
        ("2*x", "x^2", "solved"),
        ("2*x", "x^2 + 7", "solved"),
        ("2*x", "x^3", "wrong"),
        ("1/x", "ln(x)", "solved"),
        ("1/x", "ln(-3*x)", "solved"),  # complex for x > 0, and an antiderivative all the same
        ("sqrt(x^2)", "x^2/2", "wrong"),  # right for x > 0 alone
        ("a*x^n", "a*x^(n+1)/(n+1)", "solved"),
        ("a*x^n", "x^(n+1)/(n+1)", "wrong"),
        ("cos(t)*x", "cos(t)*x^2/2", "solved"),
    ],
)
def test_antiderivatives(f: str, answer: str, outcome: str) -> None:
    found = of_integral(f, answer)
    assert found.outcome == outcome, found
    assert found.answer and found.size > 1


def test_the_best_of_several_cases_counts_and_none_is_silence() -> None:
    assert of_integral("2*x", "x^3", "x^2").outcome is Outcome.SOLVED
    assert of_integral("2*x").outcome is Outcome.SILENT
    assert not Outcome.SILENT.answered and Outcome.WRONG.answered and not Outcome.WRONG.good


def of_definite(f: str, bounds: tuple[Tree, Tree], truths: tuple[Truth, ...], claims: tuple[Claim, ...], **said: str):  # type: ignore[no-untyped-def]
    return judged(Problem(0, "definite", f, (parse(f),), bounds=bounds, truths=truths), Said(claims, **said), SECONDS)  # type: ignore[arg-type]


def claim(text: str, *conditions: Condition) -> tuple[Claim, ...]:
    return (Claim("system", INFINITY if text == "diverges" else parse(text), conditions),)


@pytest.mark.parametrize(
    ("answer", "truth", "outcome"),
    [
        ("pi/4", "pi/4", "solved"),
        ("atan(1)", "pi/4", "solved"),
        ("pi/4 + 1/10^9", "pi/4", "wrong"),
        ("diverges", "pi/4", "wrong"),
        ("diverges", None, "solved"),
        ("-2", None, "wrong"),
        ("1/(x-x)", "1", "unverified"),
    ],
)
def test_definite_integrals_against_the_truth(answer: str, truth: str | None, outcome: str) -> None:
    known = (Truth(None if truth is None else parse(truth)),)
    try:
        claims = claim(answer)
    except ParseError:
        pytest.skip("no expression")
    assert of_definite("f", (0, 1), known, claims).outcome == outcome


def test_definite_integrals_against_quadrature() -> None:
    bounds = (0, parse("2*pi"))
    assert of_definite("1/(2+cos(x))", bounds, (), claim("2*pi/sqrt(3)")).outcome is Outcome.SOLVED
    assert of_definite("1/(2+cos(x))", bounds, (), claim("0")).outcome is Outcome.WRONG
    assert of_definite("1/(a+cos(x))", bounds, (), claim("0")).outcome is Outcome.UNVERIFIED


def test_degenerate_parameters_are_wrong_unless_a_condition_excludes_them() -> None:
    two, minus = Truth(("/", 1, 2), (("a", 2),)), Truth(None, (("a", -1),))
    positive = Condition("a", Relation.POSITIVE)
    asked = ("exp(-a*x)", (0, INFINITY), (two, minus))
    silently = of_definite(*asked, claim("1/a"))
    assert silently.outcome is Outcome.WRONG and silently.reason == "-1.0 instead of diverges at a = -1"
    assert of_definite(*asked, claim("1/a", positive)).outcome is Outcome.SOLVED
    assert of_definite(*asked, claim("2/a", positive)).outcome is Outcome.WRONG
    assert of_definite(*asked, claim("1/sqrt(2*a)")).outcome is Outcome.SOLVED, "i/sqrt(2) is no value at a = -1"


def test_a_warning_is_no_silence() -> None:
    (zero,) = claim("0")
    asked = ("1/x", (-1, 1), (Truth(None),))
    assert of_definite(*asked, (zero,)).outcome is Outcome.WRONG
    warned = of_definite(*asked, (replace(zero, warning="Principal Value"),))
    assert warned.outcome is Outcome.WARNED and warned.outcome.answered and "Principal Value" in warned.reason


def test_an_enclosure_alone_is_silence_unless_it_misses_the_truth() -> None:
    assert of_definite("f", (0, 1), (Truth(1),), (), enclosure="[1.0000 +/- 1e-5]").outcome is Outcome.SILENT
    assert of_definite("f", (0, 1), (Truth(1),), (), enclosure="[1.2000 +/- 1e-5]").outcome is Outcome.WRONG
    assert of_definite("f", (0, 1), (Truth(None),), (), enclosure="[1.2000 +/- 1e-5]").outcome is Outcome.WRONG


def equation(text: str) -> Tree:
    return substitute(parse(text), {"u": "Y", "v": "Y'", "w": "Y''"})


@pytest.mark.parametrize(
    ("left", "order", "answer", "implicit", "outcome"),
    [
        ("v-u", 1, "c1*exp(x)", False, "solved"),
        ("v-u", 1, "0", False, "partial"),
        ("v-u", 1, "c1*exp(2*x)", False, "wrong"),
        ("w+u", 2, "c1*cos(x)+c2*sin(x)", False, "solved"),
        ("w+u", 2, "c1*cos(x)", False, "partial"),
        ("u*v-x", 1, "u^2-x^2-c1", True, "solved"),
    ],
)
def test_solutions_of_equations(left: str, order: int, answer: str, implicit: bool, outcome: str) -> None:
    problem = Problem(0, "ode", statement=(equation(left),), order=order)
    said = Said((Claim("dsolve", equation(answer), implicit=implicit),))
    assert judged(problem, said, SECONDS).outcome == outcome


def test_our_verdict_is_taken_and_the_second_opinion_asked() -> None:
    system = Problem(0, "lyapunov", statement=(parse("-x0"),), variables=("x0",))
    proved = Said((Claim("quadratic form", ("pow2", "x0")),), verdict=Verdict.PROVED)
    assert judged(system, proved, SECONDS).outcome is Outcome.SOLVED
    denied = Said((Claim("quadratic form", ("neg", ("pow2", "x0"))),), verdict=Verdict.PROVED)
    assert judged(system, denied, SECONDS).outcome is Outcome.DISPUTED
    none = judged(system, Said(exists=False, detail="a solution is unbounded"), SECONDS)
    assert none.outcome is Outcome.SETTLED and none.outcome.good and none.reason == "a solution is unbounded"


def test_of_a_curve_the_second_opinion_says_nothing() -> None:
    """x = sin(t) + t and y, the claim, are functions of a parameter; the verifier's word stands."""
    problem = Problem(0, "ode", statement=(equation("sin(v)+v-x"),), order=1)
    claim = Claim("curve", parse("cos(t)+t*sin(t)+t^2/2-c1"), implicit=True)
    found = judged(problem, Said((claim,), verdict=Verdict.PROVED), SECONDS)
    assert (found.outcome, found.second) == (Outcome.SOLVED, "cannot say")
