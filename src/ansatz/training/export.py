"""Export: a checkpoint becomes the runtime folder that decodes without PyTorch.

    export(Path("out/run/checkpoint.safetensors"), Path("src/ansatz/weights/integrate"), card)

The folder holds CTranslate2's model.bin (int8), config.json and vocabularies, plus card.json (data,
budget, command, accuracy). Our model maps onto CTranslate2's `TransformerSpec` part by part; query, key
and value projections are concatenated as it expects.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from ctranslate2.specs.common_spec import Activation, LayerNormSpec, LinearSpec
from ctranslate2.specs.transformer_spec import FeedForwardSpec, TransformerSpec
from torch import Tensor

from ansatz.data.tasks import tasks_of
from ansatz.errors import CheckpointError, ConfigError
from ansatz.expr.vocabulary import END, START, UNKNOWN
from ansatz.training import checkpoint
from ansatz.training.config import TrainConfig


def export(source: Path, folder: Path, card: Mapping[str, object], quantization: str = "int8") -> dict[str, Any]:
    """Write the runtime folder of a checkpoint and return its model card.

    An older runtime folder is replaced as a whole. Raises `ConfigError` for any other folder, and for a model that the
    runtime does not know: another family than the encoder–decoder transformer.
    """
    if folder.exists() and not (folder / "card.json").is_file() and (folder.is_file() or any(folder.iterdir())):
        raise ConfigError(f"{folder} exists and holds no weights; choose another folder for them.")
    tensors, state = checkpoint.load(source)
    config = TrainConfig.from_dict(state["config"])
    if config.model.family != "transformer":
        raise ConfigError(
            f"The runtime decodes transformers only, and {source} is of the family '{config.model.family}'; "
            "decode it with ansatz.models.beam.TorchDecoder."
        )
    weights = checkpoint.best_tensors(tensors)
    tokens = list(state["tokens"])
    spec = _specification(weights, config, tokens)
    spec.validate()
    spec.optimize(quantization=quantization)
    folder = folder.absolute()
    temporary = folder.with_name(folder.name + ".new")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    spec.save(str(temporary))
    full_card = {
        "architecture": state["config"]["model"],
        "parameters": sum(tensor.numel() for tensor in weights.values()),
        "quantization": quantization,
        "tasks": tasks_of(config.shards or config.stream.mixture or ("backward",)),
        "forms": config.stream.forms,
        "notation": config.data.notation,
        "tokenizer": config.data.tokenizer,
        "max_source": config.stream.lengths.source,
        "max_target": config.stream.lengths.target,
        "trained": state["progress"],
        "data": state["config"]["stream"],
        **card,
    }
    (temporary / "card.json").write_text(json.dumps(full_card, indent=2, ensure_ascii=False) + "\n")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(temporary, folder)
    return full_card


def _specification(weights: Mapping[str, Tensor], config: TrainConfig, tokens: list[str]) -> TransformerSpec:
    model = config.model
    spec = TransformerSpec.from_config(
        (model.encoder_layers, model.decoder_layers),
        model.heads,
        pre_norm=True,
        activation=Activation.GELU,
    )
    filler = _Filler(weights)
    embedding = filler.array("embedding.weight")
    if len(embedding) != len(tokens):
        raise CheckpointError(f"The weights embed {len(embedding)} tokens, but the vocabulary has {len(tokens)}.")
    encoder, decoder = spec.encoder, spec.decoder
    encoder.embeddings[0].weight = embedding
    encoder.position_encodings.encodings = filler.array("source_positions.weight")
    filler.norm(encoder.layer_norm, "encoder_norm")
    for index, layer in enumerate(encoder.layer):
        name = f"encoder.{index}"
        filler.attention(layer.self_attention, f"{name}.attention", f"{name}.attention_norm")
        filler.feed_forward(layer.ffn, name)
    decoder.embeddings.weight = embedding
    decoder.projection.weight = embedding
    decoder.position_encodings.encodings = filler.array("target_positions.weight")
    filler.norm(decoder.layer_norm, "decoder_norm")
    for index, layer in enumerate(decoder.layer):
        name = f"decoder.{index}"
        filler.attention(layer.self_attention, f"{name}.attention", f"{name}.attention_norm")
        filler.cross_attention(layer.attention, f"{name}.cross_attention", f"{name}.cross_norm")
        filler.feed_forward(layer.ffn, name)
    encoder.scale_embeddings = decoder.scale_embeddings = False
    spec.config.add_source_bos = spec.config.add_source_eos = False
    spec.config.bos_token = spec.config.decoder_start_token = START
    spec.config.eos_token, spec.config.unk_token = END, UNKNOWN
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    return spec


class _Filler:
    """Copies named tensors of the state dict into CTranslate2 specs."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self.weights = weights

    def array(self, name: str) -> np.ndarray:
        return self.weights[name].float().numpy()

    def linear(self, spec: LinearSpec, name: str) -> None:
        spec.weight = self.array(f"{name}.weight")
        if f"{name}.bias" in self.weights:
            spec.bias = self.array(f"{name}.bias")

    def norm(self, spec: LayerNormSpec, name: str) -> None:
        spec.gamma, spec.beta = self.array(f"{name}.weight"), self.array(f"{name}.bias")

    def attention(self, spec: MultiHeadAttentionSpec, name: str, norm: str) -> None:
        self.norm(spec.layer_norm, norm)
        self.linear(spec.linear[0], f"{name}.fused")
        self.linear(spec.linear[1], f"{name}.output")

    def cross_attention(self, spec: MultiHeadAttentionSpec, name: str, norm: str) -> None:
        self.norm(spec.layer_norm, norm)
        self.linear(spec.linear[0], f"{name}.query")
        self.linear(spec.linear[1], f"{name}.key_value")
        self.linear(spec.linear[2], f"{name}.output")

    def feed_forward(self, spec: FeedForwardSpec, name: str) -> None:
        self.norm(spec.layer_norm, f"{name}.forward_norm")
        self.linear(spec.linear_0, f"{name}.feed_forward.inner")
        self.linear(spec.linear_1, f"{name}.feed_forward.outer")
