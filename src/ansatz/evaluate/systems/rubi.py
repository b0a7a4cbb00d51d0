"""rubi-integrate (Rubi's rules on SymPy), in an interpreter that has it (ANSATZ_RUBI_PYTHON).

Its rules take a minute to load, before it is asked; the deadline of a question is kept inside, so that they stay.
"""

from collections.abc import Iterator

from ansatz.evaluate.systems.server import ask
from ansatz.expr.tree import Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims

RUBI = Dialect(write=COMMON, read=())
_SCRIPT = ("rubi_integrate", "rubi_script.py")
_LOADING = 600.0  # seconds; whoever warms it up allows as many as it likes
_LAST_WORDS = 0.3  # seconds before the deadline


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Its `rubi_integrate`."""
    question = {"integrand": integrand, "variable": variable, "seconds": max(0.1, seconds - _LAST_WORDS)}
    answer = (ask(*_SCRIPT, question, seconds) or {}).get("answer", "")
    if answer and "Int(" not in answer and "Integra" not in answer:
        yield from claims("rubi_integrate", [answer], RUBI)


def version() -> str:
    """Of the package."""
    return (ask(*_SCRIPT, {}, 60.0) or {}).get("version", "")


def warm() -> None:
    """Load its rules."""
    ask(*_SCRIPT, {"integrand": ("exp", "x"), "variable": "x", "seconds": _LOADING}, _LOADING)
