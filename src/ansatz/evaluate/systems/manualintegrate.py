"""SymPy's `manualintegrate` alone."""

from collections.abc import Iterator

from ansatz.expr.tree import Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.sympy import integrate as by_all
from ansatz.solve.systems.sympy import version

__all__ = ["integrate", "version", "warm"]


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """The integrator of that name; the generic branch of a Piecewise answer first."""
    return by_all(integrand, variable, seconds, only="manualintegrate")


def warm() -> None:
    """Import what it needs."""
    list(integrate(("cos", "x"), "x", 20.0))
