"""The transformer: shapes, causality, masking."""

import pytest
import torch

from ansatz.errors import ConfigError
from ansatz.models.config import PRESETS, ModelConfig
from ansatz.models.transformer import Transformer

CONFIG = ModelConfig(2, 2, 2, 16, 32, positions=32)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return Transformer(CONFIG, vocabulary=20).eval()


def test_shapes(model):
    logits = model(torch.randint(1, 20, (3, 7)), torch.randint(1, 20, (3, 5)))
    assert logits.shape == (3, 5, 20)


def test_the_decoder_does_not_see_the_future(model):
    source, target = torch.randint(1, 20, (2, 7)), torch.randint(1, 20, (2, 6))
    changed = target.clone()
    changed[:, 4:] = (changed[:, 4:] + 1) % 19 + 1
    before, after = model(source, target), model(source, changed)
    assert torch.allclose(before[:, :4], after[:, :4], atol=1e-6)
    assert not torch.allclose(before[:, 4:], after[:, 4:], atol=1e-6)


def test_padding_changes_nothing(model):
    source, target = torch.randint(1, 20, (1, 7)), torch.randint(1, 20, (1, 5))
    padded = torch.cat([source, torch.zeros(1, 4, dtype=torch.long)], dim=1)
    assert torch.allclose(model(source, target), model(padded, target), atol=1e-5)


def test_the_source_matters(model):
    target = torch.randint(1, 20, (1, 5))
    first, second = model(torch.tensor([[1, 2, 3]]), target), model(torch.tensor([[3, 2, 1]]), target)
    assert not torch.allclose(first, second, atol=1e-6)


def test_presets_have_the_published_sizes():
    published = PRESETS["lample-charton"]
    assert (published.encoder_layers, published.heads, published.width) == (6, 8, 512)
    assert (PRESETS["lyapunov"].encoder_layers, PRESETS["lyapunov"].heads, PRESETS["lyapunov"].width) == (8, 10, 640)
    assert (PRESETS["yang"].dropout, PRESETS["yang"].width, PRESETS["yang"].positions) == (0.1, 512, 512)
    assert 4e6 < Transformer(PRESETS["small"], 200).parameter_count < 8e6


def test_heads_must_divide_the_width():
    with pytest.raises(ConfigError):
        ModelConfig(heads=3, width=16)
