"""What the engine works on: goals ∫ f dx, and what a textbook rule makes of one.

A rule is a function of a goal that yields `Rewriting`s, the one a teacher would try first first; it proves nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import symengine as se

NAMES = ("u", "v", "w", "s", "z", "q", "p", "r")  # of variables that substitutions introduce


@dataclass(frozen=True, slots=True)
class Goal:
    """∫ integrand d variable."""

    integrand: se.Expr
    variable: se.Symbol

    def __hash__(self) -> int:
        return hash((self.integrand, self.variable))

    def fresh(self, *preferred: str) -> se.Symbol:
        """A symbol that does not occur."""
        taken = {str(symbol) for symbol in self.integrand.free_symbols} | {str(self.variable)}
        return se.Symbol(next(name for name in (*preferred, *NAMES, "u0", "u1") if name not in taken))


@dataclass(frozen=True, slots=True)
class Rewriting:
    """goal = closed + Σ cₖ·∫ gₖ.

    rule, words: as of a `Step`. closed: a function of the goal's variable. parts: (cₖ, goal of gₖ). substitution:
    (u, φ(x)) where the parts are in u. back: from the parts' value in u to the value in x, by default u -> φ(x).
    loop: where the goal itself comes back with this coefficient: goal = closed + Σ … + loop·goal.
    side: an integral that is needed on the way, v = ∫ v' dx, solved before.
    """

    rule: str
    words: str
    closed: se.Expr = field(default_factory=lambda: se.Integer(0))
    parts: tuple[tuple[se.Expr, Goal], ...] = ()
    substitution: tuple[se.Symbol, se.Expr] | None = None
    back: Callable[[se.Expr], se.Expr] | None = None
    loop: se.Expr | None = None
    side: Goal | None = None


Rule: TypeAlias = Callable[[Goal], Iterator[Rewriting]]


def line(u: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(a, b) with u = a·x + b, a ≠ 0."""
    slope = u.diff(x)
    if slope == 0 or x in slope.free_symbols:
        return None
    return slope, se.expand(u - slope * x)


def nodes(f: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """Every part that contains x, once, f first."""
    found: dict[se.Expr, None] = {}
    stack = [f]
    while stack:
        e = stack.pop()
        if e in found or x not in e.free_symbols:
            continue
        found[e] = None
        stack.extend(e.args)
    return list(found)


def text(e: se.Expr) -> str:
    """As people write it."""
    from ansatz.expr.canonical import from_symengine
    from ansatz.expr.display import display
    from ansatz.expr.printing import to_text

    return to_text(display(from_symengine(e)))


__all__ = ["NAMES", "Goal", "Rewriting", "Rule", "line", "nodes", "text"]
