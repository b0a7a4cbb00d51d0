"""Ansatz: neural networks guess, algebra proves.

    integrate(f, x=None)    an antiderivative of f, or its integral between bounds, verified
    verify(F, f, x=None)    whether F' = f: proved, checked, refuted or unknown

`import ansatz` is instant: what a name needs is loaded when the name is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ansatz.solve.solution import Solution
    from ansatz.solve.solver import integrate
    from ansatz.verify.verdict import Verdict, Verification

__version__ = "0.1.0"

_HOME = {
    "integrate": "ansatz.solve.solver",
    "Solution": "ansatz.solve.solution",
    "verify": "ansatz.verify",  # a package that can be called
    "Verdict": "ansatz.verify.verdict",
    "Verification": "ansatz.verify.verdict",
}
__all__ = ["Solution", "Verdict", "Verification", "integrate", "verify"]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'ansatz' has no attribute '{name}'")
    module = import_module(home)
    return module if home == f"ansatz.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
