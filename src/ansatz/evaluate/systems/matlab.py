"""MATLAB with its symbolic toolbox: `int` and `dsolve`, by `matlab -batch` (or what ANSATZ_MATLAB names)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ansatz.evaluate.systems.places import command
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, symbols
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write, write_equation

MATLAB = Dialect(
    write={
        **COMMON, "cbrt": "nthroot({},3)", "Ei": "ei({})", "Si": "sinint({})", "Ci": "cosint({})", "li": "logint({})",
        "e": "exp(sym(1))", "pi": "sym(pi)", "i": "1i",
    },
    read=(
        (r"\bei\(", "Ei("), (r"\bsinint\(", "Si("), (r"\bcosint\(", "Ci("), (r"\blogint\(", "li("),
        (r"\b1i\b", "i"), (r"\bC(\d)\b", r"c\1"),
    ),
)  # fmt: skip
_SILENT = ("int(", "root(", "piecewise", "NaN", "Error", "hypergeom", "symsum")
_COMMAND = "matlab"


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Its `int`."""
    f, names = write(integrand, MATLAB), symbols(integrand) | {variable}
    yield from _claims(_said(f"int(sym({f}),{variable})", names, seconds))


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """Its `int` between bounds; infinity where it says so."""
    a, b = ({INFINITY: "Inf", MINUS_INFINITY: "-Inf"}.get(u) or write(u, MATLAB) for u in (lower, upper))
    names = (symbols(integrand) | symbols(lower) | symbols(upper) | {variable}) - {INFINITY}
    text = _said(f"int(sym({write(integrand, MATLAB)}),{variable},{a},{b})", names, seconds)
    yield from [Claim("int", INFINITY)] if text in ("Inf", "-Inf") else _claims(text)


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """Its `dsolve`; explicit answers alone."""
    left = write_equation(equation, MATLAB, lambda k: f"diff(y(x),x,{k})" if k else "y(x)")
    text = _said(f"dsolve({left}==0)", (symbols(equation) - {"Y", "Y'", "Y''"}) | {"y(x)"}, seconds)
    for part in text.removeprefix("[").removesuffix("]").split(";"):
        for claim in _claims(part):
            yield replace(claim, method="dsolve")


def version() -> str:
    """As it writes it."""
    return _said("version", set(), 60.0)


def _said(question: str, names: set[str], seconds: float) -> str:
    place = command(_COMMAND)
    if place is None:
        return ""
    declared = f"syms {' '.join(sorted(names))};" if names else ""
    lines = converse([place, "-batch", f"{declared}disp(char({question}))"], "", seconds).strip().splitlines()
    return lines[-1].strip() if lines else ""


def _claims(text: str) -> Iterator[Claim]:
    if text and not any(re.search(rf"\b{re.escape(word)}", text) for word in _SILENT):
        yield from claims("int", [text], MATLAB)
