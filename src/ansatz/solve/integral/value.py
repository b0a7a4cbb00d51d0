"""The value of a definite integral: by the antiderivatives found, and by rigorous quadrature.

`definite_value` is a rival's task: it asks `ansatz.proof.integral.definite` of each accepted candidate in turn. Where
no antiderivative serves, a theorem about such integrals may (`theorems`), else the rigorous enclosure alone is the
answer. Parameters may stand in integrand and bounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, nextafter

import symengine as se
from flint import arb

from ansatz.algebra.balls import evaluate
from ansatz.algebra.shortening import shortened_constant
from ansatz.errors import ALGEBRA_FAILURES, LimitError
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, check_limits, symbols
from ansatz.proof.condition import Condition
from ansatz.proof.integral.definite import definite, divergence, enclosure
from ansatz.proof.integral.definite_parametric import definite_with_parameters
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.theorems import Definite, closed_value
from ansatz.solve.integral.theorems import Value as Known
from ansatz.solve.rival import Signal

_DIGITS = 15  # of an enclosure: those of a double
_BITS = 128


@dataclass(frozen=True, slots=True)
class Value:
    """What the worker sends back: the exact value if there is one, its enclosure in decimals and as two numbers on both
    sides of it, and how sure it is.
    """

    tree: Tree | None
    enclosure: str | None
    verdict: Verdict
    diverges: bool
    reason: str
    method: str
    conditions: tuple[Condition, ...] = ()
    interval: tuple[float, float] | None = None


def _parameters(integrand: Tree, variable: str, bounds: tuple[Tree, Tree]) -> set[str]:
    """The symbols of a definite integral other than its variable."""
    finite = (bound for bound in bounds if bound not in (INFINITY, MINUS_INFINITY))
    return (symbols(integrand) - {variable}).union(*(symbols(bound) for bound in finite))


def definite_value(
    candidates: Sequence[tuple[Tree, str]],
    integrand: Tree,
    variable: str,
    bounds: tuple[Tree, Tree],
    positive: Sequence[str],
    seconds: float,
) -> Value:
    """The task: the first of the (antiderivative, method) candidates that gives a value, else quadrature alone.

    positive: parameters that are positive numbers.
    """
    x, f = symbol(variable), to_symengine(integrand)
    a, b = (_to_symengine(bound) for bound in bounds)
    if _parameters(integrand, variable, bounds):
        return _parametric_value(candidates, f, x, a, b, tuple(map(symbol, positive)), seconds)
    reason = "no antiderivative was found"
    for tree, method in candidates:
        try:
            result = definite(to_symengine(tree), f, x, a, b, digits=_DIGITS, seconds=seconds / len(candidates))
        except ALGEBRA_FAILURES as error:
            reason = str(error)
            continue
        reason = result.reason
        if result.diverges:
            return Value(None, None, result.verdict, True, f"The integral diverges: {reason}.", method)
        if result.value is not None and result.verdict.holds:
            interval = None if result.enclosure is None else outward(result.enclosure)
            decimals = None if result.enclosure is None else result.enclosure.str(_DIGITS)
            try:
                shown = check_limits(_shown(result.value))
            except LimitError as error:  # such as (10^9)^999: its enclosure can be told
                remark = f"Only the enclosure is shown: {error}"
                return Value(None, decimals, result.verdict, False, remark, method, interval=interval)
            return Value(shown, decimals, result.verdict, False, reason, method, interval=interval)
    if (known := closed_value(Definite(f, x, a, b), seconds / 3)) is not None:
        return _by_theorem(known)
    if not candidates and (found := divergence(f, x, a, b)) is not None:
        return Value(None, None, found.verdict, True, f"The integral diverges: {found.reason}.", "limits")
    ball = enclosure(f, x, a, b, digits=_DIGITS, seconds=seconds / 3)
    if ball is None:
        return Value(None, None, Verdict.UNKNOWN, False, _not_found(reason), "")
    remark = f"Only the rigorous enclosure is known ({reason.rstrip('.')})."
    return Value(None, ball.str(_DIGITS), Verdict.CHECKED, False, remark, "quadrature", interval=outward(ball))


def has_closed_value(
    integrand: Tree, variable: str, bounds: tuple[Tree, Tree], positive: Sequence[str], seconds: float
) -> Iterator[Signal]:
    """A rival's task: say so where a theorem gives the value, which `definite_value` will then be asked for."""
    a, b = (_to_symengine(bound) for bound in bounds)
    question = Definite(to_symengine(integrand), symbol(variable), a, b, tuple(map(symbol, positive)))
    if closed_value(question, seconds) is not None:
        yield Signal.ANSWERED


def _parametric_value(
    candidates: Sequence[tuple[Tree, str]],
    f: se.Expr,
    x: se.Symbol,
    a: se.Expr,
    b: se.Expr,
    positive: tuple[se.Symbol, ...],
    seconds: float,
) -> Value:
    reason = "no antiderivative was found"
    for tree, method in candidates:
        try:
            F, share = to_symengine(tree), seconds / len(candidates)
            found = definite_with_parameters(F, f, x, a, b, positive=positive, seconds=share)
        except ALGEBRA_FAILURES as error:
            reason = str(error)
            continue
        result, reason = found.result, found.result.reason
        if result.diverges:
            remark = f"The integral diverges: {reason}."
            return Value(None, None, result.verdict, True, remark, method, found.conditions)
        if result.value is not None:
            return Value(_shown(result.value), None, result.verdict, False, reason, method, found.conditions)
    if (known := closed_value(Definite(f, x, a, b, positive), seconds / 3)) is not None:
        return _by_theorem(known)
    return Value(None, None, Verdict.UNKNOWN, False, _not_found(reason), "")


def _by_theorem(known: Known) -> Value:
    """What a theorem says, with the enclosure of its value."""
    reason, shown = f"by {known.theorem}", _shown(known.value)
    if known.value.free_symbols:
        return Value(shown, None, known.verdict, False, reason, "theorem", known.conditions)
    ball = evaluate(known.value, {}, _BITS).real
    decimals, interval = ball.str(_DIGITS), outward(ball)
    return Value(shown, decimals, known.verdict, False, reason, "theorem", known.conditions, interval)


def outward(ball: arb) -> tuple[float, float]:
    """Floats between which the ball lies."""
    return nextafter(float(ball.lower()), -inf), nextafter(float(ball.upper()), inf)


def _shown(value: se.Expr) -> Tree:
    """As short as it gets; special functions at 0, which SymEngine leaves as they are, as numbers."""
    folded = to_symengine(from_symengine(value))
    return display(from_symengine(shortened_constant(folded)))


def _not_found(reason: str) -> str:
    return f"No value was found: {reason.rstrip('.')}."


def _to_symengine(bound: Tree) -> se.Expr:
    return {INFINITY: se.oo, MINUS_INFINITY: -se.oo}.get(bound) or to_symengine(bound)
