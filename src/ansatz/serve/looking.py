"""Cheap looks at a problem: what a text says, and where the network looks; nothing is solved."""

import re
from collections.abc import Mapping
from typing import Any

from ansatz.errors import ALGEBRA_FAILURES, AnsatzError, InputError, UnsupportedError
from ansatz.expr.canonical import canonical, to_symengine
from ansatz.expr.differential_systems import is_system, read_differential_system
from ansatz.expr.display import display
from ansatz.expr.equations import read_equation
from ansatz.expr.mathml import document, integral, name, row, sign, to_mathml
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.reading import Reading
from ansatz.expr.systems import StatedSystem, read_system
from ansatz.expr.tree import Tree
from ansatz.serve.showing import equation_mathml, system_mathml

_DERIVATIVE = re.compile(r"['′’]|\bd\s*\^?2?\s*[a-z]\s*/\s*d\s*[a-z]|\\d?frac\s*\{\s*d|\\d?dot\b|\\prime\b")
_RATE = re.compile(
    r"\s*(?:[A-Za-z]\w*\s*['′’]|\\dot\s*\{?\s*\\?\w+\s*\}?(?:_\w)?|d\s*[A-Za-z]\w*\s*/\s*dt"
    r"|\\[dt]?frac\s*\{\s*d\s*\w+\s*\}\s*\{\s*d\s*t\s*\})\s*(?:\(\s*t\s*\))?\s*&?\s*"
)
_LAYOUT = re.compile(r"\\(?:begin|end)\s*\{[a-z*]+\}|\\left\s*\\\{|\\right\s*\.|&|\$")
_MAX_LABELS = 80


def task_of(text: str) -> str:
    """What a text asks for: a system is several rates, a differential equation has a derivative somewhere."""
    plain = _LAYOUT.sub(" ", text)
    parts = [part.partition("=") for part in re.split(r"[,;\n]|\\\\(?![a-z])", plain) if part.strip()]
    if len(parts) > 1 and all(equals and _RATE.fullmatch(left) for left, equals, _ in parts):
        return "lyapunov"
    return "dsolve" if _DERIVATIVE.search(text) else "integrate"


def read(fields: Mapping[str, Any]) -> dict[str, object]:
    """The fields of `answers.ReadAnswer`."""
    text = fields["problem"]
    task = fields["task"] or task_of(text)
    found: dict[str, object] = dict.fromkeys(("text", "latex", "mathml", "variable"), "")
    try:
        if not text.strip():
            raise InputError("Type an integral, a differential equation or a system.")
        said, latex, mathml, variable = _READERS[task](text, fields["variable"])
        found = {"text": said, "latex": latex, "mathml": document(mathml), "variable": variable}
        error = None
    except AnsatzError as failure:
        error = {"type": type(failure).__name__, "message": str(failure)}
    except ALGEBRA_FAILURES:
        error = {"type": "UnsupportedError", "message": "This cannot be read; write it in another form."}
    return {"readable": error is None, "task": task, **found, "error": error}


def _integral(text: str, variable: str | None) -> tuple[str, str, str, str]:
    reading = Reading(text, variable)
    parsed = reading.integral(text)
    x = reading.variable(variable, parsed)
    to_symengine(parsed.integrand)  # a `DomainError` where it has no value anywhere
    ends = "" if parsed.bounds is None else f" from {to_text(parsed.bounds[0])} to {to_text(parsed.bounds[1])}"
    limits = "" if parsed.bounds is None else "_{{{}}}^{{{}}}".format(*map(to_latex, parsed.bounds))
    latex = rf"\int{limits} {to_latex(parsed.integrand)}\,\mathrm{{d}}{to_latex(x)}"
    return f"∫ {to_text(parsed.integrand)} d{x}{ends}", latex, integral(parsed.integrand, x, parsed.bounds), x


def _equation(text: str, variable: str | None) -> tuple[str, str, str, str]:
    if is_system(text):
        system = read_differential_system(text)
        stated = StatedSystem(system.components, system.functions)
        pairs = list(zip(stated.variables, map(display, stated.components), strict=True))
        said = "; ".join(f"{v}' = {to_text(f)}" for v, f in pairs)
        return said, r",\ ".join(f"{to_latex(v)}' = {to_latex(f)}" for v, f in pairs), system_mathml(stated), "t"
    equation = read_equation(text, "y", variable)
    shown: Tree = equation.left
    said, latex, mathml = f"{to_text(shown)} = 0", f"{to_latex(shown)} = 0", equation_mathml(shown)
    for order, place, value in equation.given:
        of = equation.derivatives[order]
        said += f", {of}({to_text(place)}) = {to_text(value)}"
        latex += rf",\quad {to_latex(of)}({to_latex(place)}) = {to_latex(value)}"
        at = f"<mrow><mo>(</mo>{to_mathml(place)}<mo>)</mo></mrow>"
        mathml = row(mathml, sign(","), '<mspace width="0.6em"/>', name(of), at, sign("="), to_mathml(value))
    return said, latex, mathml, equation.variable


def _system(text: str, variable: str | None) -> tuple[str, str, str, str]:
    system = read_system(text)
    pairs = list(zip(system.variables, (display(f) for f in system.components), strict=True))
    said = "; ".join(f"{v}' = {to_text(f)}" for v, f in pairs)
    latex = r",\ ".join(rf"\dot{{{to_latex(v)}}} = {to_latex(f)}" for v, f in pairs)
    return said, latex, system_mathml(system), ", ".join(system.variables)


_READERS = {"integrate": _integral, "dsolve": _equation, "lyapunov": _system}


def attention(text: str, variable: str | None, weights: str | None) -> dict[str, object]:
    """The fields of `answers.AttentionAnswer`; raises `UnsupportedError` for what the network cannot read."""
    from ansatz.data.encode import statement_tokens
    from ansatz.solve.naming import rename
    from ansatz.solve.network import load_decoder

    reading = Reading(text, variable)
    parsed = reading.integral(text)
    tree, _ = rename(canonical(parsed.integrand), reading.variable(variable, parsed))
    decoder = load_decoder(weights)
    tokens = statement_tokens("<integrate>", [to_symengine(tree)])
    if not decoder.fits(tokens) or len(tokens) > _MAX_LABELS:
        raise UnsupportedError("The problem is too long for a picture of the network's attention.")
    source, answer, rows = decoder.attention(tokens)
    return {"source": source, "answer": answer, "weights": [[round(w, 4) for w in row] for row in rows]}
