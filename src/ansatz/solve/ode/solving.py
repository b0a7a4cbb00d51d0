"""Values of the constants of integration, or of y, at which conditions vanish: linear ones, one equation, SymPy's.

    solve([c1 + c2 - 1, c1 - c2], 2.0)         {c1: 1/2, c2: 1/2}

They are proposals: what they make of a solution is verified.
"""

from collections.abc import Iterator, Sequence

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.solve.ode.linear_constants import linear_solution
from ansatz.solve.ode.methods.roots import roots


def solve(
    conditions: Sequence[se.Expr], seconds: float, unknowns: Sequence[se.Symbol] = CONSTANTS
) -> Iterator[dict[se.Expr, se.Expr]]:
    """Values of the unknowns at which all conditions vanish, as proposals; what stays free is not among them."""
    conditions = [expanded(e) for e in conditions]
    conditions = [e for e in conditions if e != 0]
    wanted = [c for c in unknowns if any(c in e.free_symbols for e in conditions)]
    if any(not set(wanted) & e.free_symbols for e in conditions):
        return
    if not conditions:
        yield {}
        return
    linear = linear_solution(conditions, wanted)
    if linear is not None:
        yield linear
        return
    if len(conditions) == len(wanted) == 1:
        found = [root.value for root in roots(conditions[0], wanted[0])]
        for value in found:
            yield {wanted[0]: value}
        if found:
            return
    if seconds > 0:
        yield from _by_sympy(conditions, wanted, seconds)


def _by_sympy(
    conditions: Sequence[se.Expr], unknowns: Sequence[se.Symbol], seconds: float
) -> Iterator[dict[se.Expr, se.Expr]]:
    import sympy

    from ansatz.expr.sympy_bridge import from_sympy, to_sympy
    from ansatz.solve.systems.sympy import within

    equations = [to_sympy(from_symengine(e)) for e in conditions]
    names = [sympy.Symbol(str(c)) for c in unknowns]
    found = within(seconds, lambda: sympy.solve(equations, names, dict=True))
    for values in found or ():
        try:
            yield {symbol(name.name): to_symengine(from_sympy(value)) for name, value in values.items()}
        except ALGEBRA_FAILURES:
            continue


__all__ = ["solve"]
