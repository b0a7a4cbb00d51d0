"""Sizes: contradictions are refused in one sentence; presets are alike in every family."""

import pytest

from ansatz.errors import ConfigError
from ansatz.expr.vocabulary import TOKENS
from ansatz.models.config import FAMILIES, PRESETS, ModelConfig, preset
from ansatz.models.registry import build


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"family": "oracle"}, "model family 'oracle'"),
        ({"family": "seq2seq", "decoder_layers": 4, "cell": "neuron"}, "recurrent cell 'neuron'"),
        ({"width": 16, "heads": 3}, "not a multiple"),
        ({"width": 0}, "width must be at least 1"),
        ({"decoder_layers": 0}, "decoder_layers must be at least 1"),
        ({"encoder_layers": 0}, "encoder_layers of at least 1"),
        ({"dropout": 1.0}, "probability below 1"),
        ({"family": "decoder"}, "set encoder_layers to 0"),
        ({"family": "attention"}, "the same number, not 4 and 2"),
        ({"family": "seq2seq", "encoder_layers": 2, "width": 15}, "odd"),
        ({"family": "rnn", "encoder_layers": 2, "cell": "lstm"}, "cell is tanh"),
    ],
)
def test_contradictions_are_refused_in_one_sentence(settings, says):
    with pytest.raises(ConfigError, match=says) as caught:
        ModelConfig(**settings)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_presets_are_alike_in_every_family(family):
    assert 4e6 < build(preset("small", family), len(TOKENS)).parameter_count < 8e6
    assert build(preset("tiny", family), len(TOKENS)).parameter_count < 1.5e6
    for name in PRESETS:
        assert preset(name, family).family == family


def test_unknown_presets_and_families_are_refused():
    with pytest.raises(ConfigError, match="no preset 'huge'"):
        preset("huge")
    with pytest.raises(ConfigError, match="no model family 'oracle'"):
        preset("small", "oracle")


def test_presets_have_the_published_sizes():
    published = preset("lample-charton")
    assert (published.encoder_layers, published.heads, published.width) == (6, 8, 512)
    assert (PRESETS["lyapunov"].encoder_layers, PRESETS["lyapunov"].heads, PRESETS["lyapunov"].width) == (8, 10, 640)
    assert (PRESETS["yang"].dropout, PRESETS["yang"].width, PRESETS["yang"].positions) == (0.1, 512, 512)
