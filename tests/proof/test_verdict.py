"""What a verification says: its truth, its verdict."""

import pytest
import symengine as se

from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict, Verification

x, y = se.symbols("x y")


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verification_is_true_where_it_holds(verdict):
    assert bool(Verification(verdict)) is Verification(verdict).holds


def test_a_wrong_claim_is_false():
    assert not verify_antiderivative(x, x, x)
    assert verify_antiderivative(x**2 / 2, x, x)


def test_findings_that_are_false_are_not_passed_over():
    """A refutation or a doubt found on the way is the finding, although it counts as false."""
    growing = se.exp(x**2 + y**2)
    assert verify_lyapunov(growing, (-x, -y), (x, y)).verdict is Verdict.REFUTED  # V(0) = 1
    bounded = 1 - se.exp(-(x**2) - y**2)
    assert verify_lyapunov(bounded, (-x, -y), (x, y)).verdict is Verdict.UNKNOWN
