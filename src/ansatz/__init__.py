"""Ansatz: neural networks guess, algebra proves.

    integrate(f, x=None)    an antiderivative of f, or its integral between bounds, verified
    dsolve(equation)        the solutions of an ordinary differential equation, verified
    lyapunov(system)        a Lyapunov function of a system, proved, or a proof that there is none
    verify(F, f, x=None)    whether F' = f: proved, checked, refuted or unknown

`import ansatz` is instant: what a name needs is loaded when the name is first used.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from ansatz.errors import (
    AnsatzError,
    CheckpointError,
    ConfigError,
    DomainError,
    InputError,
    LimitError,
    NotationError,
    ParseError,
    ResourceError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from ansatz.proof.verdict import Verdict, Verification
    from ansatz.proof.verify import verify
    from ansatz.solve.integral.solver import integrate
    from ansatz.solve.lyapunov.solver import lyapunov
    from ansatz.solve.ode.solver import dsolve
    from ansatz.solve.solution import Solution

__version__ = "0.1.0"

_HOME = {
    "integrate": "ansatz.solve.integral.solver",
    "dsolve": "ansatz.solve.ode.solver",
    "lyapunov": "ansatz.solve.lyapunov.solver",
    "Solution": "ansatz.solve.solution",
    "verify": "ansatz.proof.verify",
    "Verdict": "ansatz.proof.verdict",
    "Verification": "ansatz.proof.verdict",
}
__all__ = [
    "AnsatzError",
    "CheckpointError",
    "ConfigError",
    "DomainError",
    "InputError",
    "LimitError",
    "NotationError",
    "ParseError",
    "ResourceError",
    "Solution",
    "UnsupportedError",
    "Verdict",
    "Verification",
    "dsolve",
    "integrate",
    "lyapunov",
    "verify",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'ansatz' has no attribute '{name}'")
    return getattr(_import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
