"""A question: what is asked, in the model's own symbols, for every task alike."""

from dataclasses import dataclass

from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Question:
    """task: its name ("integral"). statement: the trees that state it, such as the integrand alone. variables: the
    independent ones, in order. domain: "real" or "complex". branch: trees that must be positive where the answer is
    to hold.
    """

    task: str
    statement: tuple[Tree, ...]
    variables: tuple[str, ...] = ("x",)
    domain: str = "real"
    branch: tuple[Tree, ...] = ()
