"""What a beam search gives, whichever library decodes; without PyTorch."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer of the beam: a tree and its mean log-probability per token."""

    tree: Tree
    score: float
