"""Learned neighbours: the tokens whose embeddings point the same way.

    cosines(subject.embedding, subject.scheme)              # Table over the scheme's operators
    nearest(subject.embedding, subject.scheme, "sin", 5)    # [("cos", 0.41), …]

The mean embedding is subtracted first: a direction that all tokens share says nothing about any of them (Mu &
Viswanath 2018, "All-but-the-top").
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from torch import Tensor

from ansatz.data.scheme import Scheme
from ansatz.errors import ConfigError
from ansatz.expr.operators import OPERATORS
from ansatz.inspection.embeddings import met

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Table:
    """Cosines (n, n) of n operators, those alike next to one another."""

    names: list[str]
    cosines: np.ndarray


def nearest(embedding: Tensor, scheme: Scheme, token: str, count: int = 6) -> list[tuple[str, float]]:
    """The `count` tokens nearest to one, with their cosines, nearest first; raises `ConfigError` for a strange one."""
    chosen = met(embedding, scheme)
    if token not in scheme.index or scheme.index[token] not in chosen:
        raise ConfigError(f"'{token}' is no token of the scheme {scheme} that training has met.")
    unit = _directions(embedding, chosen)
    place = chosen.index(scheme.index[token])
    similar = unit @ unit[place]
    order = [k for k in np.argsort(-similar, kind="stable") if k != place][:count]
    return [(scheme.labels[chosen[k]], float(similar[k])) for k in order]


def operators(embedding: Tensor, scheme: Scheme) -> list[str]:
    """The operators that are tokens of their own and that training has met."""
    chosen = set(met(embedding, scheme))
    return [name for name in OPERATORS if scheme.index.get(name) in chosen]


def cosines(embedding: Tensor, scheme: Scheme) -> Table:
    """Cosines of all operators with one another."""
    chosen = met(embedding, scheme)
    names = operators(embedding, scheme)
    unit = _directions(embedding, chosen)[[chosen.index(scheme.index[name]) for name in names]]
    order = _chain(unit @ unit.T)
    table = unit[order] @ unit[order].T
    return Table([names[k] for k in order], table)


def _directions(embedding: Tensor, chosen: list[int]) -> np.ndarray:
    matrix = embedding[chosen].double().numpy()
    matrix = matrix - matrix.mean(0)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True).clip(1e-12)


def _chain(table: np.ndarray) -> list[int]:
    """An order in which each follows the nearest one left, from the first operator on."""
    order, left = [0], set(range(1, len(table)))
    while left:
        following = max(left, key=lambda k: (table[order[-1], k], -k))
        left.remove(following)
        order.append(following)
    return order


def draw(table: Table) -> "Figure":
    """The table as colours, red for alike and blue for opposite."""
    from matplotlib.figure import Figure

    size = max(3.5, 0.2 * len(table.names) + 1)
    figure = Figure(figsize=(size + 0.8, size), layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(table.cosines, cmap="RdBu_r", vmin=-1, vmax=1, interpolation="nearest")
    places = range(len(table.names))
    axes.set_xticks(places, table.names, fontsize=7, rotation=90, family="monospace", parse_math=False)
    axes.set_yticks(places, table.names, fontsize=7, family="monospace", parse_math=False)
    axes.tick_params(length=0)
    figure.colorbar(image, ax=axes, shrink=0.6).ax.tick_params(labelsize=7)
    return figure
