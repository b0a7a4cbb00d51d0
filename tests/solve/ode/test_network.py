"""The network's place: asked where it has learnt the task; wrong numbers in its beam become right by the fit."""

from collections.abc import Sequence

import pytest

from ansatz.decoding.runtime import Decoder
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.models.hypothesis import Hypothesis
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode import stages
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.lineup import Lineup
from ansatz.solve.question import Question

x = symbol("x")
NETWORK = Lineup(network=True, fit=False, structural=False)
WITH_FIT = Lineup(network=True, fit=True, structural=False)


class Stub(Decoder):
    """A decoder that says the same of everything, and remembers what it was asked."""

    def __init__(self, *answers: str, tasks: Sequence[str] = ("<ode1>", "<ode2>")) -> None:
        self.card = {"tasks": list(tasks)}
        self.asked: list[list[str]] = []
        self._trees = [parse(answer) for answer in answers]

    def fits(self, source: Sequence[str]) -> bool:
        return True

    def beam(self, sources: Sequence[Sequence[str]], beam: int = 10) -> list[list[Hypothesis]]:
        self.asked += map(list, sources)
        return [[Hypothesis(tree, -float(k)) for k, tree in enumerate(self._trees[:beam])] for _ in sources]


def ask(equation: str, stub: Stub, lineup: Lineup, monkeypatch: pytest.MonkeyPatch) -> list[OdeCandidate]:
    """What is accepted of the stub's answers to an equation in x, Y, Y', Y''."""

    def decoder_for(task: str, weights: str | None, form: bool = False) -> Decoder | str:
        return stub if task in stub.card["tasks"] and not form else ""

    monkeypatch.setattr(stages, "decoder_for", decoder_for)
    question = Question("ode", (from_symengine(to_symengine(parse(equation))),))
    found = stages.own_candidates(question, 10, lineup, None, 30.0)
    return [one for one in found if isinstance(one, OdeCandidate) and one.holds]


RIGHT = [("Y' - x*Y", "c1*exp(x^2/2)"), ("Y'' + Y", "c1*sin(x) + c2*cos(x)"), ("Y' - Y^2", "1/(c1 - x)")]


@pytest.mark.parametrize(("equation", "answer"), RIGHT)
def test_a_right_hypothesis_is_the_answer(equation: str, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = Stub("c1*x^7", answer)
    (found,) = {one.tree for one in ask(equation, stub, NETWORK, monkeypatch)}
    assert found == from_symengine(to_symengine(parse(answer)))
    assert stub.asked[0][0] == ("<ode2>" if "''" in equation else "<ode1>")


WRONG = [
    ("Y' + 2*Y - x", "c1*exp(-2*x) + x/3 - 5"),
    ("x*Y' - 3*Y - x^4*sin(x)", "c1*x^3 + x^3*cos(x)"),
    ("Y'' + 4*Y - x*cos(x)", "c1*sin(2*x) + c2*cos(2*x) + x*cos(x) - sin(x)/7"),
    ("Y'' - 2*a*Y' + a^2*Y - x", "c1*exp(a*x) + c2*x*exp(a*x) + x + 1"),  # coefficients 1/a^2 and 2/a^3
    ("Y' - 1 - 4*Y^2", "tan(c1 + x)"),
    ("Y' - x*Y^2", "3/(c1 - 5*x^2)"),
    ("Y' - Y + Y^3", "1/sqrt(1 + c1*exp(-x))"),
    ("Y'' - 2*Y*Y'", "c1*tan(c1*x + c2)/2"),
]


@pytest.mark.parametrize(("equation", "hypothesis"), WRONG)
def test_wrong_numbers_become_right_by_the_fit(equation: str, hypothesis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not ask(equation, Stub(hypothesis), NETWORK, monkeypatch)
    found = ask(equation, Stub(hypothesis), WITH_FIT, monkeypatch)
    assert found and found[0].method == "fit"
    left = to_symengine(parse(equation))
    order = 2 if symbol("Y''") in left.free_symbols else 1
    assert verify_ode(to_symengine(found[0].tree), left, x, order=order).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("equation", "hypothesis"),
    [("Y' - Y^2", "c1 + exp(x)"), ("Y'' + Y", "c1*exp(x) + c2*x"), ("Y' - 1 - Y^2", "sin(c1 + x)")],
)
def test_what_a_hypothesis_does_not_hold_is_not_found(
    equation: str, hypothesis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not ask(equation, Stub(hypothesis), WITH_FIT, monkeypatch)


def test_a_network_that_has_not_learnt_the_task_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = Stub("c1*exp(x^2/2)", tasks=("<integrate>", "<ode2>"))
    assert not ask("Y' - x*Y", stub, WITH_FIT, monkeypatch) and not stub.asked


@pytest.mark.parametrize("known", [True, False])
def test_forms_become_the_answer_of_a_linear_equation(known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, forms = Stub("x^7"), Stub("exp(-x) + exp(2*x) + x*exp(x)")

    def decoder_for(task: str, weights: str | None, form: bool = False) -> Decoder | str:
        return (forms if known else "") if form else wrong

    monkeypatch.setattr(stages, "decoder_for", decoder_for)
    equation = from_symengine(to_symengine(parse("Y'' - Y' - 2*Y - 4*exp(x)*x + 2*exp(x)")))
    found = stages.own_candidates(Question("ode", (equation,)), 10, WITH_FIT, None, 30.0)
    answers = [one for one in found if isinstance(one, OdeCandidate) and one.holds]
    assert bool(answers) == known
    assert [source[1] for source in forms.asked] == ["<form>"] * known
