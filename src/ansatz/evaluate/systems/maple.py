"""Maple: `int` and `dsolve`, by its command line (or what ANSATZ_MAPLE names)."""

from collections.abc import Iterator
from dataclasses import replace

from ansatz.evaluate.systems.places import command
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write, write_equation

_INVERSE = {
    f"a{name}{h}": f"arc{name}{h}({{}})" for name in ("sin", "cos", "tan", "cot", "sec", "csc") for h in ("", "h")
}
MAPLE = Dialect(
    write={
        **COMMON, **_INVERSE, "cbrt": "surd({},3)", "sign": "signum({})", "dilog": "polylog(2,{})",
        "e": "exp(1)", "pi": "Pi", "i": "I",
    },
    read=(
        (r"\bsurd\(([^(),]+),3\)", r"cbrt(\1)"), (r"\bpolylog\(2,", "dilog("), (r"\bsignum\(", "sign("),
        (r"\bPi\b", "pi"), (r"\bI\b", "i"), (r"\b_C(\d)\b", r"c\1"), (r"\bc__(\d)\b", r"c\1"),
    ),
)  # fmt: skip
_SILENT = ("int(", "Int(", "RootOf", "undefined", "Error", "DESol", "piecewise")
_COMMAND = "maple"


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Its `int`."""
    yield from _claims(_said(f"int({write(integrand, MAPLE)},{variable})", seconds))


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """Its `int` between bounds; infinity where it says so."""
    a, b = ({INFINITY: "infinity", MINUS_INFINITY: "-infinity"}.get(u) or write(u, MAPLE) for u in (lower, upper))
    text = _said(f"int({write(integrand, MAPLE)},{variable}={a}..{b})", seconds)
    yield from [Claim("int", INFINITY)] if text in ("infinity", "-infinity") else _claims(text)


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """Its `dsolve`; explicit answers alone."""
    left = write_equation(equation, MAPLE, lambda k: f"diff(y(x),{','.join('x' * k)})" if k else "y(x)")
    sign, _, answer = _said(f"dsolve({left}=0,y(x))", seconds).partition("=")
    if sign.strip() == "y(x)" and "y(x)" not in answer:
        for claim in _claims(answer):
            yield replace(claim, method="dsolve")


def version() -> str:
    """As it writes it."""
    return _said("kernelopts(version)", 60.0)


def _said(question: str, seconds: float) -> str:
    place = command(_COMMAND)
    if place is None:
        return ""
    lines = converse([place, "-q"], f"interface(prettyprint=0):lprint({question});\nquit;\n", seconds).splitlines()
    return "".join(line.strip().rstrip("\\") for line in lines)


def _claims(text: str) -> Iterator[Claim]:
    if text and not any(word in text for word in _SILENT):
        yield from claims("int", [text], MAPLE)
