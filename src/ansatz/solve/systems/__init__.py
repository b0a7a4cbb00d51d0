"""Computer algebra systems, one a file: what each claims is never trusted, the caller verifies.

A file has one function a task, `integrate(integrand, variable, seconds)`, a generator of `Claim`s that ends by itself
or is killed with its worker. To add a system: its file, and a row here; `dialect` serves those spoken to through text.
"""

import shutil
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class System:
    """title: the name for people. command: what must be on the path, None for a Python package that is always there."""

    title: str
    command: str | None = None


SYSTEMS = {
    "sympy": System("SymPy"),
    "maxima": System("Maxima", "maxima"),
    "fricas": System("FriCAS", "fricas"),
}


def installed() -> list[str]:
    """The systems that can be asked on this machine, SymPy first."""
    return [name for name, system in SYSTEMS.items() if system.command is None or shutil.which(system.command)]
