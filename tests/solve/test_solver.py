"""`integrate`, end to end: answers, refusals, deadlines, bad input."""

import copy
import json
import pickle
from decimal import Decimal

import numpy
import pytest
import sympy

from ansatz.errors import AnsatzError, ConfigError, InputError
from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.expr.sympy_bridge import from_sympy
from ansatz.expr.tree import is_elementary
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.verify import verify
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.solver import integrate
from ansatz.solve.integral.stages import own_candidates
from ansatz.solve.question import Question
from ansatz.solve.rival import Signal
from ansatz.solve.systems import installed

T = sympy.Symbol("t")
X = sympy.Symbol("x")
OWN = ("fit",)


def is_antiderivative(F: sympy.Expr, f: sympy.Expr, variable: sympy.Symbol = X) -> bool:
    """By mpmath's numerical derivatives, wherever f is real."""
    return opinion(from_sympy(F), from_sympy(f), variable.name).agrees


@pytest.mark.parametrize(
    "text, f",
    [
        ("2x+5", 2 * X + 5),
        ("x*cos(x)", X * sympy.cos(X)),
        (r"\frac{x}{\sqrt{1+x^2}}", X / sympy.sqrt(1 + X**2)),
        (r"\int x e^{x} \, dx", X * sympy.exp(X)),
        ("sin(4)x", sympy.sin(4) * X),
        ("2.5x", sympy.Rational(5, 2) * X),
    ],
)
def test_answers_are_antiderivatives(text, f):
    solution = integrate(text, methods=OWN)
    assert solution.verdict is Verdict.PROVED
    assert is_antiderivative(solution.answer, f)
    assert solution.method in ("fit", "structural")
    assert solution.elementary


def test_sympy_objects_and_other_variables():
    solution = integrate(T**2 * sympy.exp(T), T, methods=OWN)
    assert is_antiderivative(solution.answer, T**2 * sympy.exp(T), T)
    assert solution.variable == "t"


def test_parameters_and_their_conditions():
    a = sympy.Symbol("a")
    solution = integrate("cos(a*x)", methods=OWN)
    assert is_antiderivative(solution.answer, sympy.cos(a * X))
    assert [str(condition) for condition in solution.conditions] == ["a != 0"]


@pytest.mark.parametrize("text", ["1/(x*(a+b*x))", "1/(a^2-x^2)", "1/(a+b*x)"])
def test_answers_with_parameters_are_real_whatever_their_signs(text):
    answer = integrate(text, methods=OWN).answer
    assert answer is not None
    for a, b, place in ((2.5, 1.25, -0.5), (2.5, -1.25, 0.5), (-2.5, 1.25, 3.5), (-2.5, -1.25, -3.5)):
        assert abs(sympy.im(sympy.N(answer.subs({"a": a, "b": b, "x": place})))) < 1e-12


def test_a_root_of_parameters_gives_the_condition_that_it_is_real():
    assert "a^2 - 1 > 0" in [*map(str, integrate("1/(a+cos(x))", methods=OWN).conditions)]
    assert [*map(str, integrate("1/(x^2+2a*x+b)", methods=OWN).conditions)] == ["b - a^2 > 0"]
    assert not integrate("sqrt(a)*x", methods=OWN).conditions


def test_answers_are_real_on_both_sides_of_a_pole():
    answer = integrate("1/x", methods=OWN).answer
    assert answer is not None
    assert answer.subs(X, -2).is_real and answer.subs(X, 2).is_real


def test_candidates_are_in_the_names_of_the_question():
    solution = integrate("c1*cos(t)", "t", methods=OWN)
    assert all("c1" in candidate.expression for candidate in solution.candidates if candidate.holds)
    assert hash(solution) == hash(integrate("c1*cos(t)", "t", methods=OWN))


def test_a_zero_integrand():
    assert integrate("x - x", methods=OWN).answer == 0


@pytest.mark.parametrize(("methods", "method"), [(("classical",), "sympy"), (OWN, "structural")])
def test_answers_outside_the_elementary_are_flagged(methods, method):
    solution = integrate("exp(-x^2)", deadline=20, methods=methods)
    assert solution.method in (method, *(installed() if method == "sympy" else ()))
    assert solution.answer is not None and solution.answer.has(sympy.erf)
    assert not solution.elementary
    assert "not elementary" in solution.explain()


def test_nothing_found_is_no_error():
    solution = integrate("x^x", deadline=3)
    assert solution.answer is None and solution.verdict is Verdict.UNKNOWN
    assert "No elementary antiderivative was found" in solution.remark
    assert solution.tried


@pytest.mark.slow
def test_the_deadline_ends_what_would_take_minutes():
    solution = integrate("sin(x^2+exp(x))^7/(x+ln(x))^(1/3)", deadline=1.0)
    assert not solution.answered
    assert {phrase.split()[0] for phrase in solution.tried} - {"Maxima", "FriCAS"} == {"network", "SymPy"}


def test_the_result_as_json_latex_and_story():
    solution = integrate("x*cos(x)", methods=OWN)
    values = solution.to_dict()
    assert values["verdict"] == "proved" and values["answer"] == solution.text()
    assert json.loads(json.dumps(values))["candidates"][0]["verdict"] == "proved"
    assert r"\cos" in solution.latex() and r"\int" in solution._repr_latex_()
    story = solution.explain()
    assert "Tried" in story and "rule" in story


