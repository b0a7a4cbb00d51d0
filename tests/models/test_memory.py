"""Every family can learn: 64 real problems are known by heart, each answer decoded token for token."""

import pytest
import torch
from torch.nn import functional as F

from ansatz.data.encode import Lengths
from ansatz.data.stream import PADDING, StreamConfig, make_chunk
from ansatz.expr.vocabulary import TOKENS
from ansatz.models.beam import beam_search
from ansatz.models.config import ModelConfig
from ansatz.models.registry import build
from ansatz.problems.integral.backward import BackwardConfig

CONFIGS = {
    "transformer": ModelConfig(1, 1, 4, 64, 256, positions=64),
    "decoder": ModelConfig(0, 2, 4, 64, 256, positions=64, family="decoder"),
    "rnn": ModelConfig(1, 1, width=128, family="rnn", cell="tanh"),
    "seq2seq-gru": ModelConfig(1, 1, width=128, family="seq2seq", cell="gru"),
    "seq2seq-lstm": ModelConfig(1, 1, width=128, family="seq2seq", cell="lstm"),
    "attention-gru": ModelConfig(1, 1, width=128, family="attention", cell="gru"),
    "attention-lstm": ModelConfig(1, 1, width=128, family="attention", cell="lstm"),
}
MAX_STEPS = 400


@pytest.fixture(scope="module")
def pairs():
    """64 problems of distinct statements: source (64, m) and target (64, n)."""
    stream = StreamConfig(
        seed=1, chunk=256, tokens=100_000, lengths=Lengths(32, 20), backward=BackwardConfig(max_operators=4)
    )
    (batch,) = make_chunk(stream, 0)
    source, target = batch.tensors()
    distinct = list({tuple(row): k for k, row in enumerate(source.tolist())}.values())[:64]
    assert len(distinct) == 64
    return source[distinct], target[distinct]


def recited(model, source, target):
    """Share of answers that greedy decoding gives token for token."""
    answers = [found[0].tokens if found else [] for found in beam_search(model.eval(), source, 1, target.shape[1])]
    wanted = [row[row != PADDING].tolist()[1:-1] for row in target]
    model.train()
    return sum(a == w for a, w in zip(answers, wanted, strict=True)) / len(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONFIGS)
def test_64_examples_are_memorised(name, pairs):
    torch.manual_seed(0)
    source, target = pairs
    model = build(CONFIGS[name], len(TOKENS))
    rate = 4e-3 if CONFIGS[name].recurrent else 2e-3
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0)
    assert recited(model, source, target) < 0.1
    for step in range(1, MAX_STEPS + 1):
        logits = model(source, target[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PADDING)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 20 == 0 and loss < 0.1 and recited(model, source, target) == 1:
            break
    assert recited(model, source, target) == 1, f"after {step} steps the loss is {loss:.3f}"
