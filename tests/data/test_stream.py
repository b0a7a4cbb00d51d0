"""The live stream: the same for any number of workers, exact to resume, within its token budget."""

from functools import partial
from itertools import islice

import numpy as np
import pytest

from ansatz.data.encode import Example, Lengths, encode
from ansatz.data.stream import PADDING, LiveStream, StreamConfig, buckets, make_chunk, pad
from ansatz.errors import ConfigError
from ansatz.expr.canonical import symbol
from ansatz.expr.vocabulary import FORM, INDEX, TOKENS
from ansatz.problems.problem import Problem

small = partial(StreamConfig, chunk=64, tokens=600, lengths=Lengths(128, 64))


def rows(batches):
    return [(batch.source.tolist(), batch.target.tolist()) for batch in batches]


def test_batches_respect_the_budget_and_lose_nothing():
    batches = make_chunk(small(), 0)
    assert sum(batch.examples for batch in batches) == 64
    assert all(batch.source.size + batch.target.size <= 600 for batch in batches)


def test_padding_is_on_the_right_and_short():
    batches = make_chunk(small(), 1)
    for batch in batches:
        for block in (batch.source, batch.target):
            real = block != PADDING
            assert (np.diff(real.astype(int), axis=1) <= 0).all()
            assert real.sum(axis=1).max() == block.shape[1]


def test_a_batch_becomes_tensors_in_one_place():
    import torch

    batch = pad([Example([5, 7, 8], [1, 9, 2]), Example([5, 7], [1, 2])])
    source, target = batch.tensors("cpu")
    assert source.dtype == target.dtype == torch.long
    assert source.tolist() == [[5, 7, 8], [5, 7, PADDING]] and target.tolist() == [[1, 9, 2], [1, 2, PADDING]]


def test_examples_spell_their_problem():
    x = symbol("x")
    example = encode(Problem("<integrate>", (2 * x,), (x**2,)))
    assert example is not None
    assert [TOKENS[k] for k in example.source] == ["<integrate>", "*", "2", "x"]
    assert [TOKENS[k] for k in example.target] == ["<s>", "pow2", "x", "</s>"]
    assert encode(Problem("<integrate>", (2 * x,), (x**2,)), Lengths(source=3)) is None


@pytest.mark.slow
def test_one_and_two_workers_give_the_same_stream_and_resuming_is_exact():
    with LiveStream(small(workers=1)) as stream:
        one = list(islice(stream, 30))
    with LiveStream(small(workers=2)) as stream:
        two = list(islice(stream, 17))
        position = stream.position
    with LiveStream(small(), position) as stream:
        rest = list(islice(stream, 13))
    assert rows(one) == rows(two) + rows(rest)


def test_seeds_differ():
    first, second = make_chunk(small(seed=1), 0), make_chunk(small(seed=2), 0)
    assert rows(first) != rows(second)


def test_buckets_group_by_length():
    examples = [Example([1] * n, [2] * 3) for n in (30, 2, 29, 3, 2)]
    groups = list(buckets(examples, 40))
    assert all((max(len(e.source) for e in group) + 3) * len(group) <= 40 for group in groups)
    assert pad(groups[0]).source.dtype == np.int16


def test_senseless_configurations_are_refused():
    with pytest.raises(ConfigError):
        StreamConfig(tokens=100)
    with pytest.raises(ConfigError):
        StreamConfig(workers=0)
    with pytest.raises(ConfigError):
        next(iter(LiveStream(StreamConfig())))


def test_padding_is_token_zero():
    assert INDEX["<pad>"] == PADDING == 0


def test_a_share_of_the_examples_asks_for_forms() -> None:
    config = StreamConfig(seed=4, chunk=120, mixture={"backward": 1.0, "ode2": 0.5}, forms=0.5, tokenizer="bpe")
    names = config.scheme.names
    sources = [[names[k] for k in row if k] for batch in make_chunk(config, 0) for row in batch.source]
    asked = [source[1] == FORM for source in sources]
    assert len(sources) == 120 and 0.25 < sum(asked) / 120 < 0.6
    assert {source[0] for source in sources} == {"<integrate>", "<ode2>"}
