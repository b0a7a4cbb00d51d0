"""Real odd roots hold on both sides of zero, in one short answer."""

import pytest
import symengine as se

from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.forms.real_roots import with_principal_roots
from ansatz.proof.integral.verifier import AntiderivativeVerifier

X = symbol("x")


@pytest.mark.parametrize(
    "text", ["x*cbrt(x+1)", "cbrt(x)/(1+x)", "1/(1+cbrt(x))", "x^2/cbrt(2-x)", "x*cbrt(x^2-1)", "cbrt(x)*ln(x^2)"]
)
def test_the_first_candidate_has_real_roots_alone(text):
    f = to_symengine(parse(text))
    F = next(structural_candidates(f, X, deadline_seconds=5)).antiderivative
    assert AntiderivativeVerifier(f, X).verify(F).holds
    powers = [(power, power.args[1]) for power in F.atoms(se.Pow)]
    roots = [power for power, q in powers if isinstance(q, se.Rational) and not isinstance(q, se.Integer)]
    assert all(root.args[0].func == abs(X).func for root in roots if X in root.free_symbols), F


@pytest.mark.parametrize("text", ["|x|", "sqrt(x)", "|x|^(1/3)", "sqrt(|x|)*x", "cbrt(2)*x"])
def test_what_is_no_real_odd_root_is_left_alone(text):
    assert with_principal_roots(to_symengine(parse(text)), X) is None
