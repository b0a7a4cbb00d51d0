"""Abel's equations by exchange of the variables: relations that are proved."""

from time import thread_time

import pytest
import symengine as se

from ansatz.algebra.shortening import simplified
from ansatz.proof.ode.implicit import ImplicitVerifier
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claim import Equation
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.abel_exchange import abel_exchange

from .second_order_families import Y1, Y, a, x

EQUATIONS = {
    "Bernoulli for 1/x": x**2 * Y1 - 3 * Y**2 + x * Y**3,
    "Bernoulli for exp(x)": Y1 - 2 * se.exp(x) * Y**2 - Y**3,
    "Riccati for x": Y1 + 4 * x * Y**2 + Y**3,
    "twice": Y1 + Y**2 / x**2 + 2 * Y**3,
    "with a linear term": Y1 - Y - se.exp(-x) * Y**2 / x**2 - a * se.exp(-2 * x) * Y**3 / x,
    "second kind": Y * Y1 - 2 * x * Y - 5,
    "second kind, a square": Y * Y1 - Y**2 - 2 * x * se.exp(x) * Y - se.exp(2 * x),
}


@pytest.mark.parametrize("left", EQUATIONS.values(), ids=EQUATIONS)
def test_a_relation_is_proved(left: se.Expr) -> None:
    verifier = ImplicitVerifier(left, x, order=1)
    claims = list(abel_exchange(Equation(left, x, 1), OwnIntegrals(thread_time() + 20)))
    assert any(verifier.verify(claim.solution).verdict is Verdict.PROVED for claim in claims), claims
    for claim in claims:
        assert not ImplicitVerifier(left + Y * x / 7, x, order=1).verify(claim.solution).holds


def test_shorter_forms_keep_the_parameters() -> None:
    M = se.Function("kummerm")(((x + 1) ** 2 - x**2) / 2, a, a + 1)
    assert simplified(M).args[1:] == M.args[1:]
