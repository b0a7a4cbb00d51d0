"""Definite integrals: the value by the antiderivatives found, cross-checked by rigorous quadrature.

The work is `ansatz.proof.integral.definite`; here it is asked of each accepted candidate in turn, in the killable
worker, and its result becomes part of the `Solution`. Where no antiderivative serves, the rigorous
enclosure alone is the answer. Parameters may stand in the integrand and in the bounds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import symengine as se

from ansatz.algebra.shortening import shortened_constant
from ansatz.errors import AnsatzError, ConfigError
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.parse import as_tree
from ansatz.expr.printing import to_text
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, check_limits, symbols
from ansatz.proof.verdict import Verdict
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.solution import Solution

_INFINITE_WORDS = ("oo", "inf", "infinity", "∞")
_MAX_CANDIDATES = 3
_DIGITS = 15
_BITS = 128


def read_bound(bound: Any) -> Tree:
    """A bound as a tree; ±infinity is written oo, inf or ∞ (or is SymPy's or Python's own).

    Raises `InputError` for what is no expression, `ConfigError` for a number that is not real. Symbols are real
    parameters.
    """
    if isinstance(bound, tuple) and bound == MINUS_INFINITY:
        return MINUS_INFINITY
    text = str(bound).strip().lower().removeprefix("+")
    if text in _INFINITE_WORDS:
        return INFINITY
    if text.startswith("-") and text[1:].strip() in _INFINITE_WORDS:
        return MINUS_INFINITY
    tree = check_limits(as_tree(bound))
    if not symbols(tree) and not _is_real(to_symengine(tree)):
        raise ConfigError(f"The bound '{to_text(tree)}' must be real; integrals along complex paths are not supported.")
    return tree


def _is_real(number: Any) -> bool:
    from ansatz.algebra.balls import evaluate

    value = evaluate(number, {}, _BITS)
    return bool(value.is_finite() and value.imag.contains(0))


def _to_symengine(bound: Tree) -> Any:
    return {INFINITY: se.oo, MINUS_INFINITY: -se.oo}.get(bound) or to_symengine(bound)


@dataclass(frozen=True, slots=True)
class Value:
    """What the worker sends back: the exact value if there is one, its enclosure in decimals, and how sure it is."""

    tree: Tree | None
    enclosure: str | None
    verdict: Verdict
    diverges: bool
    reason: str
    method: str
    conditions: tuple[str, ...] = ()


def definite_value(
    candidates: Sequence[tuple[Tree, str]], integrand: Tree, variable: str, bounds: tuple[Tree, Tree], seconds: float
) -> Value:
    """The task: the first of the (antiderivative, method) candidates that gives a value, else quadrature alone."""
    from ansatz.proof.integral.definite import definite
    from ansatz.proof.real_line.quadrature import quadrature

    x, f = symbol(variable), to_symengine(integrand)
    a, b = (_to_symengine(bound) for bound in bounds)
    if _parameters(integrand, variable, bounds):
        return _parametric_value(candidates, f, x, a, b, seconds)
    reason = "no antiderivative was found"
    for tree, method in candidates:
        try:
            result = definite(to_symengine(tree), f, x, a, b, digits=_DIGITS, seconds=seconds / len(candidates))
        except (AnsatzError, RuntimeError, ValueError, ArithmeticError) as error:
            reason = str(error)
            continue
        reason = result.reason
        if result.diverges:
            return Value(None, None, result.verdict, True, f"The integral diverges: {reason}.", method)
        if result.value is not None and result.verdict.holds:
            decimals = None if result.enclosure is None else result.enclosure.str(_DIGITS)
            return Value(
                display(from_symengine(shortened_constant(result.value))),
                decimals,
                result.verdict,
                False,
                reason,
                method,
            )
    finite = INFINITY not in bounds and MINUS_INFINITY not in bounds
    ball = quadrature(f, x, a, b, digits=_DIGITS, seconds=seconds / 3) if finite else None
    if ball is None:
        return Value(None, None, Verdict.UNKNOWN, False, _not_found(reason), "")
    remark = f"Only the rigorous enclosure is known ({reason.rstrip('.')})."
    return Value(None, ball.str(_DIGITS), Verdict.CHECKED, False, remark, "quadrature")


def _parameters(integrand: Tree, variable: str, bounds: tuple[Tree, Tree]) -> set[str]:
    finite = (bound for bound in bounds if bound not in (INFINITY, MINUS_INFINITY))
    return (symbols(integrand) - {variable}).union(*(symbols(bound) for bound in finite))


def _parametric_value(candidates: Sequence[tuple[Tree, str]], f: Any, x: Any, a: Any, b: Any, seconds: float) -> Value:
    from ansatz.proof.integral.definite_parametric import definite_with_parameters

    reason = "no antiderivative was found"
    for tree, method in candidates:
        try:
            found = definite_with_parameters(to_symengine(tree), f, x, a, b, seconds=seconds / len(candidates))
        except (AnsatzError, RuntimeError, ValueError, ArithmeticError) as error:
            reason = str(error)
            continue
        result, reason = found.result, found.result.reason
        if result.diverges:
            remark = f"The integral diverges: {reason}."
            return Value(None, None, result.verdict, True, remark, method, found.conditions)
        if result.value is not None:
            shown = display(from_symengine(shortened_constant(result.value)))
            return Value(shown, None, result.verdict, False, reason, method, found.conditions)
    return Value(None, None, Verdict.UNKNOWN, False, _not_found(reason), "")


def _not_found(reason: str) -> str:
    return f"No value was found: {reason.rstrip('.')}."


def with_value(solution: Solution, bounds: tuple[Tree, Tree], portfolio: Portfolio, seconds: float) -> Solution:
    """The solution with value, enclosure and verdict of the definite integral."""
    accepted = [(c.tree, c.method) for c in solution.candidates if c.holds][:_MAX_CANDIDATES]
    if solution.tree is not None:
        accepted[0] = (solution.tree, solution.method)
    parameters = _parameters(solution.integrand, solution.variable, bounds)
    value = portfolio.call(
        "ansatz.solve.integral.definite:definite_value",
        # The other candidates are spelt in the model's own symbols.
        accepted[:1] if solution.variable != "x" or parameters else accepted,
        solution.integrand,
        solution.variable,
        bounds,
        seconds,
        seconds=seconds + 1,
    )
    if value is None:
        return replace(solution, verdict=Verdict.UNKNOWN, remark="The deadline was reached before a value was found.")
    return replace(
        solution,
        verdict=value.verdict,
        scope="",
        value_tree=value.tree,
        enclosure=value.enclosure,
        diverges=value.diverges,
        method=value.method,
        conditions=_joined(solution.conditions, value.conditions),
        reason=value.reason if value.tree is not None else solution.reason,
        remark="" if value.tree is not None else value.reason,
    )


_EXCLUSION = re.compile(r"(\w+) != (-?\d+)")


def _joined(stated: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """All conditions; "a > 0" makes "a != -1" needless."""
    least = {name: int(low) for name, _, low in (condition.partition(" > ") for condition in more)}

    def needed(condition: str) -> bool:
        exclusion = _EXCLUSION.fullmatch(condition)
        return exclusion is None or exclusion[1] not in least or int(exclusion[2]) > least[exclusion[1]]

    return tuple(dict.fromkeys((*filter(needed, stated), *more)))
