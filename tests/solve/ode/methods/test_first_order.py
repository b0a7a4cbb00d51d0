"""Each method solves what is made in its form, and nothing that it claims of another equation is accepted."""

import random
import time

import pytest
import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.second_opinion.ode import opinion
from ansatz.expr.canonical import from_symengine
from ansatz.proof.ode.implicit import ImplicitVerifier
from ansatz.proof.ode.verifier import verify_ode
from ansatz.solve.ode.claim import Claim, Equation, Kind
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.first_order import FIRST_ORDER, candidates
from ansatz.solve.ode.numeric import rows, vanishes

from .families import FAMILIES, C, p, x, y

_DRAWS = 4


def holds(claim: Claim, equation: Equation) -> bool:
    """By `OdeVerifier`; an implicit claim by `ImplicitVerifier`."""
    if not claim.implicit:
        general = claim.kind is Kind.GENERAL
        return verify_ode(claim.solution, equation.left, x, order=1, general=general, branch=claim.branch).holds
    return ImplicitVerifier(equation.left, x, order=1).verify(claim.solution).holds


def solutions(equation: Equation, methods=FIRST_ORDER, seconds: float = 20.0):
    """The general claims that hold, explicit ones first."""
    integrals = OwnIntegrals(time.thread_time() + seconds)
    for method in methods:
        try:
            for claim in method(equation, integrals):
                if claim.kind is Kind.GENERAL and holds(claim, equation):
                    yield claim
        except ALGEBRA_FAILURES:
            continue


def test_every_method_has_a_family():
    assert {method.__name__ for method in FIRST_ORDER} == set(FAMILIES)


@pytest.mark.parametrize("method", FIRST_ORDER, ids=lambda method: method.__name__)
def test_what_is_made_in_a_methods_form_is_solved_by_it(method):
    rng = random.Random(method.__name__)
    for _ in range(_DRAWS):
        equation = Equation(FAMILIES[method.__name__](rng), x, order=1)
        found = next(solutions(equation, (method,)), None)
        assert found is not None, equation.left


def test_second_opinion_on_explicit_answers():
    """mpmath alone, not the verifier, on the first explicit answer to an equation of each family."""
    compared = 0
    for name, make in FAMILIES.items():
        equation = Equation(make(random.Random(name + "!")), x, order=1)
        if "solvable" in name or name == "lagrange":
            continue  # implicit
        found = next((c for c in solutions(equation) if not c.implicit and not c.branch), None)
        if found is not None:
            second = opinion(from_symengine(found.solution), from_symengine(equation.left), 1)
            assert not second.disagrees, (name, equation.left, found.solution)
            compared += second.agrees
    assert compared >= 8


@pytest.mark.parametrize("name", ["linear", "bernoulli", "riccati", "separable", "isobaric"])
def test_answers_of_a_neighbour_are_refused(name):
    rng = random.Random(name)
    equation = Equation(FAMILIES[name](rng), x, order=1)
    neighbour = Equation(equation.left + se.Rational(1, 1000) * x, x, order=1)
    claims = list(candidates(equation, OwnIntegrals(time.thread_time() + 10), time.thread_time() + 10))
    assert any(holds(claim, equation) for claim in claims)
    assert not any(holds(claim, neighbour) for claim in claims)


@pytest.mark.parametrize(
    "left, solution",
    [
        (p - y * (1 - y), se.Integer(0)),
        (p - y * (1 - y), se.Integer(1)),
        (y - x * p + p**2, x**2 / 4),  # the envelope of Clairaut's lines
        (p - 2 * x * se.sqrt(y), se.Integer(0)),
    ],
)
def test_solutions_outside_the_family_are_claimed_too(left, solution):
    equation = Equation(left, x, order=1)
    integrals = OwnIntegrals(time.thread_time() + 10)
    claims = list(candidates(equation, integrals, time.thread_time() + 10))
    assert any(se.expand(claim.solution - solution) == 0 and claim.kind is not Kind.GENERAL for claim in claims)


def test_each_factor_of_a_product_gives_solutions():
    equation = Equation(se.expand((p - y) * (p - x)), x, order=1)
    found = {str(se.expand(claim.solution)) for claim in solutions(equation) if not claim.implicit}
    assert any("exp(x)" in text for text in found) and any("x**2" in text for text in found)


def test_parameters_stay_symbols():
    a, b = se.symbols("a b")
    equation = Equation(p + a * y - b * se.exp(x), x, order=1)
    found = next(solutions(equation))
    assert found.solution.free_symbols == {a, b, x, C}


def test_integrals_are_logarithms_without_magnitudes_and_their_derivatives_are_checked():
    integrals = OwnIntegrals(time.thread_time() + 10)
    assert integrals.of(1 / x, x) == se.log(x)
    F = integrals.of(x * se.sin(y) * se.exp(y * x), x)
    assert F is not None and vanishes(F.diff(x) - x * se.sin(y) * se.exp(y * x))
    assert integrals.of(se.exp(x) * se.log(se.log(x)), x) is None


def test_numbers_tell_zero_from_nearly_zero():
    assert vanishes(se.sin(x) ** 2 + se.cos(x) ** 2 - 1)
    assert not vanishes(se.sin(x) ** 2 + se.cos(x) ** 2 - 1 + se.Rational(1, 10**20))
    assert len(rows([se.sqrt(x - 1), se.log(x)], 5)) == 5
