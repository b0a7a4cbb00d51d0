"""What a method for differential equations gets, and what it gives.

Equation(Y1 - x*Y, x, order=1)                  y' = x·y
Claim(c1*exp(x**2/2), "separable")              a general solution y(x, c1)
Claim(Y*ln(Y) - x - c1, "exact", implicit=True)  one that says y only implicitly: zero along solutions
Claim(t**2/2 + c1, "…", along=t + sin(t))       a curve (x, y) with the parameter t (`PARAMETER`)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

import symengine as se

from ansatz.proof.ode.verifier import CONSTANTS, UNKNOWNS


class Kind(StrEnum):
    """What a claimed solution is."""

    GENERAL = "general"  # as many independent constants as the order says
    PARTICULAR = "particular"  # fewer constants, as y = 0 of y' = y
    SINGULAR = "singular"  # fewer, and not in the general solution for any value of its constants
    FIRST_INTEGRAL = "first integral"  # a relation between x, y and y' with one constant: half a solution


@dataclass(frozen=True, slots=True)
class Equation:
    """left = 0, in x, Y, Y' and Y'' (`UNKNOWNS`); every other symbol is a real parameter. order: 1 or 2."""

    left: se.Expr
    x: se.Symbol
    order: int

    @property
    def y(self) -> se.Symbol:
        """Y itself."""
        return UNKNOWNS[0]

    @property
    def top(self) -> se.Symbol:
        """The highest derivative."""
        return UNKNOWNS[self.order]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed solution.

    solution: y(x, c1, …), or where it is `implicit` an expression in x, Y and constants that is zero along solutions.
    method: its name, as people know it. kind: general, particular or singular. branch: expressions in x and constants
    that must be positive where it is to hold. along: x(t, c1) where the solution is a curve, and `solution` y(t, c1).
    """

    solution: se.Expr
    method: str
    kind: Kind = Kind.GENERAL
    implicit: bool = False
    branch: tuple[se.Expr, ...] = ()
    along: se.Expr | None = None


class Integrals(Protocol):
    """Antiderivatives, by our own integrator and within its time."""

    def of(self, f: se.Expr, x: se.Symbol) -> se.Expr | None:
        """One antiderivative of f, verified; None where none was found."""


Method: TypeAlias = Callable[[Equation, Integrals], Iterator[Claim]]

__all__ = ["CONSTANTS", "UNKNOWNS", "Claim", "Equation", "Integrals", "Kind", "Method"]
