"""Token embeddings in two dimensions, by principal component analysis, coloured by the kind of token.

    plane = project(subject.embedding, subject.scheme)
    plane.points, plane.explained          # (tokens, 2), shares of the variance along both axes
    draw(plane).savefig("embeddings.png")

Tokens that training never met are left out (`met`): they lie in one heap, which says nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from torch import Tensor

from ansatz.data.scheme import SPECIAL, Scheme
from ansatz.expr.operators import CONSTANTS, OPERATORS
from ansatz.expr.vocabulary import (
    DERIVATIVES,
    DIGITS,
    INTEGRATION_CONSTANTS,
    NEGATIVE,
    PARAMETERS,
    POSITIVE,
    UNKNOWN,
    VARIABLES,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Paul Tol's "bright" scheme, which most eyes tell apart.
COLOURS = {
    "operator": "#ee6677",
    "function": "#4477aa",
    "number": "#228833",
    "variable": "#aa3377",
    "parameter or constant": "#ccbb44",
    "control": "#bbbbbb",
    "piece": "#66ccee",
}


UNMET = 0.98  # cosine with <unk>; after 700,000 examples unmet tokens had 0.994 and more, the rarest met one 0.951


@dataclass(frozen=True)
class Plane:
    """points (tokens, 2); labels and kinds in the same order; explained: shares of the variance along the axes."""

    points: np.ndarray
    labels: list[str]
    kinds: list[str]
    explained: tuple[float, float]


def met(embedding: Tensor, scheme: Scheme) -> list[int]:
    """The ids of the tokens that training has met, as far as their embeddings tell.

    No text holds <unk> or a spare token. What they get from training is the softmax's push away from all answers, and
    every other token that never occurs gets the same: with shared embeddings they end in one direction.
    """
    unit = embedding / embedding.norm(dim=1, keepdim=True).clamp_min(1e-12)
    like_unknown = unit @ unit[scheme.index[UNKNOWN]]
    return [
        k
        for k, label in enumerate(scheme.labels)
        if like_unknown[k] < UNMET and label != UNKNOWN and not label.startswith("<spare")
    ]


def kind(name: str) -> str:
    """What a token is, as a key of `COLOURS`; "piece" for letters and merged letters."""
    if name in OPERATORS:
        return "function" if OPERATORS[name].arity == 1 else "operator"
    if name in (*DIGITS, POSITIVE, NEGATIVE) or name.lstrip("-").isdecimal():
        return "number"
    if name in (*VARIABLES, *DERIVATIVES):
        return "variable"
    if name in (*PARAMETERS, *INTEGRATION_CONSTANTS, *CONSTANTS):
        return "parameter or constant"
    return "control" if name in SPECIAL or name in "()" else "piece"


def project(embedding: Tensor, scheme: Scheme) -> Plane:
    """The plane of largest variance; each axis is turned so that its farthest token lies on the positive side."""
    chosen = met(embedding, scheme)
    matrix = embedding[chosen].double().numpy()
    matrix = matrix - matrix.mean(0)
    left, scales, _ = np.linalg.svd(matrix, full_matrices=False)
    points = left[:, :2] * scales[:2]
    points = points * np.sign(points[np.abs(points).argmax(0), [0, 1]])
    shares = scales**2 / (scales**2).sum()
    names = [scheme.names[k] for k in chosen]
    return Plane(
        points, [scheme.labels[k] for k in chosen], [kind(name) for name in names], (float(shares[0]), float(shares[1]))
    )


def draw(plane: Plane) -> "Figure":
    """Every token at its point."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 7), layout="constrained")
    axes = figure.subplots()
    for name, colour in COLOURS.items():
        chosen = [k for k, each in enumerate(plane.kinds) if each == name]
        if not chosen:
            continue
        axes.scatter(plane.points[chosen, 0], plane.points[chosen, 1], s=6, color=colour, label=name)
        for k in chosen:
            axes.annotate(
                plane.labels[k],
                plane.points[k],
                xytext=(2, 2),
                textcoords="offset points",
                fontsize=7,
                color=colour if name != "control" else "#777777",
                parse_math=False,
            )
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(f"first principal component: {plane.explained[0]:.1%} of the variance")
    axes.set_ylabel(f"second: {plane.explained[1]:.1%}")
    figure.legend(loc="outside upper center", ncols=len(COLOURS), fontsize=8, frameon=False)
    return figure
