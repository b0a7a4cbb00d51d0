"""Settings: read back exactly, or refused with the key's name and what was probably meant."""

from dataclasses import replace

import pytest

from ansatz.data.shard_stream import ShardStreamConfig
from ansatz.errors import ConfigError
from ansatz.training.config import TrainConfig, ValidationConfig


def test_settings_survive_json(tiny_config):
    assert TrainConfig.from_dict(tiny_config.to_dict()) == tiny_config
    assert TrainConfig.from_dict({"rate": 1}).rate == 1.0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"frobnicate": 1}, "no setting 'frobnicate'; choose from"),
        ({"warm_up": 10}, "no setting 'warm_up'; the nearest is 'warmup'"),
        ({"model": {"widht": 10}}, "no setting 'model.widht'; the nearest is 'width'"),
        (
            {"stream": {"backward": {"tree": {"max_int": 3}}}},
            "'stream.backward.tree.max_int'; the nearest is 'max_integer'",
        ),
        ({"warmup": "long"}, "'warmup' is a whole number, not 'long'"),
        ({"warmup": True}, "'warmup' is a whole number, not True"),
        ({"warmup": 1.5}, "'warmup' is a whole number, not 1.5"),
        ({"rate": "high"}, "'rate' is a number, not 'high'"),
        ({"bf16": 1}, "'bf16' is true or false, not 1"),
        ({"model": 3}, "'model' is a table"),
        ({"shards": {"out": "much"}}, "'shards.out' is a number"),
        ({"stream": {"mixture": 5}}, "'stream.mixture' is a table"),
    ],
)
def test_unknown_keys_and_wrong_types_are_named(values, message):
    with pytest.raises(ConfigError) as error:
        TrainConfig.from_dict(values)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"optimizer": "sgd"}, "optimizer is 'muon', 'adamw' or 'adam', not 'sgd'"),
        ({"schedule": "step"}, "schedule is 'wsd'"),
        ({"device": "abacus"}, "'cpu' or 'cuda'"),
        ({"schedule": "noam"}, "adam or adamw"),
        ({"schedule": "noam", "optimizer": "adam"}, "rate = 1"),
        ({"decay_after": 10}, "inverse_sqrt"),
        ({"sampling": 0.5}, "rnn, seq2seq"),
        ({"sampling": 0.5, "compile": True, "model": {"family": "seq2seq", "decoder_layers": 4}}, "compile"),
        ({"ema": 1.0}, "ema"),
        ({"rate": 0.0}, "positive"),
        ({"clip": -1.0}, "never negative"),
        ({"log_every": 0}, "log_every"),
        ({"model": {"dropout": 1.0}}, "Dropout"),
        ({"model": {"positions": 32}}, "positions"),
        ({"shards": {"out": 1.0}, "stream": {"mixture": {"backward": 1.0}}}, "shards or stream.mixture"),
        ({"validation": {"problems": 10}}, "exclude_held_out"),
        ({"validation": {"patience": 2}}, "validation.problems"),
        ({"validation": {"problems": 5, "patience": 2}}, "every_minutes"),
        ({"validation": {"problems": 5, "every_steps": 2, "every_minutes": 1}}, "not both"),
        ({"validation": {"beam": 0}}, "beam"),
    ],
)
def test_contradictions_are_refused(values, message):
    with pytest.raises(ConfigError) as error:
        TrainConfig.from_dict(values)
    assert message in str(error.value) and str(error.value).endswith(".")


def test_data_sets_take_the_streams_settings(tiny_config):
    config = replace(tiny_config, shards={"here": 2.0})
    assert isinstance(config.data, ShardStreamConfig)
    assert (config.data.tokens, config.data.lengths) == (config.stream.tokens, config.stream.lengths)
    assert config.data.sources == {"here": 2.0}
    replace(config, validation=ValidationConfig(problems=3))
