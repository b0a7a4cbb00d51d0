"""Recurrent families: the bottleneck and its cure, and training on the model's own guesses."""

import pytest
import torch

from ansatz.models.config import ModelConfig
from ansatz.models.layers import recording
from ansatz.models.registry import build


def test_attention_can_be_recorded(model, config):
    source, target = torch.tensor([[5, 6, 7, 0]]), torch.randint(1, 20, (1, 3))
    with recording(model) as weights:
        model(source, target)
    if config.family == "attention":
        assert list(weights) == ["attention"] and weights["attention"].shape == (1, 1, 3, 4)
        assert not weights["attention"][..., 3].any()
    else:
        assert bool(weights) == (not config.recurrent)
    for tensor in weights.values():
        assert torch.allclose(tensor.sum(-1), torch.ones(tensor.shape[:-1]))


@pytest.mark.parametrize("family", ["rnn", "seq2seq"])
def test_without_attention_one_vector_is_all_that_the_decoder_knows(family):
    cell = "tanh" if family == "rnn" else "gru"
    model = build(ModelConfig(1, 1, width=16, family=family, cell=cell), 20)
    state = model.start(torch.randint(1, 20, (2, 9)))
    assert {name: tuple(tensor.shape) for name, tensor in state.items()} == {"hidden": (2, 1, 16)}


def test_scheduled_sampling_replaces_tokens_in_training_alone(model, config):
    source, target = torch.randint(1, 20, (3, 7)), torch.randint(1, 20, (3, 6))
    if not config.recurrent:
        assert model.sampling is None
        return
    forced = model(source, target)
    model.sampling = 1.0
    assert torch.equal(model(source, target), forced)  # evaluation mode
    model.train()
    sampled = model(source, target)
    guesses = [target[:, 0]]
    for n in range(1, 6):
        guesses.append(sampled[:, n - 1].argmax(-1))
    assert torch.allclose(sampled, model.eval()(source, torch.stack(guesses, 1)), atol=1e-5)
    assert not torch.equal(torch.stack(guesses, 1), target)
    model.train().sampling = 1e-12
    assert torch.allclose(model(source, target), forced, atol=1e-5)
