"""A claim against a problem, by the verifier of its task."""

from collections.abc import Mapping
from typing import Any

import ansatz
from ansatz.errors import InputError, ParseError
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.equations import DifferentialEquation, read_equation
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.expr.vocabulary import PARAMETERS
from ansatz.proof.ode.verifier import CONSTANTS, UNKNOWNS, verify_ode
from ansatz.proof.verdict import Verification


def judged(fields: Mapping[str, Any], seconds: float) -> Verification:
    """The verdict; raises `InputError` and `ConfigError` for what cannot be judged."""
    problem, claim = fields["problem"], fields["claim"]
    if fields["task"] == "lyapunov":
        from ansatz.solve.lyapunov.solver import is_lyapunov

        return is_lyapunov(_right_side(claim, "V"), problem, at=fields["at"], seconds=seconds)
    if fields["task"] == "dsolve":
        return _solves(claim, read_equation(problem, fields["function"], fields["variable"]), seconds)
    return ansatz.verify(
        _without_constant(claim), problem, fields["variable"], seconds=seconds, domain=fields["domain"]
    )


def _solves(claim: str, equation: DifferentialEquation, seconds: float) -> Verification:
    """Whether y = claim solves the equation; as a general solution where it has all of its constants."""
    y = parse(_right_side(claim, equation.function))
    if equation.function in symbols(y):
        raise ParseError(f"Give {equation.function} as a function of {equation.variable} alone.")
    occurring = symbols(equation.left)
    derivatives = dict(zip(equation.derivatives, map(str, UNKNOWNS), strict=False))
    constants = sorted(symbols(y) - occurring - {equation.variable})
    if len(constants) > equation.order:
        raise InputError(f"An equation of order {equation.order} has that many constants, not {len(constants)}.")
    others = sorted(occurring - {equation.variable, *derivatives})
    free = [name for name in PARAMETERS if name not in others]
    names: dict[str, Tree] = {name: name if name in PARAMETERS else free.pop(0) if free else name for name in others}
    names |= {equation.variable: "x", **derivatives, **dict(zip(constants, map(str, CONSTANTS), strict=False))}
    back: dict[str, Tree] = {str(own): theirs for theirs, own in names.items()}
    found = verify_ode(
        to_symengine(canonical(substitute(y, names))),
        to_symengine(canonical(substitute(equation.left, names))),
        symbol("x"),
        order=equation.order,
        seconds=seconds,
        general=len(constants) == equation.order,
    )
    point = found.point and {str(back.get(name, name)): value for name, value in found.point.items()}
    return Verification(
        found.verdict,
        found.scope.renamed(back),
        tuple(c.renamed(back) for c in found.conditions),
        found.reason,
        point,
        found.seconds,
    )


def _right_side(claim: str, name: str) -> str:
    """The claim without "y =" or "V(x, y) =" before it."""
    left, equals, right = claim.partition("=")
    return right if equals and left.strip().partition("(")[0].strip() in (name, f"{name}_0") else claim


def _without_constant(claim: str) -> str:
    """The claim without "F(x) =" and "+ C", which students write and no verdict depends on."""
    claim = _right_side(claim, "F").strip()
    head, plus, tail = claim.rpartition("+")
    return head if plus and head.strip() and tail.strip().rstrip(".") in ("C", "c", "const") else claim
