"""The network's place in the search, with networks that say what they are told: whole functions, or only their form."""

from collections.abc import Sequence

import pytest

from ansatz.algebra.polynomials import ring, to_polynomial
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import FORM
from ansatz.models.hypothesis import Hypothesis
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.verdict import Verdict
from ansatz.solve.candidates import Candidate
from ansatz.solve.lyapunov import stages
from ansatz.solve.lyapunov.lineup import Lineup
from ansatz.solve.question import Question

FIELD = ("-x0^3 + 2*x0*x1^2 - x0", "-x1 - 3*x0^2*x1")
X = (symbol("x0"), symbol("x1"))


class Network:
    """Says the same of every system: `whole` where V is asked for, `forms` where its form is."""

    def __init__(self, whole: Sequence[str] = (), forms: Sequence[str] = ()) -> None:
        self.whole, self.forms = whole, forms
        self.asked: list[Sequence[str]] = []

    def fits(self, source: Sequence[str]) -> bool:
        return True

    def beam(self, sources: Sequence[Sequence[str]], beam: int) -> list[list[Hypothesis]]:
        self.asked += sources
        says = [self.forms if FORM in source else self.whole for source in sources]
        return [[Hypothesis(parse(text), -0.1 * k) for k, text in enumerate(texts[:beam])] for texts in says]


def found(monkeypatch: pytest.MonkeyPatch, network: Network, field: Sequence[str] = FIELD) -> list[Candidate]:
    def decoder_for(task: str, weights: str | None, form: bool = False) -> Network | str:
        return network if (network.forms if form else network.whole) else ""

    monkeypatch.setattr(stages, "decoder_for", decoder_for)
    statement: tuple[Tree, ...] = tuple(map(parse, field))
    question = Question("lyapunov", statement, ("x0", "x1"))
    answers = stages.own_candidates(question, 3, Lineup(network=True, fit=False), None, False, 30.0)
    return [answer for answer in answers if isinstance(answer, Candidate)]


def proved(candidate: Candidate, field: Sequence[str] = FIELD) -> bool:
    system = [to_symengine(parse(text)) for text in field]
    certificate = candidate.verification.certificate
    checked = verify_lyapunov(to_symengine(candidate.tree), system, X, certificate=certificate)  # type: ignore[arg-type]
    return checked.verdict is Verdict.PROVED


def test_a_function_that_is_right_is_kept_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    (candidate,) = found(monkeypatch, Network(whole=("3*x0^2 + 2*x1^2",)))
    assert candidate.method == "network" and proved(candidate)
    assert to_symengine(candidate.tree) == 3 * X[0] ** 2 + 2 * X[1] ** 2


@pytest.mark.parametrize(
    "network",
    [
        Network(whole=("x0^2 - x1^2", "5*x0^2 + x0*x1")),  # wrong coefficients, and a monomial that is not there
        Network(forms=("x0^2 + x1^2",)),
        Network(forms=("x0*x1", "x0^2")),  # repaired: x1's powers are missing
    ],
    ids=("whole", "form", "incomplete"),
)
def test_monomials_become_a_function(monkeypatch: pytest.MonkeyPatch, network: Network) -> None:
    last = found(monkeypatch, network)[-1]
    assert last.method == "network's support" and proved(last)


def test_a_support_of_higher_degree(monkeypatch: pytest.MonkeyPatch) -> None:
    field = ("x1", "-4*x0^3 - x1")
    last = found(monkeypatch, Network(forms=("x0^4 + x1^2",)), field)[-1]
    V = to_polynomial(to_symengine(last.tree), ring(X))
    assert proved(last, field) and V is not None and V.total_degree() == 4


def test_the_form_is_asked_for_where_it_has_been_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(forms=("x0^2 + x1^2",))
    found(monkeypatch, network)
    assert [FORM in source for source in network.asked] == [True]


def test_nonsense_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(whole=("0", "sin(x0)", "x0"), forms=("1", "exp(x0)", "x1^3"))
    candidates = found(monkeypatch, network, ("x0", "-x1"))  # unstable: there is none
    assert not any(candidate.verification.holds for candidate in candidates)
