"""Attention maps: what the model looks at while it reads an expression and writes the answer.

    reading = read(load(Path("out/run")), "x*cos(x)")
    reading.maps[0].weights          # (heads, queries, keys), every row sums to 1
    draw(reading.maps[0]).savefig("map.png")

The model answers greedily first; then problem and answer pass through it once more, and every layer's weights are
recorded (`ansatz.models.layers.recording`): encoder, decoder and cross-attention of the transformer, the one layer
over problem and answer of the decoder-only model, the look back of recurrent models with attention. Attention
shows where information may flow from, not why an answer is given (Jain & Wallace 2019).
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from ansatz.errors import LimitError, NotationError, UnsupportedError
from ansatz.expr.canonical import canonical
from ansatz.expr.notation import to_prefix
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.inspection.subject import Subject, answer
from ansatz.models.layers import recording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TASK = "<integrate>"
COLUMNS = 3
MAX_LABELS = 80  # more would be dots


@dataclass(frozen=True)
class AttentionMap:
    """One layer: weights (heads, queries, keys), tokens on both axes. title: for people; name: for files."""

    name: str
    title: str
    queries: list[str]
    keys: list[str]
    weights: np.ndarray


@dataclass(frozen=True)
class Reading:
    """A problem, the model's greedy answer to it, and its attention on the way.

    problem, answer: as text, the answer empty where its tokens spell no expression. source, target: tokens, the
    target with </s>.
    """

    problem: str
    answer: str
    source: list[str]
    target: list[str]
    maps: list[AttentionMap]


def read(subject: Subject, expression: str) -> Reading:
    """The model's attention over an integrand.

    Raises `ParseError` and other `InputError`s for text that is none, `UnsupportedError` for one outside the
    vocabulary, `LimitError` for one that is longer than the model has ever read.
    """
    scheme = subject.scheme
    tree = canonical(parse(expression))
    try:
        source = scheme.source(TASK, to_prefix(tree))
    except NotationError as error:
        raise UnsupportedError(f"The model cannot read this expression: {error} Write it in x, a, b, c, …") from None
    if len(source) > subject.lengths.source:
        raise LimitError(
            f"The expression has {len(source)} tokens, but the model reads at most {subject.lengths.source}; "
            "write a shorter one."
        )
    found = answer(subject, source)
    start, end = scheme.index["<s>"], scheme.index["</s>"]
    with torch.no_grad(), recording(subject.model) as recorded:
        subject.model(torch.tensor([source]), torch.tensor([[start, *found]]))
    problem = [scheme.labels[k] for k in source]
    read_so_far, written = ([scheme.labels[k] for k in ids] for ids in ([start, *found], [*found, end]))
    maps = [_map(name, weights[0].float().numpy(), problem, read_so_far, written) for name, weights in recorded.items()]
    try:
        text = to_text(scheme.tree(found))
    except NotationError:
        text = ""
    return Reading(to_text(tree), text, problem, written, maps)


def _map(layer: str, weights: np.ndarray, problem: list[str], before: list[str], written: list[str]) -> AttentionMap:
    """Names, and what stands on the axes, for the layers of every family."""
    number = next(iter(re.findall(r"\d+", layer)), None)
    which = "" if number is None else f", layer {int(number) + 1}"
    if layer.startswith("encoder"):
        kind, queries, keys = "encoder", problem, problem
    elif layer.startswith("layers"):
        kind, queries, keys = "problem and answer", problem + before, problem + before
    elif layer.startswith("decoder") and "cross" not in layer:
        kind, queries, keys = "decoder", written, before
    else:
        kind, queries, keys = "cross", written, problem
    name = kind.replace(" ", "_") + ("" if number is None else f"_{int(number) + 1}")
    return AttentionMap(f"attention_{name}", _TITLES[kind] + which, queries, keys, weights)


_TITLES = {
    "encoder": "Encoder: each token of the problem looks at the others",
    "decoder": "Decoder: writing a token of the answer, the model looks back at those before it",
    "cross": "Cross-attention: writing a token of the answer, the model looks at the problem",
    "problem and answer": "Each token looks at those before it, problem and answer in a row",
}


def _room(labels: list[str]) -> float:
    """Inches for the labels of an axis and what stands around them."""
    return 0.4 + 0.07 * max(map(len, labels))


def draw(chart: AttentionMap) -> "Figure":
    """A panel for each head, all on one colour scale, and their mean where there are several."""
    from matplotlib.figure import Figure

    heads = len(chart.weights)
    panels = [(f"head {k + 1}", weights) for k, weights in enumerate(chart.weights)]
    if heads == 1:
        panels = [("", chart.weights[0])]
    else:
        panels.append(("mean of heads", chart.weights.mean(0)))
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    width = min(6.0, max(2.0, _room(chart.queries) + 0.16 * len(chart.keys)))
    height = min(6.0, max(1.6, _room(chart.keys) + 0.16 * len(chart.queries)))
    figure = Figure(figsize=(columns * width + 0.8, rows * height + 0.4), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    top = float(chart.weights.max())
    size = max(3.0, min(8.0, 320 / max(len(chart.keys), len(chart.queries), 40)))
    for panel, (title, weights) in zip(axes.flat, panels, strict=False):
        panel.imshow(weights, cmap="Blues", vmin=0, vmax=top, aspect="auto", interpolation="nearest")
        panel.set_title(title, fontsize=8)
        for axis, tokens in ((panel.xaxis, chart.keys), (panel.yaxis, chart.queries)):
            axis.set_ticks(range(len(tokens)) if len(tokens) <= MAX_LABELS else [])
            if len(tokens) <= MAX_LABELS:
                axis.set_ticklabels(tokens, fontsize=size, family="monospace", parse_math=False)
        panel.tick_params(axis="x", labelrotation=90)
        panel.tick_params(length=0)
    for panel in axes.flat[len(panels) :]:
        panel.set_axis_off()
    colours = figure.colorbar(axes[0, 0].images[0], ax=axes, shrink=0.6)
    colours.ax.tick_params(labelsize=7)
    return figure
