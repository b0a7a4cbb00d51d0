"""Mathematica: `Integrate` and `DSolve`, by wolframscript (or what ANSATZ_WOLFRAMSCRIPT names)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ansatz.evaluate.systems.places import command
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write, write_equation

_INVERSE = {
    f"a{name}{h}": f"Arc{name.capitalize()}{h}"
    for name in ("sin", "cos", "tan", "cot", "sec", "csc")
    for h in ("", "h")
}
_OTHERS = {
    "ln": "Log", "abs": "Abs", "sign": "Sign", "erf": "Erf", "Ei": "ExpIntegralEi", "Si": "SinIntegral",
    "Ci": "CosIntegral", "li": "LogIntegral",
}  # fmt: skip
_NAMES = {name: name.capitalize() for name, row in OPERATORS.items() if row.arity == 1} | _INVERSE | _OTHERS
MATHEMATICA = Dialect(
    write={
        **{name: f"{theirs}[{{}}]" for name, theirs in _NAMES.items()},
        **{
            name: template
            for name, template in COMMON.items()
            if name in "+-*/^" or name.startswith(("neg", "inv", "pow"))
        },
        "cbrt": "CubeRoot[{}]",
        "dilog": "PolyLog[2,{}]",
        "e": "E",
        "pi": "Pi",
        "i": "I",
    },
    read=(
        (r"PolyLog\[2, ?", "dilog["),
        *((rf"\b{theirs}\[", f"{ours}(") for ours, theirs in sorted(_NAMES.items(), key=lambda pair: -len(pair[1]))),
        (r"\bCubeRoot\[", "cbrt("),
        (r"\bC\[(\d)\]", r"c\1"),
        (r"\[", "("),
        (r"\]", ")"),
        (r"\bE\b", "e"),
        (r"\bPi\b", "pi"),
        (r"\bI\b", "i"),
    ),
)
_SILENT = ("Integrate[", "RootSum", "ConditionalExpression", "DSolve", "Indeterminate", "Failed", "Hypergeometric")
_COMMAND = "wolframscript"


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Its `Integrate`."""
    yield from _claims(_said(f"Integrate[{write(integrand, MATHEMATICA)},{variable}]", seconds))


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """Its `Integrate` between bounds; infinity where it says so. One it says to diverge stays as it was."""
    a, b = ({INFINITY: "Infinity", MINUS_INFINITY: "-Infinity"}.get(u) or write(u, MATHEMATICA) for u in (lower, upper))
    text = _said(f"Integrate[{write(integrand, MATHEMATICA)},{{{variable},{a},{b}}}]", seconds)
    yield from [Claim("Integrate", INFINITY)] if "Infinity" in text and "Integrate[" not in text else _claims(text)


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """Its `DSolve`."""
    left = write_equation(equation, MATHEMATICA, lambda k: "y" + "'" * k + "[x]")
    text = _said(f"y[x]/.DSolve[{left}==0,y[x],x]", seconds)
    for part in re.split(r",(?![^\[(]*[\])])", text.strip("{}")):
        for claim in _claims(part):
            yield replace(claim, method="DSolve")


def version() -> str:
    """Its `$VersionNumber`."""
    return _said("$VersionNumber", 60.0)


def _said(question: str, seconds: float) -> str:
    place = command(_COMMAND)
    if place is None:
        return ""
    lines = converse([place, "-code", f"ToString[{question},InputForm]"], "", seconds).strip().splitlines()
    return lines[-1].strip().strip('"') if lines else ""


def _claims(text: str) -> Iterator[Claim]:
    if text and not any(word in text for word in _SILENT):
        yield from claims("Integrate", [text], MATHEMATICA)
