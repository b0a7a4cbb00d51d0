"""Attention weights can be looked at, and only while somebody looks."""

import torch

from ansatz.models.config import ModelConfig
from ansatz.models.layers import recording
from ansatz.models.transformer import Transformer


def test_recorded_weights_are_distributions_over_what_is_visible():
    torch.manual_seed(0)
    model = Transformer(ModelConfig(2, 1, 2, 16, 32, positions=32), vocabulary=20).eval()
    source, target = torch.tensor([[5, 6, 7, 0]]), torch.randint(1, 20, (1, 3))
    with recording(model) as weights:
        logits = model(source, target)
    assert {name: tuple(tensor.shape) for name, tensor in weights.items()} == {
        "encoder.0.attention": (1, 2, 4, 4),
        "encoder.1.attention": (1, 2, 4, 4),
        "decoder.0.attention": (1, 2, 3, 3),
        "decoder.0.cross_attention": (1, 2, 3, 4),
    }
    for tensor in weights.values():
        assert torch.allclose(tensor.sum(-1), torch.ones(tensor.shape[:-1]))
    assert not weights["decoder.0.cross_attention"][..., 3].any()  # padding
    assert not weights["decoder.0.attention"].triu(1).any()  # the future
    weights.clear()
    assert torch.equal(model(source, target), logits) and not weights
