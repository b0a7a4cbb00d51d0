"""The systems on the scoreboard, one a file: those of `solve.systems`, and those that only the scoreboard asks.

A file has a function for each task it can do, all generators of `Claim`s that are never trusted:

    integrate(integrand, variable, seconds)                  definite(integrand, variable, lower, upper, seconds)
    dsolve(equation, order, seconds)                         version() -> str
    warm()                                                   what need not count: imports, rules to load

To add a system: its file, and a row here. One that is no command on the path and no package of ours is named by an
environment variable, such as ANSATZ_RUBI_PYTHON: another interpreter that has it.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from ansatz.evaluate.systems.places import command, interpreter


@dataclass(frozen=True, slots=True)
class System:
    """title: the name for people. module: its file. command: what to run, None for a Python package. package: that is
    asked in an interpreter which has it, None where none is needed.
    """

    title: str
    module: str
    command: str | None = None
    package: str | None = None

    @property
    def installed(self) -> bool:
        """Whether it can be asked on this machine."""
        if self.package is not None and self.command is None:
            return interpreter(self.package) is not None
        return self.command is None or command(self.command) is not None

    def load(self) -> ModuleType:
        """Its file, imported."""
        return import_module(self.module)

    @property
    def tasks(self) -> tuple[str, ...]:
        """What it can be asked."""
        module = self.load()
        functions = {"integral": "integrate", "definite": "definite", "ode": "dsolve"}
        return tuple(task for task, function in functions.items() if hasattr(module, function))


_HERE, _SOLVE = __name__, "ansatz.solve.systems"

SYSTEMS = {
    "sympy": System("SymPy integrate, dsolve", f"{_HERE}.sympy"),
    "manualintegrate": System("SymPy manualintegrate", f"{_HERE}.manualintegrate"),
    "heurisch": System("SymPy heurisch", f"{_HERE}.heurisch"),
    "maxima": System("Maxima", f"{_SOLVE}.maxima", "maxima"),
    "fricas": System("FriCAS", f"{_SOLVE}.fricas", "fricas"),
    "giac": System("Giac", f"{_HERE}.giac", "giac"),
    "rubi": System("rubi-integrate", f"{_HERE}.rubi", package="rubi_integrate"),
    "alkahest": System("alkahest", f"{_HERE}.alkahest", package="alkahest"),
    "mathematica": System("Mathematica", f"{_HERE}.mathematica", "wolframscript"),
    "maple": System("Maple", f"{_HERE}.maple", "maple"),
    "matlab": System("MATLAB", f"{_HERE}.matlab", "matlab"),
}

__all__ = ["SYSTEMS", "System"]
