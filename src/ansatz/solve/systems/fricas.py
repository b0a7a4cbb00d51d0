"""FriCAS: `integrate` (Risch–Bronstein–Trager)."""

import re
from collections.abc import Iterator

from ansatz.expr.tree import Tree
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


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """FriCAS's `integrate` (Risch–Bronstein–Trager); parameters may give several answers."""
    script = (
        ")set message autoload off\n)set message type off\n)set output algebra on\n)set output length 245\n"
        f"unparse(integrate({write(integrand, FRICAS)},{variable})::InputForm)\n)quit\n"
    )
    for text in re.findall(r'"([^"]*)"', converse(["fricas", "-nosman", "-noclef"], script, seconds)):
        text = re.sub(r"\s+", "", text)
        yield from claims("integrate", _elements(text), FRICAS)


def _elements(text: str) -> list[str]:
    """The elements of "[a,b]" at the top level, or the text alone."""
    if not (text.startswith("[") and text.endswith("]")):
        return [text]
    parts, depth = [""], 0
    for character in text[1:-1]:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
