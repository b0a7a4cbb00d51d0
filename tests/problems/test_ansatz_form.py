"""The form of an answer spans it: its terms, with other coefficients, give the answer back."""

from fractions import Fraction

import pytest
import symengine as se
from hypothesis import given
from hypothesis import strategies as st

from ansatz.fit.linear.basis import terms_of
from ansatz.fit.linear.undetermined_coefficients import FitProblem
from ansatz.problems.ansatz_form import form_of

X, A, C1, C2 = se.symbols("x a c1 c2")
X0, X1 = se.symbols("x0 x1")
TERMS = (X, X**3, se.sin(2 * X), X * se.exp(-X), se.log(X**2 + 1), se.atan(X / 3), se.sqrt(2 * X + 3))
RATIONALS = st.fractions(-9, 9, max_denominator=7).filter(bool)


@pytest.mark.parametrize(
    ("task", "answer", "form"),
    [
        ("<integrate>", (3 * se.asin(X**2) + X**2 * se.sqrt(X + 5)) / 4, se.asin(X**2) + X**2 * se.sqrt(X + 5)),
        ("<integrate>", (3 * X**2 + 2 * X + 7) * se.exp(3 * X) / 5 + 9, (X**2 + X + 1) * se.exp(3 * X)),
        ("<integrate>", A * se.log(X) / 2, se.log(X)),
        ("<integrate>", (2 * X + 3) ** 2 * se.sin(X), (X + 1) ** 2 * se.sin(X)),
        ("<integrate>", (2 * X + 3) ** 9, (2 * X + 3) ** 9),
        ("<integrate>", se.sqrt(2) * se.atan(X / se.sqrt(2)), se.atan(X / se.sqrt(2))),
        ("<ode2>", C1 * se.exp(X) - 2 * C2 * se.exp(-X) + 3 * X / 2 + 4, se.exp(X) + se.exp(-X) + X + 1),
        ("<lyapunov>", 2 * X0**2 + (X0 - 3 * X1) ** 2 / 5, X0**2 + X0 * X1 + X1**2),
    ],
)
def test_forms_lose_linear_coefficients_only(task: str, answer: se.Expr, form: se.Expr) -> None:
    assert form_of(task, [answer]) == form


@pytest.mark.parametrize("solution", [1 / (C1 + X), se.sqrt(C1 + X**2), C1 * X + C1**2, X**2])
def test_solutions_that_are_not_affine_in_the_constants_have_no_form(solution: se.Expr) -> None:
    assert form_of("<ode1>", [solution]) is None


def test_answers_of_several_parts_have_no_form() -> None:
    assert form_of("<integrate>", [X, X**2]) is None


@given(st.dictionaries(st.sampled_from(range(len(TERMS))), RATIONALS, min_size=1, max_size=4))
def test_the_exact_fit_finds_the_answer_from_its_form(coefficients: dict[int, Fraction]) -> None:
    answer = se.Add(*(se.Rational(c.numerator, c.denominator) * TERMS[k] for k, c in coefficients.items()))
    form = form_of("<integrate>", [answer])
    assert form is not None and len(str(form)) <= len(str(answer))
    found = FitProblem(answer.diff(X), X).solve(terms_of([form], X, 40))
    assert found is not None and se.expand(found.diff(X) - answer.diff(X)) == 0
