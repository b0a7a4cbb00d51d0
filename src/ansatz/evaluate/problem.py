"""One problem of a set: what is asked, and what is known about the answer.

The tasks are "integral" (an antiderivative), "definite", "ode" and "lyapunov". A line that cannot be read is a problem
too, with the reason, so that it counts and is named.
"""

from dataclasses import dataclass

from ansatz.expr.tree import Tree

TASKS = ("integral", "definite", "ode", "lyapunov")

Assignment = tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known to be true, at one choice of parameters: the value of a definite integral, None where it diverges.

    at: (parameter, value) pairs; empty where there are none.
    """

    value: Tree | None
    at: Assignment = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """index: its place in the set. task: see above. text: as its source writes it, "" where it came as trees.

    statement: the integrand; the left side of an equation "= 0" in x, Y, Y', Y''; the components of a system.
    variables: the independent one, or those of the system. bounds: of a definite integral. order: of an equation. at:
    the equilibrium, as text. kind: its type, by which results are grouped. source: its own name. reference: somebody's
    answer, to compare lengths with, never to judge by. truths: of a definite integral. unreadable: why it is so.
    """

    index: int
    task: str = "integral"
    text: str = ""
    statement: tuple[Tree, ...] = ()
    variables: tuple[str, ...] = ("x",)
    bounds: tuple[Tree, Tree] | None = None
    order: int = 0
    at: str | None = None
    kind: str = ""
    source: str = ""
    reference: Tree | None = None
    truths: tuple[Truth, ...] = ()
    unreadable: str = ""

    @property
    def integrand(self) -> Tree:
        """Of an integral."""
        return self.statement[0]

    @property
    def variable(self) -> str:
        """Of an integral or an equation."""
        return self.variables[0]
