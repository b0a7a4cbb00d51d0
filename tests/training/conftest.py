"""A model that trains in seconds."""

import pytest

from ansatz.data.encode import Lengths
from ansatz.data.stream import StreamConfig
from ansatz.problems.integration.backward import BackwardConfig


@pytest.fixture
def tiny_config():
    from ansatz.models.config import ModelConfig
    from ansatz.training.config import TrainConfig

    stream = StreamConfig(
        seed=3, chunk=256, tokens=1_024, lengths=Lengths(64, 32), backward=BackwardConfig(max_operators=5)
    )
    model = ModelConfig(1, 1, 2, 32, 64, positions=64)
    return TrainConfig(model, stream, bf16=False, threads=1, warmup=5)
