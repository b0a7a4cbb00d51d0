"""What a worker does for the scoreboard: warm a system up, or ask it one question."""

from collections.abc import Iterator

from ansatz.evaluate.systems import SYSTEMS
from ansatz.solve.systems.claim import Claim

FUNCTIONS = {"integral": "integrate", "definite": "definite", "ode": "dsolve"}


def warmed(name: str) -> str:
    """Load what need not count; the system's version."""
    module = SYSTEMS[name].load()
    if hasattr(module, "warm"):
        module.warm()
    return str(module.version())


def claimed(name: str, task: str, *arguments: object) -> Iterator[Claim]:
    """What it answers: the claims of its first method that answers, several where it distinguishes cases."""
    method: str | None = None
    for claim in getattr(SYSTEMS[name].load(), FUNCTIONS[task])(*arguments):
        if method not in (None, claim.method):
            return
        method = claim.method
        yield claim
