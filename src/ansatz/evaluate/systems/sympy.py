"""SymPy as people call it: `integrate` alone, and `dsolve`."""

from collections.abc import Iterator

from ansatz.expr.tree import Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.sympy import definite, dsolve, version
from ansatz.solve.systems.sympy import integrate as by_all

__all__ = ["definite", "dsolve", "integrate", "version", "warm"]


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """`sympy.integrate`; the generic branch of a Piecewise answer first."""
    return by_all(integrand, variable, seconds, only="integrate")


def warm() -> None:
    """Import what it needs."""
    list(integrate(("cos", "x"), "x", 20.0))
