"""alkahest (Rust; Risch): `integrate`, in an interpreter that has it (ANSATZ_ALKAHEST_PYTHON)."""

from collections.abc import Iterator

from ansatz.evaluate.systems.giac import QUOTIENTS
from ansatz.evaluate.systems.server import ask
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, write

ALKAHEST = Dialect(
    write={**COMMON, **QUOTIENTS, "cbrt": "({}^(1/3))", "e": "exp(1)", "pi": "pi", "i": "I"},
    read=((r"\bcbrt\(", "cbrt("),),
)
_SCRIPT = ("alkahest", "alkahest_script.py")


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Its `integrate`."""
    yield from _asked({"integrand": write(integrand, ALKAHEST), "variable": variable}, seconds)


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """Its `integrate` between finite bounds; that it refuses an integral which diverges is no answer."""
    if INFINITY in (lower, upper) or MINUS_INFINITY in (lower, upper):
        return
    question = {"integrand": write(integrand, ALKAHEST), "variable": variable}
    yield from _asked(question | {"lower": write(lower, ALKAHEST), "upper": write(upper, ALKAHEST)}, seconds)


def version() -> str:
    """Of the package."""
    return (ask(*_SCRIPT, {}, 30.0) or {}).get("version", "")


def warm() -> None:
    """Start its interpreter."""
    version()


def _asked(question: dict[str, str], seconds: float) -> Iterator[Claim]:
    answer = (ask(*_SCRIPT, question, seconds) or {}).get("answer", "")
    if answer:
        yield from claims("integrate", [answer], ALKAHEST)
