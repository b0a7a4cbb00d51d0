"""What computer algebra systems claim about differential equations: read safely, verified, never trusted."""

import pytest

from ansatz.expr.canonical import canonical
from ansatz.expr.parse import parse
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claims import claimed
from ansatz.solve.ode.rivals import ASKED
from ansatz.solve.question import Question
from ansatz.solve.systems import installed, maxima

EACH_SYSTEM = pytest.mark.parametrize(
    "system",
    [pytest.param(s, marks=pytest.mark.skipif(s not in installed(), reason=f"{s} is not installed")) for s in ASKED],
)


@pytest.mark.slow
@EACH_SYSTEM
@pytest.mark.parametrize("text", ["Y' - x*Y", "Y' + a*Y", "Y'' + Y", "x^2*Y'' + x*Y' - Y", "Y'' + Y - x"])
def test_their_answers_are_verified_here(system, text) -> None:
    found = list(claimed(system, Question("ode", (canonical(parse(text)),)), 20.0))
    assert any(candidate.verdict is Verdict.PROVED and candidate.kind == "general" for candidate in found)
    assert all(candidate.verdict is not Verdict.REFUTED for candidate in found)


def test_an_answer_of_maxima_is_read() -> None:
    (explicit,) = maxima._solution("qq0 = %k1*sin(x)+%k2*cos(x)", "ode2")
    assert not explicit.implicit and explicit.tree == canonical(parse("c1*sin(x) + c2*cos(x)"))
    (implicit,) = maxima._solution("(log(qq0^2+x^2)+2*atan(x/qq0))/4 = %c", "ode2")
    assert implicit.implicit and implicit.tree == canonical(parse("(ln(Y^2+x^2)+2*atan(x/Y))/4 - c1"))
    parametric = ["x = %t", "false", "qq0 = 'integrate(f(x),x)", "'diff(qq0,x) = 1"]
    assert [claim for text in parametric for claim in maxima._solution(text, "contrib_ode")] == []
    assert maxima._equations("[qq0 = f(x,1),qq0 = 2]") == ["qq0 = f(x,1)", "qq0 = 2"]
