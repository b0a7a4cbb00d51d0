"""The kinds that were the last tenth of integration: found by structure alone, and verified."""

import pytest
import symengine as se
from flint import fmpq_poly

from ansatz.evaluate.problem import Problem
from ansatz.evaluate.sets import read
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.fit.structural.forms.merged_roots import merged_roots
from ansatz.fit.structural.methods.goursat import involutions
from ansatz.fit.structural.methods.sine_powers import integrate_sine_powers
from ansatz.fit.structural.methods.units import unit
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.verdict import Verdict
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.stages import own_candidates
from ansatz.solve.naming import rename
from ansatz.solve.question import Question

X = symbol("x")
PROBLEMS = [problem for problem in read("hard-integrals") if problem.task == "integral"]
STRUCTURAL = Lineup(network=False, views=False, fit=False)
KINDS = dict.fromkeys(problem.kind for problem in PROBLEMS)
FEW = [problem for kind in KINDS for problem in [p for p in PROBLEMS if p.kind == kind][1:3]]


def _answer(problem: Problem, seconds: float = 20.0) -> Candidate | None:
    tree, _ = rename(canonical(problem.integrand), problem.variable)
    found = own_candidates(Question("integral", (tree,)), 1, STRUCTURAL, None, seconds)
    return next((c for c in found if isinstance(c, Candidate) and c.holds), None)


@pytest.mark.parametrize("problem", FEW, ids=lambda problem: problem.text)
def test_two_of_each_kind_are_integrated(problem: Problem) -> None:
    found = _answer(problem)
    assert found is not None and found.verdict in (Verdict.PROVED, Verdict.CHECKED)


@pytest.mark.slow
def test_all_of_them_are_integrated() -> None:
    assert [problem.text for problem in PROBLEMS if _answer(problem) is None] == []


@pytest.mark.parametrize(
    "text",
    [
        *("1/sqrt(x^4+1)", "(1+x^2)/((1+2*x^2)*sqrt(1+x^4))", "(2*x+6)/sqrt(x^4+6*x^3+5*x^2-16*x-10)"),
        *("1/((2+x)*(1-x^3)^(1/3))", "(1+x^4)^(1/3)", "sin(x)^1200*cos(1203*x)"),
    ],
)
def test_near_misses_get_no_answer_that_does_not_hold(text: str) -> None:
    problem = Problem(0, "integral", text, (parse(text),))
    found = _answer(problem, 1.0)
    f = to_symengine(canonical(problem.integrand))
    assert found is None or verify_antiderivative(to_symengine(found.tree), f, X).holds


def test_a_unit_is_one() -> None:
    d = fmpq_poly([-10, -16, 5, 6, 1])
    found = unit(d)
    assert found is not None
    p, q = found
    assert (p * p - q * q * d).degree() == 0 and unit(fmpq_poly([1, 0, 3, 1, 1])) is None


@pytest.mark.parametrize(
    "coefficients", [[1, 0, 0, 0, 1], [4, 0, 0, 0, 1], [0, 2, 0, 1], [0, -6, 11, -6, 1], [1, 1, 0, 2, 4]]
)
def test_involutions_permute_the_zeros(coefficients: list[int]) -> None:
    d = fmpq_poly(coefficients)
    for s in involutions(d):
        image = s.image()
        # homogeneous of degree 4, so that infinity may be a zero
        moved = sum((image.num**k * image.den ** (4 - k) * d[k] for k in range(5)), fmpq_poly([]))
        assert moved * d[d.degree()] == d * moved[d.degree()]
        assert s.below**2 * s.q[0] + s.below * s.above * s.q[1] + s.above**2 * s.q[2] == d


def test_products_of_roots_are_what_was_written_times_a_constant() -> None:
    a = symbol("a")
    f = ((1 + a * X) / (1 - a * X)) ** se.Rational(3, 2) * se.sqrt(1 - a**2 * X**2)
    parts = merged_roots(f, X)
    assert parts is not None and len(parts) == 1 and not parts[0].integrand.atoms(se.Pow) & f.atoms(se.Pow)
    slope = parts[0].factor.diff(X).subs({a: se.Rational(1, 3), X: se.Rational(1, 7)})
    assert abs(float(slope)) < 1e-12
    assert merged_roots(se.sqrt(X) * (1 + X), X) is None


def test_a_power_of_a_sine_beside_its_wave_may_be_symbolic() -> None:
    n = symbol("n")
    (F,) = integrate_sine_powers(se.sin(X) ** n * se.cos((n + 2) * X), X)
    assert verify_antiderivative(F, se.sin(X) ** n * se.cos((n + 2) * X), X).holds
