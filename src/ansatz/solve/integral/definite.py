"""Definite integrals, as the caller's process sees them: bounds are read, and a worker is asked for the value.

The work is `ansatz.solve.integral.value`'s.
"""

from collections.abc import Callable
from dataclasses import replace

from ansatz.errors import ConfigError
from ansatz.expr.canonical import to_symengine
from ansatz.expr.parse import as_tree
from ansatz.expr.printing import to_text
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, symbols
from ansatz.solve.integral.lineup import VALUE_WORKER
from ansatz.solve.integral.solution import DefiniteIntegral, Integral
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.rival import Rival

_INFINITE_WORDS = ("oo", "inf", "infinity", "∞")
_MAX_CANDIDATES = 3  # antiderivatives that are tried; they share the time
_BITS = 128  # tell whether a bound is real


def read_bound(bound: object, read: Callable[[object], Tree] = as_tree) -> Tree:
    """A bound as a tree, by `read`; ±infinity is written oo, inf or ∞ (or is SymPy's or Python's own).

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
    tree = read(bound)
    if not symbols(tree):
        _check_number(tree)
    return tree


def _check_number(bound: Tree) -> None:
    from ansatz.algebra.balls import evaluate

    value = evaluate(to_symengine(bound), {}, _BITS)
    if not value.is_finite():
        raise ConfigError(f"The bound '{to_text(bound)}' has no value within reach; choose a smaller one, or oo.")
    if not value.imag.contains(0):
        raise ConfigError(
            f"The bound '{to_text(bound)}' must be real; integrals along complex paths are not supported."
        )


def with_value(
    antiderivative: Integral, bounds: tuple[Tree, Tree], positive: tuple[str, ...], portfolio: Portfolio, seconds: float
) -> DefiniteIntegral:
    """The value of the definite integral, its enclosure and its verdict.

    positive: parameters that are positive numbers. seconds: what the deadline leaves.
    """
    accepted = [(c.tree, c.method) for c in antiderivative.candidates if c.holds][:_MAX_CANDIDATES]
    if antiderivative.tree is not None:
        accepted[0] = (antiderivative.tree, antiderivative.method)
    arguments = (accepted, antiderivative.integrand, antiderivative.variable, bounds, positive)
    task = Rival(*VALUE_WORKER, arguments, "the value between the bounds")
    limits = " to ".join(map(to_text, bounds))
    solution = DefiniteIntegral(
        f"{antiderivative.problem} from {limits}",
        remark="The deadline was reached before a value was found.",
        candidates=antiderivative.candidates,
        tried=antiderivative.tried,
        integrand=antiderivative.integrand,
        variable=antiderivative.variable,
        bounds=bounds,
        antiderivative=antiderivative,
    )
    value = portfolio.call(task, seconds) if seconds > 0 else None
    if value is None:
        return solution
    return replace(
        solution,
        tree=value.tree,
        verdict=value.verdict,
        conditions=value.conditions,
        method=value.method,
        reason=value.reason if value.tree is not None else antiderivative.reason,
        remark="" if value.tree is not None else value.reason,
        enclosure=value.enclosure,
        interval=value.interval,
        diverges=value.diverges,
    )
