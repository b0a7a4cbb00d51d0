"""Our own sets, written for this project and kept beside this file: a line a problem, fields between tabs.

textbook-integrals    kind, integrand
textbook-odes         kind, equation (with initial values or without)
textbook-systems      name, source, system, equilibrium, box, whether a picture is drawn
traps, hard-integrals kind, integrand, variable, lower, upper, truths: "2*pi", "diverges", "a=1: 1; a=-1: diverges"
"""

from collections.abc import Iterator
from pathlib import Path

from ansatz.evaluate.problem import Problem, Truth
from ansatz.evaluate.sets.files import equation
from ansatz.expr.parse import as_tree, parse
from ansatz.expr.systems import read_system
from ansatz.solve.integral.definite import read_bound

SETS = ("textbook-integrals", "textbook-odes", "textbook-systems", "traps", "hard-integrals")
_FOLDER = Path(__file__).parent
DIVERGES = "diverges"


def content(name: str) -> bytes:
    """The file of a set."""
    return (_FOLDER / f"{name.replace('-', '_')}.tsv").read_bytes()


def rows(name: str) -> list[list[str]]:
    """The fields of every line; comments are left out."""
    lines = content(name).decode().splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def read(name: str) -> Iterator[Problem]:
    """The problems of a set."""
    of_row = {
        "textbook-integrals": _integral,
        "textbook-odes": _equation,
        "textbook-systems": _system,
        "traps": _trap,
        "hard-integrals": _trap,
    }
    for index, fields in enumerate(rows(name)):
        yield of_row[name](index, fields)


def _integral(index: int, fields: list[str]) -> Problem:
    kind, text = fields
    return Problem(index, "integral", text, (parse(text),), kind=kind)


def _equation(index: int, fields: list[str]) -> Problem:
    kind, text = fields
    return equation(index, text, kind)


def _system(index: int, fields: list[str]) -> Problem:
    name, source, text, at, *_ = fields
    stated = read_system(text)
    kind = "local" if fields[4] else "global"
    return Problem(
        index,
        "lyapunov",
        text,
        tuple(stated.components),
        tuple(stated.variables),
        at=at or None,
        kind=kind,
        source=f"{name} ({source})",
    )


def _trap(index: int, fields: list[str]) -> Problem:
    kind, text, variable, lower, upper, truths = (*fields, "", "", "", "")[:6]
    if not lower:
        return Problem(index, "integral", text, (parse(text),), (variable or "x",), kind=kind)
    bounds = read_bound(lower, as_tree), read_bound(upper, as_tree)
    known = tuple(_truth(part) for part in truths.split(";"))
    return Problem(index, "definite", text, (parse(text),), (variable or "x",), bounds, kind=kind, truths=known)


def _truth(text: str) -> Truth:
    where, colon, value = text.rpartition(":")
    pairs = (part.split("=") for part in where.split(",") if colon)
    at = tuple((name.strip(), parse(number)) for name, number in pairs)
    return Truth(None if value.strip() == DIVERGES else parse(value), at)
