"""Solutions survive JSON and pickle; what is no solution is one sentence, and nothing in it is run."""

import json
import pickle

import pytest
import sympy

import ansatz
from ansatz.errors import InputError

A = sympy.Symbol("a", positive=True)
X = sympy.Symbol("x", real=True)


@pytest.fixture(scope="module")
def solutions() -> list[ansatz.Solution]:
    return [
        ansatz.integrate("x*cos(x)", deadline=60),
        ansatz.integrate("x^n", deadline=60),
        ansatz.integrate("1/(1+t^2)", ("t", 0, 1), deadline=60),
        ansatz.integrate(A * sympy.exp(-X), X, deadline=60),
        ansatz.dsolve("y' = 1 + y^2, y(0) = 0", deadline=60),
        ansatz.dsolve("y' = 1/(1 + ln(y))", deadline=60),
        ansatz.lyapunov("x0' = -x0^3 + x1; x1' = -x0 - x1"),
    ]


def test_json_both_ways(solutions) -> None:
    for solution in solutions:
        text = solution.to_json()
        again = ansatz.Solution.from_json(text)
        assert again == solution and type(again) is type(solution)
        assert str(again.answer) == str(solution.answer)
        assert json.loads(text)["answer"] == solution.to_dict()["answer"]
        assert json.loads(again.to_json()) == json.loads(text)


def test_assumptions_come_back(solutions) -> None:
    again = ansatz.Solution.from_json(solutions[3].to_json())
    assert again.answer == solutions[3].answer and again.answer.free_symbols == {A, X}


def test_pickle(solutions) -> None:
    for solution in solutions:
        again = pickle.loads(pickle.dumps(solution))
        assert again == solution and again.text() == solution.text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        "{}",
        '{"format": 1}',
        '{"format": 1, "solution": {"class": "Popen", "args": "true"}}',
        '{"format": 1, "solution": {"class": "symbol", "name": "x", "assumptions": {"real": "__import__"}}}',
        '{"format": 1, "solution": {"class": "Integral", "problem": "x", "tree": ["sin", ["nothing", 1, 2]]}}',
        '{"format": 1, "solution": {"class": "Integral"}}',
        '{"format": 1, "solution": {"class": "Verdict", "name": "CERTAIN"}}',
        '{"format": 1, "solution": {"class": "Verdict", "name": "PROVED"}}',
        '{"format": 2, "solution": null}',
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused(text) -> None:
    with pytest.raises(InputError):
        ansatz.Solution.from_json(text)


def test_notebooks_show_latex_with_a_constant_and_html_without_scripts(solutions) -> None:
    assert solutions[0]._repr_latex_().endswith("+ C$")
    assert "proved" in solutions[0]._repr_html_() and "<script" not in solutions[0]._repr_html_()


def test_the_constant_is_a_letter_that_does_not_occur() -> None:
    assert ansatz.integrate("C*x", "x", deadline=60).shown_text().endswith("+ K")
