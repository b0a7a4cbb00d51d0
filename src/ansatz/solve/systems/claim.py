"""What a computer algebra system claims."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed answer, unverified. method: of the system; conditions: on parameters, as text."""

    method: str
    tree: Tree
    conditions: tuple[str, ...] = ()
