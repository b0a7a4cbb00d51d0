"""What a computer algebra system claims."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree
from ansatz.proof.condition import Condition


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed answer, unverified. method: of the system; conditions: on parameters.

    implicit: of a differential equation, a relation between x and Y that is zero along solutions, instead of y.
    warning: what the system itself says against it, such as that it is a principal value.
    """

    method: str
    tree: Tree
    conditions: tuple[Condition, ...] = ()
    implicit: bool = False
    warning: str = ""
