"""FriCAS: `integrate` (Risch–Bronstein–Trager)."""

import re
from collections.abc import Iterator

from ansatz.expr.commas import at_top_level
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write

FRICAS = Dialect(
    write={**COMMON, "dilog": "dilog(1-{})"},
    read=(
        (r"\s+", ""),
        (r"\bpi\(\)", "pi"),
        (r"\bcomplex\((-?\d+),(-?\d+)\)", r"((\1)+(\2)*i)"),
        (r"%(pi|e|i)\b", r"\1"),
    ),
    relate={"dilog": ("dilog", ("-", 1, "u"))},  # FriCAS: dilog(u) = Li₂(1 - u)
)

_COMMAND = ["fricas", "-nosman", "-noclef"]


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """FriCAS's `integrate` (Risch–Bronstein–Trager); parameters may give several answers."""
    for text in _said(f"integrate({write(integrand, FRICAS)},{variable})", seconds):
        yield from claims("integrate", _elements(text), FRICAS)


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """FriCAS's `integrate` between bounds; where it names a pole on the way or says "failed" there is no claim."""
    bounds = f"{variable}={_bound(lower)}..{_bound(upper)}"
    for text in _said(f"integrate({write(integrand, FRICAS)},{bounds})", seconds):
        if "Infinity" in text or "infinity" in text:
            yield Claim("integrate", INFINITY)
        else:
            yield from claims("integrate", _elements(text), FRICAS)


def version() -> str:
    """FriCAS's."""
    found = re.search(r"Version: FriCAS (\S+)", converse(_COMMAND, ")quit\n", 20.0))
    return found[1] if found else ""


def _said(question: str, seconds: float) -> list[str]:
    """What it answers, written for input, without blanks."""
    script = (
        ")set message autoload off\n)set message type off\n)set output algebra on\n)set output length 245\n"
        f"unparse(({question})::InputForm)\n)quit\n"
    )
    return [re.sub(r"\s+", "", text) for text in re.findall(r'"([^"]*)"', converse(_COMMAND, script, seconds))]


def _bound(bound: Tree) -> str:
    return {INFINITY: "%plusInfinity", MINUS_INFINITY: "%minusInfinity"}.get(bound) or write(bound, FRICAS)


def _elements(text: str) -> list[str]:
    """The elements of "[a,b]" at the top level, or the text alone."""
    return at_top_level(text[1:-1]) if text.startswith("[") and text.endswith("]") else [text]
