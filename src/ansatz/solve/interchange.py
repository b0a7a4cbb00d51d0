"""Solutions as JSON and back: every part is a dataclass, an enumeration, a tree or a plain value of a known list.

    text = solution.to_json()
    Solution.from_json(text) == solution

Reading makes objects of the classes below and of nothing else; trees are checked as those of any caller are.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from ansatz.errors import AnsatzError, InputError, LimitError
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import INFINITY, check_tree

if TYPE_CHECKING:
    import sympy

S = TypeVar("S")
FORMAT = 1
MAX_CHARACTERS = 2_000_000

# Where the classes live, by name: they are looked up when they occur, since the solutions themselves need this module.
_HOMES: dict[str, str] = {
    "Candidate": "ansatz.solve.candidates",
    "Condition": "ansatz.proof.condition",
    "DefiniteIntegral": "ansatz.solve.integral.solution",
    "DifferentialEquation": "ansatz.expr.equations",
    "DifferentialSystem": "ansatz.expr.differential_systems",
    "InitialValues": "ansatz.expr.initial_values",
    "Integral": "ansatz.solve.integral.solution",
    "Kind": "ansatz.solve.ode.claim",
    "LyapunovSolution": "ansatz.solve.lyapunov.solution",
    "OdeCandidate": "ansatz.solve.ode.candidates",
    "OdeSolution": "ansatz.solve.ode.solution",
    "OneSolution": "ansatz.solve.ode.solution",
    "OpenInterval": "ansatz.proof.ode.initial_values",
    "Places": "ansatz.proof.scope",
    "Relation": "ansatz.proof.condition",
    "Scope": "ansatz.proof.scope",
    "ScopeKind": "ansatz.proof.scope",
    "Stability": "ansatz.solve.lyapunov.solution",
    "SystemSolution": "ansatz.solve.ode.system_solution",
    "Value": "ansatz.expr.initial_values",
    "Verdict": "ansatz.proof.verdict",
    "Verification": "ansatz.proof.verdict",
}
_KIND = "class"
_BAD = "This is no solution that `to_json` wrote"


def to_json(summary: Mapping[str, object], solution: object) -> str:
    """The summary, and under "solution" all of the solution."""
    data = {**summary, "format": FORMAT, "solution": _encoded(solution)}
    return json.dumps(data, ensure_ascii=False)


def from_json(text: str, expected: type[S]) -> S:
    """The solution of a text that `to_json` wrote; raises `InputError` for another."""
    if len(text) > MAX_CHARACTERS:
        raise LimitError(f"The text has more than {MAX_CHARACTERS} characters.")
    try:
        data = json.loads(text)
        if data.get("format") != FORMAT:
            raise InputError(f"{_BAD}: its format is not {FORMAT}.")
        found = _decoded(data["solution"])
    except AnsatzError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{_BAD} ({type(error).__name__}).") from None
    if not isinstance(found, expected):
        raise InputError(f"{_BAD}: it holds a {type(found).__name__}.")
    return found


def _encoded(value: Any) -> Any:
    if isinstance(value, Enum):
        return {_KIND: type(value).__name__, "name": value.name}
    if value is None or isinstance(value, bool | float | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {_KIND: "int", "digits": str(value)}
    if isinstance(value, complex):
        return {_KIND: "complex", "parts": [value.real, value.imag]}
    if isinstance(value, Fraction):
        return {_KIND: "Fraction", "digits": str(value)}
    if isinstance(value, tuple | list):
        return [_encoded(part) for part in value]
    if isinstance(value, Mapping):
        return {_KIND: "dict", "items": [[_encoded(key), _encoded(part)] for key, part in value.items()]}
    if (
        is_dataclass(value)
        and not isinstance(value, type)
        and _HOMES.get(type(value).__name__) == type(value).__module__
    ):
        # A certificate goes by its own JSON (`certificate_json`), which others check.
        certificate = getattr(value, "certificate", None)
        if certificate is not None and getattr(value, "certificate_json", 0) is None:
            value = replace(value, certificate_json=certificate.to_json())
        own = {f.name: _encoded(getattr(value, f.name)) for f in fields(value) if f.name != "certificate"}
        return {_KIND: type(value).__name__, **own}
    if type(value).__module__.startswith("sympy"):
        return {_KIND: "symbol", "name": value.name, "assumptions": dict(value._assumptions_orig)}
    raise InputError(f"A {type(value).__name__} has no JSON form.")


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        parts = tuple(_decoded(part) for part in value)
        is_tree = len(parts) in (2, 3) and isinstance(parts[0], str) and parts[0] in OPERATORS and INFINITY not in parts
        return check_tree(parts) if is_tree else parts
    if not isinstance(value, dict):
        return value
    kind = value[_KIND]
    if kind in _HOMES:
        return _made(getattr(import_module(_HOMES[kind]), kind), value)
    match kind:
        case "int":
            return int(value["digits"]) if len(value["digits"]) < 10_000 else None
        case "Fraction":
            return Fraction(value["digits"])
        case "complex":
            return complex(*value["parts"])
        case "dict":
            return {_decoded(key): _decoded(part) for key, part in value["items"]}
        case "symbol":
            return _symbol(value["name"], value["assumptions"])
    raise InputError(f"{_BAD}: {str(kind)[:40]!r} is not known.")


def _made(kind: Any, value: dict[str, Any]) -> object:
    """A member of an enumeration, or an object of a dataclass from the fields that it has."""
    if issubclass(kind, Enum):
        return kind[value["name"]]
    known = {f.name for f in fields(kind)}
    return kind(**{name: _decoded(part) for name, part in value.items() if name in known})


def _symbol(name: str, assumptions: dict[str, bool]) -> "sympy.Symbol":
    import sympy

    if not isinstance(name, str) or not all(isinstance(v, bool) and k.isidentifier() for k, v in assumptions.items()):
        raise InputError(f"{_BAD}: a symbol is malformed.")
    return sympy.Symbol(name, **assumptions)


__all__ = ["from_json", "to_json"]
