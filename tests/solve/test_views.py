"""Views: every one is an identity, so an answer to the view is an answer to the problem."""

import pytest

from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.expr.tree import symbols, walk
from ansatz.fit.structural import structural_candidates
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.solve.integral.views import views
from ansatz.solve.naming import rename

X = symbol("x")
PROBLEMS = ["x*cos(x)", "(x+1)^2*exp(x)", "47 sin(11003x)", "tan(x)^2+1", "6x^2+4x", "1/(x^2+12)", "exp(2x)/3"]


def integrand(text):
    return to_symengine(parse(text))


@pytest.mark.parametrize("text", PROBLEMS)
def test_answers_to_views_are_answers_to_the_problem(text):
    f = integrand(text)
    restored = 0
    for view in views(f, X):
        for candidate in structural_candidates(view.integrand, X, deadline_seconds=2):
            if verify_antiderivative(candidate.antiderivative, view.integrand, X).holds:
                F = view.restore(candidate.antiderivative)
                assert verify_antiderivative(F, f, X).holds, (view.name, F)
                restored += 1
                break
    assert restored >= 5


def test_views_differ_and_the_canonical_one_is_first():
    found = list(views(integrand("(x+1)^2*exp(x)"), X))
    assert found[0].name == "canonical"
    assert len({view.integrand for view in found}) == len(found) >= 8


def test_large_numbers_become_parameters():
    (view,) = [view for view in views(integrand("47 sin(11003x)"), X) if view.name == "abstracted"]
    tree = from_symengine(view.integrand)
    assert {"x"} < symbols(tree)
    assert not any(isinstance(node, int) and node > 9 for node in walk(tree))
    assert to_text(from_symengine(view.restore(view.integrand))) == to_text(from_symengine(integrand("47 sin(11003x)")))


def test_exponents_keep_their_numbers():
    assert "abstracted" not in {view.name for view in views(integrand("x^25"), X)}


def test_symbols_are_renamed_to_the_models_own():
    tree, back = rename(parse("theta*t"), "t")
    assert symbols(tree) == {"x", "a"}
    assert back == {"x": "t", "a": "theta"}