@pytest.mark.parametrize("text", ["", "1/0", "import os", "x" * 10_000, "9^9^9^9", "sin("])
def test_bad_input_is_one_sentence(text):
    with pytest.raises(InputError) as caught:
        integrate(text)
    assert "\n" not in str(caught.value) and str(caught.value).endswith((".", ")."))


@pytest.mark.parametrize(
    "settings",
    [
        {"beam": 0},
        {"beam": 2.5},
        {"deadline": 0},
        {"deadline": "5"},
        {"deadline": None},
        {"deadline": float("nan")},
        {"methods": ("magic",)},
        {"methods": ()},
        {"methods": "fit"},
        {"methods": 3},
        {"methods": [3]},
        {"methods": None},
        {"weights": 3},
        {"x": []},
        {"domain": "quaternions"},
        {"x": "pi"},
        {"x": ("x", 0)},
    ],
)
def test_senseless_settings_are_refused(settings):
    with pytest.raises(AnsatzError):
        integrate("x", **settings)


def test_sympy_symbols_come_back_with_their_assumptions():
    positive, a = sympy.Symbol("x", positive=True), sympy.Symbol("a", real=True)
    solution = integrate(sympy.exp(a * positive), positive, methods=OWN)
    assert solution.answer is not None and solution.answer.free_symbols == {positive, a}
    assert sympy.simplify(sympy.diff(solution.answer, positive) - sympy.exp(a * positive)) == 0


def test_unevaluated_integrals_and_numpy_numbers():
    assert is_antiderivative(integrate(sympy.Integral(T * sympy.cos(T), T), methods=OWN).answer, T * sympy.cos(T), T)
    assert integrate(sympy.Integral(X**2, (X, 0, 3)), methods=OWN).value == 9
    with pytest.raises(ConfigError, match="one integral at a time"):
        integrate(sympy.Integral(X, X, X))
    assert integrate(numpy.float64(0.5), methods=OWN).answer == X / 2
    assert integrate("x", ("x", numpy.int64(0), numpy.float32(0.5)), methods=OWN).value == sympy.Rational(1, 8)
    assert integrate(Decimal("0.1"), methods=OWN).answer == X / 10


def test_variables_in_greek_and_variables_that_do_not_occur():
    solution = integrate("sin(θ)", "θ", methods=OWN)
    assert solution.variable == "theta" and solution.text() == "-cos(theta)" and not solution.remark
    mistaken = integrate("sin(t)", "x", methods=OWN)
    assert mistaken.text() == "x*sin(t)" and "does not contain x" in mistaken.remark and "t." in mistaken.remark
    assert not integrate("2", methods=OWN).remark


@pytest.mark.parametrize("variable", ["x y", "pi", "2", "sin", "", "\n", 3, "nonsense"])
def test_what_cannot_be_a_variable(variable):
    with pytest.raises(InputError, match="cannot be a variable") as caught:
        integrate("x", variable)
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="cannot be a variable"):
        verify("x", "1", variable)


def test_a_solution_prints_short_and_survives_pickling():
    solution = integrate("2x", methods=OWN)
    assert repr(solution) == f"Solution(∫ 2x dx = x^2; proved; {solution.method})"
    assert pickle.loads(pickle.dumps(solution)) == solution == copy.deepcopy(solution)


def test_the_story_of_a_definite_integral_and_of_none():
    story = integrate("1/x", ("x", 1, 2), methods=OWN).explain()
    assert "Antiderivative: ln|x|" in story and "Value: ln(2) = [0.693" in story and "Verdict: proved; F(b)" in story
    assert "diverges" in integrate("1/x", ("x", -1, 2), methods=OWN).explain()
    nothing = integrate("x^x", methods=OWN, deadline=1).explain()
    assert "No elementary antiderivative" in nothing and "Differentiate" not in nothing


def test_no_method_starts_after_the_deadline():
    solution = integrate("x^x", deadline=0.02)
    assert "SymPy (not started: the deadline was reached)" in solution.tried
    assert not any("of -" in phrase for phrase in solution.tried)


def test_verify_has_its_verdicts():
    assert verify("x*sin(x)+cos(x)", "x*cos(x)").verdict is Verdict.PROVED
    wrong = verify("x*sin(x)", "x*cos(x)")
    assert wrong.verdict is Verdict.REFUTED and wrong.point is not None
    with pytest.raises(InputError):
        verify("1/0", "x")
    with pytest.raises(ConfigError):
        integrate("x", methods=("classical", "magic"))


def test_candidates_are_ordered_by_trust_then_length():
    def candidate(tree, verdict):
        return Candidate(tree, "fit", "", None, Verification(verdict), 0.0)

    short, long = ("sin", "x"), ("+", ("sin", "x"), ("cos", "x"))
    assert candidate(long, Verdict.PROVED).order() < candidate(short, Verdict.CHECKED).order()
    assert candidate(short, Verdict.PROVED).order() < candidate(long, Verdict.PROVED).order()
    assert candidate(long, Verdict.PROVED).order() < candidate(("erf", "x"), Verdict.PROVED).order()
    assert not is_elementary(("erf", "x"))


def test_missing_weights_are_one_remark(tmp_path):
    found = list(own_candidates(Question("integral", (("*", 2, "x"),)), 5, Lineup(), str(tmp_path), 5.0))
    assert found[0] is Signal.READY and "network steps aside" in str(found[1])
    assert any(isinstance(item, Candidate) and item.holds for item in found)
