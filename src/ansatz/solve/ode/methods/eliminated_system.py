"""Linear systems with parameters: two equations by elimination, triangular ones one after the other.

eliminated((a*x + b*y + f, c*x + d*y + g), (x, y), t, …)       x'' - (a + d)·x' + (ad - bc)·x = f' - d·f + b·g,
                                                               y = (x' - a·x - f)/b
in_succession((-a*x, a*x - b*y), (x, y), t, …)                 x first, then y with that x put in
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import symengine as se

from ansatz.expr.canonical import derivative
from ansatz.solve.ode.claim import CONSTANTS, Integrals
from ansatz.solve.ode.methods.answers import C1
from ansatz.solve.ode.methods.constant_coefficients import constant_coefficients
from ansatz.solve.ode.methods.linear import linear_family
from ansatz.solve.ode.methods.linear_equation import Linear, general_solution


@dataclass(frozen=True, slots=True)
class SystemClaim:
    """A claimed general solution, in the order of the functions; branch: as in `Claim`."""

    solution: tuple[se.Expr, ...]
    method: str
    branch: tuple[se.Expr, ...] = ()


def eliminated(
    rates: Sequence[se.Expr], functions: Sequence[se.Symbol], t: se.Symbol, integrals: Integrals
) -> Iterator[SystemClaim]:
    """Of two equations with constant coefficients, of which the first holds the second function."""
    if len(functions) != 2:
        return
    x, y = functions
    matrix = [[se.expand(derivative(rate, u)) for u in functions] for rate in rates]
    if {x, y, t} & set().union(*(e.free_symbols for row in matrix for e in row)):
        return
    (a, b), (c, d) = matrix
    if b == 0:
        if c != 0:
            for claim in eliminated(rates[::-1], functions[::-1], t, integrals):
                yield SystemClaim(claim.solution[::-1], claim.method, claim.branch)
        return
    f, g = (rate.subs({x: se.Integer(0), y: se.Integer(0)}) for rate in rates)
    right = se.expand(derivative(f, t) - d * f + b * g)
    linear = Linear(se.expand(-a - d), se.expand(a * d - b * c), right, t)
    for basis in constant_coefficients(linear, integrals):
        for found in general_solution(linear, basis, integrals):
            second = se.expand((derivative(found.solution, t) - a * found.solution - f) / b)
            yield SystemClaim((found.solution, second), f"elimination, {found.method}", found.branch)


def in_succession(
    rates: Sequence[se.Expr], functions: Sequence[se.Symbol], t: se.Symbol, integrals: Integrals
) -> Iterator[SystemClaim]:
    """Each equation linear in its own function, and in the other ones those that are known by then."""
    known: dict[se.Symbol, se.Expr] = {}
    waiting = dict(zip(functions, rates, strict=True))
    while waiting:
        ready = next((u for u, rate in waiting.items() if not rate.free_symbols & (waiting.keys() - {u})), None)
        if ready is None:
            return
        rate = se.expand(waiting.pop(ready).subs(known))
        constant = CONSTANTS[len(known)]
        stand_in = se.Symbol("c_0")  # linear_family calls its constant c1
        family = linear_family(rate.subs({C1: stand_in}), t, ready, integrals)
        if family is None:
            return
        known[ready] = se.expand(family.subs({C1: constant}).subs({stand_in: C1}))
    yield SystemClaim(tuple(known[u] for u in functions), "one equation after the other")


__all__ = ["SystemClaim", "eliminated", "in_succession"]
