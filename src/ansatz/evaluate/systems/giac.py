"""Giac: `integrate` and `desolve`; the command of Xcas, or the one in the package passagemath-giac."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ansatz.evaluate.systems.places import command
from ansatz.expr.commas import at_top_level
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, conversation, write, write_equation

QUOTIENTS = {
    "sech": "(1/cosh({}))",
    "csch": "(1/sinh({}))",
    "coth": "(cosh({0})/sinh({0}))",
    "sec": "(1/cos({}))",
    "csc": "(1/sin({}))",
    "cot": "(cos({0})/sin({0}))",
}
"""Functions that some systems have not, by those that all have."""

GIAC = Dialect(
    write={**COMMON, **QUOTIENTS, "e": "exp(1)", "pi": "pi", "i": "i"},
    read=((r"\bsurd\(([^(),]+),3\)", r"cbrt(\1)"), (r"\bc_0\b", "c1"), (r"\bc_1\b", "c2")),
)
_SILENT = re.compile(r"integrate\(|rootof|undef|\?|desolve|order_size|Error|error|\[\]")


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Giac's `integrate`."""
    yield from _claims(_said(f"integrate({write(integrand, GIAC)},{write(variable, GIAC)})", seconds))


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """Giac's `integrate` between bounds; infinity where it says so. It warns where it did not look for poles."""
    a, b = ({INFINITY: "+infinity", MINUS_INFINITY: "-infinity"}.get(u) or write(u, GIAC) for u in (lower, upper))
    text, errors = _heard(f"integrate({write(integrand, GIAC)},{write(variable, GIAC)},{a},{b})", seconds)
    warning = next((line for line in errors.splitlines() if "No checks were made" in line), "")
    if "infinity" in text and not _SILENT.search(text):
        yield Claim("integrate", INFINITY)
    else:
        yield from (replace(claim, warning=warning) for claim in _claims(text))


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """Giac's `desolve`; explicit answers alone."""
    left = write_equation(equation, GIAC, lambda k: f"diff(y(x),x,{k})" if k else "y(x)")
    text = _said(f"desolve({left}=0,y(x))", seconds)
    inside = text.removeprefix("[").removesuffix("]").removeprefix("list[")
    for answer in at_top_level(inside):
        if "y(x)" not in answer:
            for claim in _claims(answer):
                yield replace(claim, method="desolve")


def version() -> str:
    """Giac's."""
    return _said("version()", 20.0).strip('"').partition(",")[0].removeprefix("giac ")


def _said(question: str, seconds: float) -> str:
    return _heard(question, seconds)[0]


def _heard(question: str, seconds: float) -> tuple[str, str]:
    """The last line that it prints, and its warnings; one question a process."""
    place = command("giac")
    if place is None:
        return "", ""
    printed, errors = conversation([place, question], "", seconds)
    lines = [line.strip() for line in printed.splitlines()]
    return next((line for line in reversed(lines) if line and not line.startswith("//")), ""), errors


def _claims(text: str) -> Iterator[Claim]:
    if text and not _SILENT.search(text):
        yield from claims("integrate", [text], GIAC)
