"""The beam: greedy at width 1, exhaustive at full width, and the runtime's equal."""

import itertools

import pytest
import torch

from ansatz.data.encode import Lengths, statement_tokens
from ansatz.data.stream import StreamConfig, make_chunk
from ansatz.decoding.runtime import Decoder
from ansatz.expr.canonical import to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.vocabulary import END, INDEX, START, TOKENS
from ansatz.models.beam import TorchDecoder, beam_search
from ansatz.models.config import ModelConfig
from ansatz.models.registry import build
from ansatz.problems.integral.backward import BackwardConfig

START_ID, END_ID = INDEX[START], INDEX[END]


def sources(count, length, vocabulary=20):
    source = torch.randint(1, vocabulary, (count, length))
    for row in range(count):
        source[row, length - row % 3 :] = 0
    return source


def mean_log_probability(model, source, answer):
    """Of an answer's tokens and </s>; the empty answer is excluded from the first token's distribution."""
    target = torch.tensor([[START_ID, *answer]])
    with torch.no_grad():
        logits = model(source[None], target)[0].double()
    logits[0, END_ID] = -torch.inf
    chosen = torch.log_softmax(logits, -1)[range(len(answer) + 1), [*answer, END_ID]]
    return chosen.mean().item()


def test_a_beam_of_one_is_greedy(model):
    source = sources(4, 7)
    found = beam_search(model, source, 1, 12)
    for row in range(4):
        prefix = [START_ID]
        while len(prefix) <= 12 and prefix[-1] != END_ID:
            logits = model(source[row : row + 1], torch.tensor([prefix]))[0, -1]
            if len(prefix) == 1:
                logits[END_ID] = -torch.inf
            prefix.append(int(logits.argmax()))
        assert [finished.tokens for finished in found[row]] == ([prefix[1:-1]] if prefix[-1] == END_ID else [])


@pytest.mark.slow
def test_a_beam_wide_enough_finds_what_brute_force_finds(config):
    torch.manual_seed(1)
    vocabulary, longest = 5, 4
    model = build(config, vocabulary).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(3)
    source = sources(3, 5, vocabulary)
    others = [token for token in range(vocabulary) if token != END_ID]
    answers = [a for n in range(1, longest) for a in itertools.product(others, repeat=n)]
    for row, found in enumerate(beam_search(model, source, vocabulary**longest, longest)):
        expected = sorted(((mean_log_probability(model, source[row], list(a)), list(a)) for a in answers), reverse=True)
        assert len(found) == len(expected)
        assert [finished.score for finished in found] == pytest.approx([score for score, _ in expected], abs=1e-4)
        assert found[0].tokens == expected[0][1]
        narrow = beam_search(model, source[row : row + 1], 3, longest)[0]
        assert all(finished.score <= expected[0][0] + 1e-5 for finished in narrow)


def test_scores_are_mean_log_probabilities_and_batches_change_nothing(model):
    source = sources(5, 8)
    together = beam_search(model, source, 12, 10)
    assert any(together)
    for row, found in enumerate(together):
        assert len(found) <= 12 and [f.score for f in found] == sorted((f.score for f in found), reverse=True)
        alone = beam_search(model, source[row : row + 1], 12, 10)[0]
        assert [f.tokens for f in found] == [f.tokens for f in alone]
        for finished in found:
            expected = mean_log_probability(model, source[row], finished.tokens)
            assert finished.score == pytest.approx(expected, abs=1e-4)


@pytest.fixture(scope="module")
def stream():
    return StreamConfig(
        seed=3, chunk=256, tokens=1_024, lengths=Lengths(64, 32), backward=BackwardConfig(max_operators=5)
    )


@pytest.fixture(scope="module")
def trained(stream, tmp_path_factory):
    """A transformer that has seen 150 batches, and the runtime folder made of it."""
    from ansatz.training.config import TrainConfig
    from ansatz.training.export import export
    from ansatz.training.loop import Trainer

    folder = tmp_path_factory.mktemp("beam")
    model = ModelConfig(1, 1, 2, 32, 64, positions=64)
    trainer = Trainer(TrainConfig(model, stream, bf16=False, threads=1, warmup=5), folder / "run")
    batches = make_chunk(stream, 0)
    for step in range(150):
        trainer.step(batches[step % len(batches)])
    trainer.save()
    export(folder / "run" / "checkpoint.safetensors", folder / "weights", {}, quantization="float32")
    return trainer.model, Decoder(folder / "weights")


@pytest.mark.slow
@pytest.mark.parametrize("beam", [1, 4, 10])
def test_it_finds_what_the_runtime_finds(trained, stream, beam):
    model, runtime = trained
    ids = [row[row != 0].tolist() for batch in make_chunk(stream, 9)[:6] for row in batch.source[:3]]
    names = [[TOKENS[k] for k in source] for source in ids]
    decoder = TorchDecoder(model, max_length=stream.lengths.target, rows=50)
    expected = runtime._translator.translate_batch(
        names, beam_size=beam, num_hypotheses=beam, max_decoding_length=stream.lengths.target - 1, return_scores=True
    )
    for source, result in zip(ids, expected, strict=True):
        (found,) = beam_search(model, torch.tensor([source]), beam, stream.lengths.target - 1)
        assert [[TOKENS[k] for k in finished.tokens] for finished in found] == result.hypotheses
        assert [finished.score for finished in found] == pytest.approx(result.scores, abs=1e-4)
    assert decoder.beam(names, beam) == decoder.beam(ids, beam)
    trees = [[hypothesis.tree for hypothesis in hypotheses] for hypotheses in decoder.beam(names, beam)]
    assert trees == [[hypothesis.tree for hypothesis in hypotheses] for hypotheses in runtime.beam(names, beam)]
    assert any(trees)


def test_what_was_not_trained_on_does_not_fit(trained):
    decoder = TorchDecoder(trained[0], max_length=32, max_source=10)
    fitting = statement_tokens("<integrate>", [to_symengine(parse("x*cos(x)"))])
    assert decoder.fits(fitting) and decoder.fits([INDEX[token] for token in fitting])
    assert not decoder.fits(["<integrate>", "frobnicate"])
    assert not decoder.fits(fitting * 5)
    assert not decoder.fits([INDEX["<integrate>"], len(TOKENS)])
