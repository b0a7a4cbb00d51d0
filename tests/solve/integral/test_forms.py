"""A network that knows forms: what it names as the form of the answer becomes the answer by the exact fit."""

from collections.abc import Sequence

import pytest

from ansatz.expr import parse
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import FORM
from ansatz.models.hypothesis import Hypothesis
from ansatz.proof.verdict import Verdict
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral import stages
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.question import Question

INTEGRAND = "7*asin(x)/3 + 7*x/(3*sqrt(1-x^2)) - 2*x*exp(-x^2)/5"
ANSWER_FORM = "x*asin(x) + exp(-x^2)"


class Network:
    """Wrong about every answer; right about forms, or ignorant of them."""

    def __init__(self, forms: bool) -> None:
        self.forms, self.card = forms, {"tasks": ["<integrate>"]}

    def fits(self, source: Sequence[str]) -> bool:
        return True

    def beam(self, sources: Sequence[Sequence[str]], beam: int) -> list[list[Hypothesis]]:
        return [[Hypothesis(tree(ANSWER_FORM if FORM in source else "sin(x)*ln(x)"), -0.1)] for source in sources]


def tree(text: str) -> Tree:
    return parse(text)


def found(monkeypatch: pytest.MonkeyPatch, network: Network) -> list[Candidate]:
    monkeypatch.setattr(stages, "load_decoder", lambda weights: network)
    monkeypatch.setattr(stages, "decoders_for", lambda task, weights: iter([network]))
    monkeypatch.setattr(stages, "decoder_for", lambda task, weights, form: network if network.forms else "")
    question = Question("integrate", (tree(INTEGRAND),), ("x",))
    lineup = Lineup(views=False, structural=False)
    return [c for c in stages.own_candidates(question, 1, lineup, None, 20.0) if isinstance(c, Candidate)]


def test_a_form_becomes_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    last = found(monkeypatch, Network(forms=True))[-1]
    assert (last.method, last.verification.verdict) == ("fit", Verdict.PROVED)


def test_without_forms_the_same_network_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(c.verification.holds for c in found(monkeypatch, Network(forms=False)))
