"""Export: CTranslate2 decodes what PyTorch computes."""

import pytest
import torch

from ansatz.data.stream import make_chunk
from ansatz.decoding.runtime import Decoder
from ansatz.errors import CheckpointError
from ansatz.expr.vocabulary import END, INDEX, START, TOKENS
from ansatz.training.export import export
from ansatz.training.loop import Trainer


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
            target.append(int(logits.argmax()))
            if target[-1] == INDEX[END]:
                return target[1:-1]
    return target[1:]


def test_the_runtime_decodes_token_for_token_as_pytorch(trained, tmp_path):
    folder = tmp_path / "weights"
    export(trained.out / "checkpoint.safetensors", folder, {"note": "test"}, quantization="float32")
    decoder = Decoder(folder)
    limit = trained.config.stream.lengths.target
    sources = [row[row != 0].tolist() for batch in make_chunk(trained.config.stream, 9)[:6] for row in batch.source[:3]]
    results = decoder._translator.translate_batch(
        [[TOKENS[k] for k in source] for source in sources], beam_size=1, max_decoding_length=limit
    )
    for source, result in zip(sources, results, strict=True):
        assert [INDEX[token] for token in result.hypotheses[0]] == greedy(trained.model, source, limit)


def test_the_card_says_what_was_trained(trained, tmp_path):
    card = export(trained.out / "checkpoint.safetensors", tmp_path / "weights", {"command": "ansatz train"})
    assert card["parameters"] == trained.model.parameter_count
    assert card["trained"]["examples"] == trained.progress.examples
    assert Decoder(tmp_path / "weights").card["command"] == "ansatz train"


def test_missing_and_broken_weights_say_so(trained, tmp_path):
    with pytest.raises(CheckpointError, match="steps aside"):
        Decoder(tmp_path)
    folder = tmp_path / "weights"
    export(trained.out / "checkpoint.safetensors", folder, {})
    (folder / "model.bin").write_bytes(b"nonsense")
    with pytest.raises(CheckpointError, match="cannot be read"):
        Decoder(folder)
