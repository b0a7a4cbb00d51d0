"""What the runtime cannot decode is not exported: one sentence, nothing written."""

from dataclasses import replace

import pytest

from ansatz.errors import ConfigError
from ansatz.models.config import ModelConfig
from ansatz.training.export import export
from ansatz.training.loop import Trainer


@pytest.mark.parametrize(
    ("spelling", "model", "sentence"),
    [
        ({"notation": "postfix"}, ModelConfig(1, 1, 2, 16, 16, positions=64), "was trained in postfix words"),
        ({"tokenizer": "bpe"}, ModelConfig(1, 1, 2, 16, 16, positions=64), "was trained in prefix bpe"),
        ({}, ModelConfig(0, 1, 2, 16, 16, positions=64, family="decoder"), "is of the family 'decoder'"),
    ],
)
def test_other_spellings_and_families_stay_here(tiny_config, tmp_path, spelling, model, sentence) -> None:
    config = replace(tiny_config, model=model, stream=replace(tiny_config.stream, **spelling))
    trainer = Trainer(config, tmp_path / "run")
    trainer.save()
    with pytest.raises(ConfigError, match=sentence):
        export(tmp_path / "run" / "checkpoint.safetensors", tmp_path / "weights", {})
    assert not (tmp_path / "weights").exists()
