"""What no point that was tried can see is not *checked*: parts of a claim without effect anywhere leave it open."""

import pytest
import symengine as se
from flint import acb, arb, ctx

from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.sensitivity import Sensitivity
from ansatz.proof.verdict import Verdict

x, y = se.symbols("x y")
exp, log, sin, cos, tan, tanh, atan, erf = se.exp, se.log, se.sin, se.cos, se.tan, se.tanh, se.atan, se.erf
TEN = se.Integer(10)

# A pair that holds, and that is checked for want of a proof.
F, f = log(tan(log(x**2))), 4 / (x * sin(log(x**4)))


@pytest.mark.parametrize(
    "wrong",
    [
        F + exp(-(TEN**9) * (1 + x**2)),
        F + exp(-exp(20 + x**2)),
        F * erf(TEN**5),
        F * tanh(TEN**9 + x**2),
        log(tan(log(x**2) + exp(-exp(30 + x**2)))),
        log(tan(log(x**2) * tanh(TEN**7 * (2 + sin(x))))),
        F + sin(x * exp(-(TEN**8) * (2 + cos(x)))),
        F + erf(TEN**6 + x**4) * (1 + x**2) - (1 + x**2) * erf(TEN**6 + x**4 + 1),
        F + atan(exp(-(TEN**8) - x**2)) * sin(x),
        F + x * (1 - tanh(exp(25 + x**2))),
        F + exp(x - exp(exp(5 + x**2))),
        F * (1 + exp(-(TEN**7) * se.cosh(x))),
    ],
    ids=str,
)
def test_what_no_point_sees_leaves_a_claim_open(wrong):
    result = verify_antiderivative(wrong, f, x)
    assert result.verdict in (Verdict.UNKNOWN, Verdict.REFUTED), result


def test_the_pair_itself_is_checked():
    result = verify_antiderivative(F, f, x)
    assert result.verdict is Verdict.CHECKED


@pytest.mark.parametrize(
    ("center", "width"), [(2 * se.pi, 32), (se.sqrt(3), 60), (se.Rational(1, 3), 16), (-(TEN**4), 20)], ids=str
)
@pytest.mark.parametrize("inner", [tan(x), x, x**3 + x, log(x**2)], ids=str)
def test_bumps_that_are_nearly_right_are_seen_where_they_are(inner, center, width):
    """Altered by 10^-33: only beside the bump's centre does that matter."""
    bump = exp(-(TEN**width) * (inner - center) ** 2) / TEN ** (width // 2 + 3)
    claim, integrand = log(1 + inner**2) + bump * (1 + TEN**-33), (log(1 + inner**2) + bump).diff(x)
    assert not verify_antiderivative(claim, integrand, x).holds


def test_parts_are_seen_where_they_matter():
    parts = Sensitivity([x + exp(-(TEN**9) * x**2), y], 350)
    parts.look({x: acb(1), y: acb(2)})
    assert parts.unseen is not None and x in parts.unseen.free_symbols
    assert not parts.sees_more({x: acb(-3), y: acb(2)})
    assert parts.sees_more({x: acb(2) ** -14, y: acb(2)})
    parts.look({x: acb(2) ** -14, y: acb(2)})
    assert parts.unseen is None


@pytest.mark.parametrize("e", [abs(x) * se.sign(x - 1), x**y + y**x, se.sqrt(x) * erf(x), se.Function("Si")(x) / x])
def test_ordinary_functions_are_seen_at_any_point(e):
    parts = Sensitivity([e], 350)
    parts.look({x: acb(2.5), y: acb(1.25)})
    assert parts.unseen is None


def test_where_the_greatest_term_may_vanish_nothing_else_is_seen_for_that():
    """At e^(-30π), as close as coordinates come, sin(ln x) is a ball about zero: no scale for what is far smaller."""
    bump, wave = exp(-(TEN**38) * (log(x) - TEN**12) ** 2), log(x) * sin(log(x))
    parts = Sensitivity([bump / x, -wave / x], 200)
    with ctx.workprec(384):
        place = acb((-30 * arb.pi()).exp().mid())
    parts.look({x: place})
    assert parts.unseen is not None and bump in (parts.unseen, *parts.unseen.args)
