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
from typing import TYPE_CHECKING, Any, TypeVar

from ansatz.errors import AnsatzError, InputError, LimitError
from ansatz.expr.equations import DifferentialEquation
from ansatz.expr.initial_values import InitialValues
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import INFINITY, check_tree
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.ode.initial_values import OpenInterval
from ansatz.proof.scope import Places, Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.solution import DefiniteIntegral, Integral
from ansatz.solve.lyapunov.solution import LyapunovSolution, Stability
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Kind
from ansatz.solve.ode.solution import OdeSolution, OneSolution
from ansatz.solve.solution import Solution

if TYPE_CHECKING:
    import sympy

S = TypeVar("S", bound=Solution)
FORMAT = 1
MAX_CHARACTERS = 2_000_000

_CLASSES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Candidate,
        Condition,
        DefiniteIntegral,
        DifferentialEquation,
        InitialValues,
        Integral,
        LyapunovSolution,
        OdeCandidate,
        OdeSolution,
        OneSolution,
        OpenInterval,
        Places,
        Scope,
        Verification,
    )
}
_ENUMERATIONS: dict[str, type[Enum]] = {e.__name__: e for e in (Kind, Relation, ScopeKind, Stability, Verdict)}
_KIND = "class"
_BAD = "This is no solution that `to_json` wrote"


def to_json(solution: Solution) -> str:
    """`to_dict` of the solution, and under "solution" all of it."""
    data = {**solution.to_dict(), "format": FORMAT, "solution": _encoded(solution)}
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
    if is_dataclass(value) and type(value).__name__ in _CLASSES:
        # A certificate goes by its own JSON (`certificate_json`), which others check.
        if isinstance(value, LyapunovSolution) and value.certificate is not None and value.certificate_json is None:
            value = replace(value, certificate_json=value.certificate.to_json())
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
    if kind in _ENUMERATIONS:
        return _ENUMERATIONS[kind][value["name"]]
    if kind in _CLASSES:
        known = {f.name for f in fields(_CLASSES[kind])}
        return _CLASSES[kind](**{name: _decoded(part) for name, part in value.items() if name in known})
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


def _symbol(name: str, assumptions: dict[str, bool]) -> "sympy.Symbol":
    import sympy

    if not isinstance(name, str) or not all(isinstance(v, bool) and k.isidentifier() for k, v in assumptions.items()):
        raise InputError(f"{_BAD}: a symbol is malformed.")
    return sympy.Symbol(name, **assumptions)


__all__ = ["from_json", "to_json"]
