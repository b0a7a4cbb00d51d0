"""What the runtime cannot decode is not exported: one sentence, nothing written."""

from dataclasses import replace

import pytest

from ansatz.errors import ConfigError
from ansatz.models.config import ModelConfig
from ansatz.training.export import export
from ansatz.training.loop import Trainer


def test_other_families_stay_here(tiny_config, tmp_path) -> None:
    config = replace(tiny_config, model=ModelConfig(0, 1, 2, 16, 16, positions=64, family="decoder"))
    Trainer(config, tmp_path / "run").save()
    with pytest.raises(ConfigError, match="is of the family 'decoder'"):
        export(tmp_path / "run" / "checkpoint.safetensors", tmp_path / "weights", {})
    assert not (tmp_path / "weights").exists()
