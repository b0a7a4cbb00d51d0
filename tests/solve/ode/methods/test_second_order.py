"""Methods of second order on random equations: a claim is proved, and agrees with numbers."""

import random
from collections.abc import Callable, Iterator
from time import thread_time

import pytest
import symengine as se

from ansatz.evaluate.second_opinion.ode import opinion
from ansatz.expr.canonical import derivative, from_symengine
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claim import CONSTANTS, Claim, Equation, Kind
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.point_symmetries import symmetries
from ansatz.solve.ode.methods.second_order import candidates

from .second_order_families import LINEAR, NONLINEAR, Y1, Y2, Y, a, x

_SEEDS = range(4)
_SECONDS = 20.0
_NEAR = se.Rational(1, 10**6)


def claims(left: se.Expr) -> Iterator[Claim]:
    deadline = thread_time() + _SECONDS
    return candidates(Equation(left, x, 2), OwnIntegrals(deadline), deadline)


def proved(left: se.Expr) -> Claim | None:
    """The first general claim that is proved."""
    for claim in claims(left):
        if claim.kind is Kind.GENERAL and not claim.implicit:
            verification = verify_ode(claim.solution, left, x, order=2, branch=claim.branch)
            if verification.verdict is Verdict.PROVED:
                return claim
    return None


@pytest.mark.parametrize("family", LINEAR.values(), ids=LINEAR)
@pytest.mark.parametrize("seed", _SEEDS)
def test_linear(family: Callable[[random.Random], se.Expr], seed: int) -> None:
    check(family(random.Random(seed)))


@pytest.mark.parametrize("family", NONLINEAR.values(), ids=NONLINEAR)
@pytest.mark.parametrize("seed", _SEEDS)
def test_nonlinear(family: Callable[[random.Random], se.Expr], seed: int) -> None:
    check(family(random.Random(seed)))


def check(left: se.Expr) -> None:
    claim = proved(left)
    assert claim is not None, left
    branch = [from_symengine(b) for b in claim.branch]
    second = opinion(from_symengine(claim.solution), from_symengine(left), 2, branch)
    assert not second.disagrees, (left, claim)


@pytest.mark.parametrize("name", LINEAR)
def test_a_claim_for_another_equation_is_refuted(name: str) -> None:
    left = LINEAR[name](random.Random(0))
    claim = proved(left)
    assert claim is not None
    for other in (left + Y * x / 7, left + Y1, left + 1):
        assert not verify_ode(claim.solution, other, x, order=2, branch=claim.branch).holds


def test_the_sign_of_a_parameter_is_a_condition() -> None:
    found = [claim for claim in claims(Y2 + a * Y) if claim.kind is Kind.GENERAL]
    assert {claim.branch for claim in found} >= {(a,), (-a,)}
    for claim in found:
        for value, holds in ((se.Integer(5), a), (se.Integer(-5), -a)):
            if claim.branch == (holds,):
                solution = claim.solution.subs({a: value})
                assert verify_ode(solution, Y2 + value * Y, x, order=2).verdict is Verdict.PROVED


@pytest.mark.parametrize("left", [Y2 + Y - abs(x), Y2 - Y + abs(2 * x - 3), x**2 * Y2 - 2 * Y - x**2 * se.sign(x - 1)])
def test_the_solution_for_a_modulus_has_no_corner(left: se.Expr) -> None:
    """|x| satisfies y'' + y = |x| on either side of 0, but is no solution there."""
    (place,) = {se.expand(x - u.args[0] / u.args[0].diff(x)) for u in left.atoms(se.Abs, se.sign)}
    found = [claim for claim in claims(left) if claim.kind is Kind.GENERAL]
    found = [claim for claim in found if verify_ode(claim.solution, left, x, order=2).holds]
    assert found
    for claim in found:
        y = claim.solution.subs(dict.fromkeys(CONSTANTS, se.Integer(1)))
        for function in (y, derivative(y, x)):
            above, below = (complex(function.subs({x: place + h}).n(53)) for h in (_NEAR, -_NEAR))
            assert abs(above - below) < 1e-4, claim


def test_one_solution_is_said_to_be_particular() -> None:
    left = Y2 + se.exp(x) * (x * Y1 - Y)
    found = list(claims(left))  # x, and x·∫exp(-(x - 1)·e^x)/x²
    assert found and all(claim.kind is Kind.PARTICULAR for claim in found)
    assert verify_ode(found[0].solution, left, x, order=2, general=False).holds


def test_symmetries() -> None:
    """Of ξ = a + b·x, η = c + d·x + e·y: known ones are in the span, and no others."""
    found = symmetries(Equation(x**3 * Y2 - (Y - x * Y1) ** 2, x, 2))  # y -> y + k·x, and (x, y) -> k·(x, y)
    assert [list(map(int, v)) for v in found] == [[0, 0, 0, 1, 0], [0, 1, 0, 0, 1]]
    emden = symmetries(Equation(x * Y2 + 2 * Y1 + x * Y**5, x, 2))  # y -> y/√k, x -> k·x
    assert [v[1] / v[4] for v in emden] == [-2]
    assert symmetries(Equation(Y2 - 6 * Y**2 - x, x, 2)) == []  # the first Painlevé equation


def test_a_painleve_equation_has_no_claims_that_hold() -> None:
    left = Y2 - 6 * Y**2 - 2 * x
    for claim in claims(left):
        if not claim.implicit and claim.kind is Kind.GENERAL:
            assert not verify_ode(claim.solution, left, x, order=2).holds
