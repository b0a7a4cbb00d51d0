"""A model that trains in seconds."""

import pytest

from ansatz.data.encode import Lengths
from ansatz.data.stream import StreamConfig
from ansatz.problems.integral.backward import BackwardConfig


@pytest.fixture
def tiny_config():
    from ansatz.models.config import ModelConfig
    from ansatz.training.config import TrainConfig

    stream = StreamConfig(
        seed=3, chunk=256, tokens=1_024, lengths=Lengths(64, 32), backward=BackwardConfig(max_operators=5)
    )
    model = ModelConfig(1, 1, 2, 32, 64, positions=64)
    return TrainConfig(model, stream, bf16=False, threads=1, warmup=5, log_every=4)


@pytest.fixture
def open_stream(tiny_config):
    """The tiny run's stream without processes: chunks are made where they are read."""
    return InProcess.opener(tiny_config)


class InProcess:
    """A `BatchStream` over `make_chunk`, in this process."""

    def __init__(self, config, position):
        self.config, self.position = config, position

    @classmethod
    def opener(cls, config):
        return lambda position: cls(config.stream, position)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        from ansatz.data.stream import make_chunk

        chunk, skip = self.position
        while True:
            batches = make_chunk(self.config, chunk)
            for index in range(skip, len(batches)):
                self.position = (chunk, index + 1)
                yield batches[index]
            chunk, skip = chunk + 1, 0
