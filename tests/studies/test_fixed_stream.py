"""A fixed data set is seen whole in every epoch, in another order each time, and resumed exactly."""

from itertools import islice

import numpy as np
import pytest

from ansatz.data.encode import Example
from ansatz.errors import ConfigError
from ansatz.studies.fixed_stream import FixedStream

EXAMPLES = [Example([5, *[10 + k] * (k % 7 + 1)], [1, 10 + k, 2]) for k in range(40)]


def batches(count: int, position=(0, 0)):
    stream = FixedStream(EXAMPLES, seed=1, tokens=60, position=position)
    return [(batch, stream.position) for batch in islice(stream, count)]


def epoch_of(number: int) -> list:
    return [batch for batch, (epoch, _) in batches(200) if epoch == number]


def test_every_epoch_has_every_example_once():
    for number in (0, 1, 2):
        seen = [int(row[1]) for batch in epoch_of(number) for row in batch.target]
        assert sorted(seen) == [10 + k for k in range(40)]


def test_batches_keep_the_budget_and_epochs_differ():
    for batch, _ in batches(60):
        assert batch.examples * (batch.source.shape[1] + batch.target.shape[1]) <= 60
    first, second = ([int(row[1]) for batch in epoch_of(k) for row in batch.target] for k in (0, 1))
    assert first != second


def test_it_goes_on_where_it_stood():
    straight = batches(50)
    for stop in (3, 17, 40):
        resumed = batches(50 - stop, straight[stop - 1][1])
        for (one, place), (other, its) in zip(straight[stop:], resumed, strict=True):
            assert place == its
            assert np.array_equal(one.source, other.source) and np.array_equal(one.target, other.target)


def test_an_empty_data_set_is_refused():
    with pytest.raises(ConfigError, match="at least one example"):
        FixedStream([], 0, 100)
