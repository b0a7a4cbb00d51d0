"""The stream over data sets: complete epochs, weights, exact resumption, held-out statements left out."""

from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TypedDict

import psutil
import pytest

from ansatz.data import interchange
from ansatz.data import stream as live
from ansatz.data.encode import Example, Lengths
from ansatz.data.record import Record, to_example
from ansatz.data.shard_stream import ShardStream, ShardStreamConfig, make_chunk
from ansatz.data.source import Source
from ansatz.data.split import split
from ansatz.data.stream import ChunkStream, StreamConfig
from ansatz.data.tasks import tasks_of
from ansatz.errors import ConfigError, ParseError, ResourceError
from ansatz.expr.vocabulary import INDEX, TOKENS


class Small(TypedDict):
    """What both kinds of streams are told here."""

    chunk: int
    tokens: int
    lengths: Lengths


SMALL: Small = {"chunk": 50, "tokens": 400, "lengths": Lengths(64, 64)}


def records(task, count, step=1):
    return [Record(n, task, f"* {n * step} x", f"* {n * step} pow2 x") for n in range(1, count + 1)]


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Two data sets of several shards each."""
    monkeypatch.setattr(interchange, "ROWS", 40)
    paths = {}
    for task, count in (("<integrate>", 130), ("<ode1>", 70)):
        paths[task] = str(tmp_path / task[1:-1])
        interchange.write(tmp_path / task[1:-1], records(task, count))
    return paths


def examples(batches):
    """(source, target) without padding, in order."""
    return [(tuple(s[s != 0]), tuple(t[t != 0])) for b in batches for s, t in zip(b.source, b.target, strict=True)]


def test_an_epoch_holds_every_example_once(folders):
    folder = Path(folders["<integrate>"])
    source = Source(folder, "train", seed=1)
    wanted = Counter(r for r in interchange.read(folder, "train"))
    first, second = list(source.records(0, source.size)), list(source.records(source.size, 2 * source.size))
    assert Counter(first) == Counter(second) == wanted and first != second
    # Any stretch is what the whole has there, across shards and epochs.
    both = [*first, *second]
    for start, stop in ((0, 7), (35, 90), (source.size - 3, source.size + 3), (5, 5)):
        assert list(source.records(start, stop)) == both[start:stop]


def test_chunks_mix_by_weight_and_lose_nothing(folders):
    config = ShardStreamConfig({folders["<integrate>"]: 3, folders["<ode1>"]: 1}, **SMALL)
    chunks = [make_chunk(config, k) for k in range(8)]
    tasks = Counter(TOKENS[source[0]] for chunk in chunks for source, _ in examples(chunk))
    assert tasks == {"<integrate>": 300, "<ode1>": 100}
    assert all(b.source.size + b.target.size <= 400 for chunk in chunks for b in chunk)
    # Chunk k can be made without those before it.
    assert examples(make_chunk(config, 5)) == examples(chunks[5])


@pytest.mark.slow
def test_resuming_is_exact_for_any_number_of_workers(folders):
    sources = {folders["<integrate>"]: 2.5, folders["<ode1>"]: 1}
    with ShardStream(ShardStreamConfig(sources, workers=1, **SMALL)) as stream:
        whole = examples(islice(stream, 40))
    with ShardStream(ShardStreamConfig(sources, workers=2, **SMALL)) as stream:
        first = examples(islice(stream, 23))
        position = stream.position
    with ShardStream(ShardStreamConfig(sources, **SMALL), position) as stream:
        rest = examples(islice(stream, 17))
    assert first + rest == whole


def test_only_the_split_is_streamed(folders):
    config = ShardStreamConfig({folders["<integrate>"]: 1}, split="train", **SMALL)
    seen = {source for k in range(6) for source, _ in examples(make_chunk(config, k))}
    train = [to_example(r) for r in records("<integrate>", 130) if split(r.statement) == "train"]
    kept = [example for example in train if isinstance(example, Example)]
    assert kept == train and seen == {tuple(example.source) for example in kept}


def test_unfinished_and_missing_sets_are_refused(tmp_path, folders):
    with pytest.raises(ConfigError, match="no data set"):
        ShardStream(ShardStreamConfig({str(tmp_path): 1}))
    with pytest.raises(ConfigError, match="positive"):
        ShardStreamConfig({folders["<ode1>"]: 0})
    with pytest.raises(ConfigError, match="no split"):
        ShardStreamConfig({folders["<ode1>"]: 1}, split="all")


# ------------------------------------------------------------------------------------- the live stream


def test_a_live_mixture_has_its_weights():
    config = StreamConfig(mixture={"backward": 1, "substitution": 3}, **SMALL)
    first = live.make_chunk(config, 0)
    assert sum(batch.examples for batch in first) == 50
    assert examples(first) == examples(live.make_chunk(config, 0)) != examples(live.make_chunk(config, 1))
    alone = StreamConfig(mixture={"substitution": 1}, **SMALL | {"chunk": 38})
    shared = set(examples(first)) & set(examples(live.make_chunk(alone, 0)))
    assert len(shared) >= 35  # its share of the mixture is what it makes alone


def test_held_out_statements_are_left_out_on_demand():
    config = StreamConfig(**SMALL | {"chunk": 400})
    strict = StreamConfig(exclude_held_out=True, **SMALL | {"chunk": 400})
    every, kept = (examples(live.make_chunk(c, 0)) for c in (config, strict))

    def splits(found):
        from ansatz.expr.tokenizers import from_tokens

        return {split(" ".join(from_tokens([TOKENS[k] for k in source[1:]]))) for source, _ in found}

    assert splits(every) == {"train", "valid", "test"} and splits(kept) == {"train"}
    assert len(kept) == 400


@pytest.mark.slow
def test_a_chunk_that_kills_its_worker_is_left_out(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    from strange_generators import fragile_chunk

    with ChunkStream(fragile_chunk, workers=1) as stream:
        found = list(islice(stream, 3))
        assert [int(batch.source[0, 0]) for batch in found] == [0, 2, 3]
        assert stream.position == (3, 1)


@pytest.mark.slow
def test_chunks_that_cannot_be_made_end_the_stream(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    from strange_generators import hopeless_chunk, wrong_chunk

    with ChunkStream(hopeless_chunk, workers=2) as stream, pytest.raises(ResourceError, match="in a row"):
        next(iter(stream))
    with ChunkStream(wrong_chunk, workers=2, position=(4, 0)) as stream, pytest.raises(ParseError, match="Chunk 4"):
        next(iter(stream))


@pytest.mark.slow
def test_killed_workers_change_nothing(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    from strange_generators import chunk

    before, seen = set(psutil.Process().children()), []
    with ChunkStream(chunk, workers=2) as stream:
        for batch in islice(stream, 12):
            seen.append(int(batch.source[0, 0]))
            if seen[-1] in (2, 7):  # so far apart that no chunk loses its worker twice
                for worker in set(psutil.Process().children()) - before:
                    with suppress(psutil.NoSuchProcess):
                        worker.kill()
    assert seen == list(range(12))


def test_data_sets_stand_in_a_live_mixture_beside_tasks(folders):
    mixture = {"backward": 1.0, folders["<ode1>"]: 1.0}
    config = StreamConfig(seed=4, mixture=mixture, chunk=40, tokens=400, lengths=Lengths(64, 64))
    tasks = [row[0] for batch in live.make_chunk(config, 3) for row in batch.source]
    assert tasks.count(INDEX["<ode1>"]) == tasks.count(INDEX["<integrate>"]) == 20
    assert tasks_of(mixture) == ["<integrate>", "<ode1>"]
