"""What a computer algebra system claims."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree
from ansatz.proof.condition import Condition


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed answer, unverified. method: of the system; conditions: on parameters."""

    method: str
    tree: Tree
    conditions: tuple[Condition, ...] = ()
