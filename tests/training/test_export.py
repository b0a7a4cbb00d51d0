"""Export: CTranslate2 decodes what PyTorch computes."""

import json
from dataclasses import replace

import pytest
import torch

from ansatz.data.encode import Lengths
from ansatz.data.stream import make_chunk
from ansatz.decoding.runtime import Decoder
from ansatz.errors import CheckpointError
from ansatz.expr.vocabulary import END, INDEX, START, TOKENS
from ansatz.models.beam import TorchDecoder
from ansatz.training.export import export
from ansatz.training.loop import Trainer
from ansatz.training.validation import torch_decoder


@pytest.fixture
def trained(tiny_config, tmp_path):
    trainer = Trainer(tiny_config, tmp_path / "run")
    trainer.train(steps=40)
    return trainer


def greedy(model, source, limit):
    target = [INDEX[START]]
    with torch.no_grad():
        while len(target) <= limit:
            logits = model(torch.tensor([source]), torch.tensor([target]))[0, -1]
            if len(target) == 1:
                logits[INDEX[END]] = -torch.inf  # an empty answer is none
            target.append(int(logits.argmax()))
            if target[-1] == INDEX[END]:
                return target[1:-1]
    return target[1:]


def assert_same_tokens(decoder, trainer, names):
    config = trainer.config.stream
    sources = [row[row != 0].tolist() for batch in make_chunk(config, 9)[:6] for row in batch.source[:3]]
    results = decoder._translator.translate_batch(
        [[names[k] for k in source] for source in sources], beam_size=1, max_decoding_length=config.lengths.target
    )
    for source, result in zip(sources, results, strict=True):
        found = [names.index(token) for token in result.hypotheses[0]]
        assert found and found == greedy(trainer.model, source, config.lengths.target)


@pytest.mark.slow
def test_the_runtime_decodes_token_for_token_as_pytorch(trained, tmp_path):
    folder = tmp_path / "weights"
    export(trained.out / "checkpoint.safetensors", folder, {"note": "test"}, quantization="float32")
    assert_same_tokens(Decoder(folder), trained, TOKENS)


@pytest.mark.slow
@pytest.mark.parametrize(("notation", "tokenizer"), [("prefix", "bpe"), ("infix", "letters"), ("postfix", "words")])
def test_the_runtime_speaks_the_models_spelling(tiny_config, tmp_path, notation, tokenizer):
    stream = replace(tiny_config.stream, notation=notation, tokenizer=tokenizer, lengths=Lengths(48, 48))
    trainer = Trainer(replace(tiny_config, stream=stream), tmp_path / "run")
    trainer.train(steps=100)
    folder = tmp_path / "weights"
    card = export(trainer.out / "checkpoint.safetensors", folder, {}, quantization="float32")
    assert (card["notation"], card["tokenizer"]) == (notation, tokenizer)
    runtime, laboratory = Decoder(folder), torch_decoder(trainer.model, trainer.config)
    assert_same_tokens(runtime, trainer, runtime.scheme.names)
    assert isinstance(laboratory, TorchDecoder)
    asked = [["<integrate>", "*", "x", "cos", "x"], ["<integrate>", "exp", "x"], ["<integrate>", "INT+", "d2"]]
    ours, theirs = runtime.beam(asked, 4), laboratory.beam(asked, 4)
    assert tokenizer == "letters" or any(ours)  # so short a training spells few words
    for one, other in zip(ours, theirs, strict=True):
        assert [hypothesis.tree for hypothesis in one] == [hypothesis.tree for hypothesis in other]
    assert runtime.fits(asked[0]) and not runtime.fits(["<integrate>", *["+", "x"] * 60, "x"])
    assert not runtime.fits(["<integrate>", "no token"])
    vocabulary = json.loads((folder / "shared_vocabulary.json").read_text())
    (folder / "shared_vocabulary.json").write_text(json.dumps([*vocabulary[:-1], "other"]))
    if tokenizer != "words":
        with pytest.raises(CheckpointError, match="is not this version's"):
            Decoder(folder)


@pytest.mark.slow
def test_the_card_says_what_was_trained(trained, tmp_path):
    card = export(trained.out / "checkpoint.safetensors", tmp_path / "weights", {"command": "ansatz train"})
    assert card["parameters"] == trained.model.parameter_count
    assert card["trained"]["examples"] == trained.progress.examples
    assert Decoder(tmp_path / "weights").card["command"] == "ansatz train"


@pytest.mark.slow
def test_missing_and_broken_weights_say_so(trained, tmp_path):
    with pytest.raises(CheckpointError, match="steps aside"):
        Decoder(tmp_path)
    folder = tmp_path / "weights"
    export(trained.out / "checkpoint.safetensors", folder, {})
    (folder / "model.bin").write_bytes(b"nonsense")
    with pytest.raises(CheckpointError, match="cannot be read"):
        Decoder(folder)
