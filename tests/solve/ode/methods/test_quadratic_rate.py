"""Equations without x whose rate squared is quadratic in a function of y; else that square is a first integral."""

from time import thread_time

import pytest
import symengine as se

from ansatz.evaluate.second_opinion.ode import opinion
from ansatz.expr.canonical import from_symengine
from ansatz.proof.ode.first_integral import FirstIntegralVerifier
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claim import Claim, Equation, Kind
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.quadratic_rate import quadratic_rate

from .second_order_families import Y1, Y2, Y, x


def claims(left: se.Expr) -> list[Claim]:
    return list(quadratic_rate(Equation(left, x, 2), OwnIntegrals(thread_time() + 10)))


@pytest.mark.parametrize(
    "left",
    [
        Y2 - se.exp(Y),
        Y2 - se.exp(2 * Y),
        Y2 + Y - Y**-3,
        Y2 - Y - Y**-3,
        Y**3 * Y2 - 1,
        Y * Y2 - Y1**2 + 1,
        2 * Y * Y2 - 1 - Y1**2,
        Y * Y2 + Y1**2 - 4,
        2 * Y * Y2 - Y1**2 - Y**2,
        Y * Y2 + 2 * Y1**2,
    ],
)
def test_solved(left: se.Expr) -> None:
    found = claims(left)
    assert found and found[0].kind is Kind.GENERAL
    for claim in found:
        general = claim.kind is Kind.GENERAL
        assert verify_ode(claim.solution, left, x, order=2, general=general).verdict is Verdict.PROVED, claim
    assert not opinion(from_symengine(found[0].solution), from_symengine(left), 2, []).disagrees


@pytest.mark.parametrize("left", [Y2 + se.sin(Y), Y2 - 6 * Y**2, Y2 - Y + Y**3, Y2 + Y * Y1**2 - Y**3])
def test_what_leads_to_elliptic_integrals_has_a_first_integral(left: se.Expr) -> None:
    [claim] = claims(left)
    assert claim.kind is Kind.FIRST_INTEGRAL
    assert FirstIntegralVerifier(left, x).verify(claim.solution).verdict is Verdict.PROVED


@pytest.mark.parametrize("left", [Y2 - 2 * Y * Y1, Y2 + x * Y, Y2**2 - Y])
def test_others_are_left_alone(left: se.Expr) -> None:
    assert claims(left) == []
