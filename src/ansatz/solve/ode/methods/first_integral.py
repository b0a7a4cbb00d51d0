"""Nonlinear equations that a simple multiplier makes exact: μ·(A·y'' + B) = d/dx Φ(x, y, y').

Φ = ∫μA dy' + ψ(x, y), ψ from what is left; then Φ = c1 is of first order.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.expr.canonical import derivative
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals, Kind, Method
from ansatz.solve.ode.methods.linear_relations import is_zero
from ansatz.solve.ode.methods.order_reduction import Solve, solutions

_Y, _Y1, _Y2 = UNKNOWNS[:3]
_C1, _C2 = CONSTANTS[:2]
_LEVEL = se.Symbol("k_0")  # the first constant, while the second is sought


def first_integral(solve: Solve) -> Method:
    """By each multiplier that makes the equation exact."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        x = equation.x
        A = derivative(se.expand(equation.left), _Y2)
        if A == 0 or _Y2 in A.free_symbols or _Y not in equation.left.free_symbols:
            return
        B = se.expand(equation.left).subs({_Y2: se.Integer(0)})
        seen: set[se.Expr] = set()
        for multiplier in _multipliers(x, A):
            phi = integral(se.expand(multiplier * A), se.expand(multiplier * B), x, integrals)
            if phi is None or phi in seen or _Y1 not in phi.free_symbols:
                continue
            seen.add(phi)
            yield Claim(phi - _C1, "first integral", Kind.FIRST_INTEGRAL, implicit=True)
            for claim in solutions(Equation(phi - _LEVEL, x, 1), solve, integrals):
                if _C1 not in claim.solution.free_symbols:
                    continue
                solution = claim.solution.subs({_C1: _C2, _LEVEL: _C1})
                branch = tuple(b.subs({_C1: _C2, _LEVEL: _C1}) for b in claim.branch)
                yield Claim(solution, f"first integral, {claim.method}", claim.kind, branch=branch)

    return claims


def _multipliers(x: se.Symbol, A: se.Expr) -> Iterator[se.Expr]:
    one = se.Integer(1)
    plain = (one, _Y1, 1 / _Y1, _Y, 1 / _Y, x, 1 / x, _Y1 / _Y, _Y1 / _Y**2, _Y**-2, x * _Y1, x**2, x**2 * _Y1)
    for scale in dict.fromkeys((se.Integer(1), 1 / A)):
        yield from (scale * m for m in plain)


def integral(A: se.Expr, B: se.Expr, x: se.Symbol, integrals: Integrals) -> se.Expr | None:
    """Φ with Φ_y' = A and Φ_x + y'·Φ_y = B; None where there is none."""
    phi = integrals.of(A, _Y1)
    if phi is None:
        return None
    rest = se.expand(B - derivative(phi, x) - _Y1 * derivative(phi, _Y))
    along_y, along_x = derivative(rest, _Y1), rest.subs({_Y1: se.Integer(0)})
    if _Y1 in along_y.free_symbols:
        if not is_zero(derivative(along_y, _Y1), _Y1, seconds=0.3):
            return None
        along_y = along_y.subs({_Y1: se.Integer(1)})
    if not is_zero(derivative(along_y, x) - derivative(along_x, _Y), x, seconds=0.3):
        return None
    psi = integrals.of(along_y, _Y) if along_y != 0 else se.Integer(0)
    if psi is None:
        return None
    left = se.expand(along_x - derivative(psi, x))
    if _Y in left.free_symbols:
        left = left.subs({_Y: se.Integer(1)})
    more = integrals.of(left, x) if left != 0 else se.Integer(0)
    return None if more is None else phi + psi + more


__all__ = ["first_integral", "integral"]
