"""The shipped weights: they fit the vocabulary, and the network proposes answers that verify."""

import json

import pytest

from ansatz.data.encode import statement_tokens
from ansatz.decoding.cards import SHIPPED, card, shipped
from ansatz.decoding.runtime import Decoder
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.vocabulary import TASKS, TOKENS
from ansatz.proof.integral.verifier import verify_antiderivative


@pytest.fixture(scope="module")
def decoder():
    return Decoder(SHIPPED)


def beam(decoder, text, size=10):
    return decoder.beam([statement_tokens("<integrate>", [to_symengine(parse(text))])], size)[0]


def test_the_vocabulary_is_append_only():
    # Token k of the weights must be token k of the vocabulary; spare tokens may have been given a name.
    trained = json.loads((SHIPPED / "shared_vocabulary.json").read_text())
    assert len(trained) <= len(TOKENS)
    assert all(old == new or old.startswith("<spare") for old, new in zip(trained, TOKENS, strict=False))


@pytest.mark.parametrize("folder", shipped(), ids=lambda folder: folder.name)
def test_every_shipped_model_says_what_it_has_learnt(folder):
    decoder = Decoder(folder)
    known = card(folder)
    assert known["tasks"] and set(known["tasks"]) <= set(TASKS) and known["command"]
    for form in {False, known["forms"] > 0}:
        source = statement_tokens(known["tasks"][0], [to_symengine(parse("x*cos(x)"))], form)
        assert decoder.fits(source) and decoder.beam([source], 3)[0]


@pytest.mark.parametrize("text", ["2x+5", "x*cos(x^2)", "exp(x)*(x+1)", "x^2*(tan(x)^2+1) + 2*x*tan(x) + 1"])
def test_the_network_alone_integrates(decoder, text):
    f, x = to_symengine(parse(text)), symbol("x")
    assert any(verify_antiderivative(to_symengine(h.tree), f, x).holds for h in beam(decoder, text))


def test_hypotheses_are_ordered_and_at_most_as_many_as_the_beam(decoder):
    hypotheses = beam(decoder, "x*sin(x)", size=5)
    scores = [hypothesis.score for hypothesis in hypotheses]
    assert scores == sorted(scores, reverse=True) and len(hypotheses) <= 5


def test_statements_that_are_too_long_are_not_decoded(decoder):
    assert not decoder.fits(["<integrate>"] + ["x"] * 1_000)
    assert not decoder.fits(["<integrate>", "frobnicate"])
    assert decoder.fits(["<integrate>", "x"])


def test_the_card_names_data_budget_command_and_accuracy(decoder):
    assert decoder.card["trained"]["examples"] > 100_000
    for key in ("command", "note", "accuracy", "data", "architecture", "quantization"):
        assert decoder.card[key]
