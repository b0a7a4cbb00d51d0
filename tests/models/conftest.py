"""Every family and cell, in sizes that take milliseconds."""

import pytest
import torch

from ansatz.models.config import ModelConfig
from ansatz.models.registry import build

VOCABULARY = 20
CONFIGS = {
    "transformer": ModelConfig(2, 2, 2, 16, 32, positions=32),
    "decoder": ModelConfig(0, 2, 2, 16, 32, positions=32, family="decoder"),
    "rnn": ModelConfig(2, 2, width=16, family="rnn", cell="tanh"),
    "seq2seq-gru": ModelConfig(2, 2, width=16, family="seq2seq", cell="gru"),
    "seq2seq-lstm": ModelConfig(1, 1, width=16, family="seq2seq", cell="lstm"),
    "attention-gru": ModelConfig(1, 1, width=16, family="attention", cell="gru"),
    "attention-lstm": ModelConfig(2, 2, width=16, family="attention", cell="lstm"),
}


@pytest.fixture(params=CONFIGS)
def config(request):
    return CONFIGS[request.param]


@pytest.fixture
def model(config):
    """A model that says something: fresh weights are so small that every logit would be nearly 0."""
    torch.manual_seed(0)
    model = build(config, VOCABULARY).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 2:
                parameter.mul_(4)
    return model
