"""Nonlinear equations of second order that are one of first order in p = y', or in z = y'/y.

missing_y(solve)               F(x, y', y'') = 0: p(x), then y = ∫p dx
missing_x(solve)               F(y, y', y'') = 0: y'' = p·dp/dy, p(y), then ∫dy/p(y) = x + c2
homogeneous_in_y(solve)        F(x, k·y, k·y', k·y'') = kⁿ·F: y = exp(∫z dx)
solve: the methods for equations of first order.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import has_imaginary
from ansatz.proof.ode.verifier import verify_ode
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals, Kind, Method
from ansatz.solve.ode.methods.linear_equation import exponential_of_integral
from ansatz.solve.ode.methods.linear_relations import is_zero
from ansatz.solve.ode.methods.roots import roots

Solve: TypeAlias = Callable[[Equation, Integrals], Iterator[Claim]]

_Y, _Y1, _Y2 = UNKNOWNS[:3]
_C1, _C2 = CONSTANTS[:2]
_S = se.Symbol("y_0")  # y as the variable
_SECONDS = 0.5  # for the verification of a claim of first order
_ENOUGH = 2
_DEGREES = (1, 2, 3, 4, 0, -1)


def missing_y(solve: Solve) -> Method:
    """p' = f(x, p)."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        if _Y in equation.left.free_symbols or not {_Y1, _Y2} <= equation.left.free_symbols:
            return
        inner = Equation(equation.left.subs({_Y2: _Y1, _Y1: _Y}), equation.x, 1)
        for p in solutions(inner, solve, integrals):
            y = integrals.of(p.solution, equation.x)
            if y is not None:
                yield Claim(y + _C2, f"without y, {p.method}", p.kind, branch=p.branch)
            elif p.kind is Kind.GENERAL and not p.branch:
                above, _ = together(_Y1 - p.solution).as_numer_denom()
                yield Claim(above, f"without y, {p.method}", Kind.FIRST_INTEGRAL, implicit=True)

    return claims


def missing_x(solve: Solve) -> Method:
    """p·dp/dy = f(y, p)."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        if equation.x in equation.left.free_symbols or not {_Y1, _Y2} <= equation.left.free_symbols | {_Y1}:
            return
        yield from autonomous(equation, solve, integrals)

    return claims


def autonomous(equation: Equation, solve: Solve, integrals: Integrals) -> Iterator[Claim]:
    """Claims for an equation without x."""
    left = se.expand(equation.left.subs({_Y2: _Y * _Y1, _Y1: _Y, _Y: _S}))
    if _Y1 not in left.free_symbols:
        return
    left = without_factor(left, _Y)
    for p in solutions(Equation(left, _S, 1), solve, integrals):
        if p.solution == 0:
            continue
        G = integrals.of(together(1 / p.solution), _S)
        if G is None:
            continue
        branch = tuple(b for b in p.branch if _S not in b.free_symbols)
        claim = Claim(equation.x + _C2, f"without x, {p.method}", p.kind, branch=branch)
        yield from solved_for_y(G.subs({_S: _Y}), claim)


def solved_for_y(f: se.Expr, claim: Claim) -> Iterator[Claim]:
    """f(x, Y) = u, the claim's solution, as claims y(x), explicit as far as can be; last as it is."""
    for root in roots(f - claim.solution, _Y):
        if not has_imaginary(root.value):
            yield replace(claim, solution=root.value, branch=claim.branch)
            if root.branch:
                yield replace(claim, solution=root.value, branch=(*claim.branch, *root.branch))
    yield replace(claim, solution=f - claim.solution, implicit=True)


def without_factor(left: se.Expr, factor: se.Symbol) -> se.Expr:
    """The expanded sum divided by a symbol as often as all its terms hold it."""
    while left != 0 and left.subs({factor: se.Integer(0)}) == 0 and left.has(factor):
        divided = se.expand(left / factor)
        if divided.subs({factor: se.Integer(0)}).has(se.zoo):
            break
        left = divided
    return left


def homogeneous_in_y(solve: Solve) -> Method:
    """z' + z² = f(x, z)."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        if _Y not in equation.left.free_symbols:
            return
        z, rate = se.Symbol("z_0"), se.Symbol("z_1")
        left = se.expand(equation.left.subs({_Y2: (rate + z**2) * _Y, _Y1: z * _Y}))
        at_one = left.subs({_Y: se.Integer(1)})
        if not any(is_zero(left - _Y**n * at_one, _Y, seconds=0.3) for n in _DEGREES):
            return
        inner = Equation(at_one.subs({z: _Y, rate: _Y1}), equation.x, 1)
        if _Y1 not in inner.left.free_symbols:
            return
        for p in solutions(inner, solve, integrals):
            y = exponential_of_integral(p.solution, equation.x, integrals)
            if y is not None:
                yield Claim(_C2 * y, f"homogeneous in y, {p.method}", p.kind, branch=p.branch)

    return claims


def _tangent_of_sum(e: se.Expr) -> se.Expr | None:
    """(c1 + u)/(1 - c1·u) for tan(c1 + atan u), with c1 for its tangent; what follows is rational in it."""
    if e.__class__ is not se.tan or len(e.args[0].args) != 2 or not {_C1, -_C1} & set(e.args[0].args):
        return None
    rest = e.args[0].subs({_C1: se.Integer(0)})
    for sign in (1, -1):
        if (sign * rest).__class__ is se.atan:
            u = sign * (sign * rest).args[0]
            return (_C1 + u) / (1 - _C1 * u)
    return None


def solutions(equation: Equation, solve: Solve, integrals: Integrals) -> Iterator[Claim]:
    """The first explicit claims for an equation of first order that hold."""

    def holding() -> Iterator[Claim]:
        for claim in solve(equation, integrals):
            if claim.implicit:
                continue
            general = claim.kind is Kind.GENERAL
            try:
                verdict = verify_ode(
                    claim.solution,
                    equation.left,
                    equation.x,
                    order=1,
                    branch=claim.branch,
                    general=general,
                    seconds=_SECONDS,
                )
            except ALGEBRA_FAILURES:
                continue
            if verdict.holds:
                yield replace(claim, solution=transform(claim.solution, _tangent_of_sum))

    return islice(holding(), _ENOUGH)


__all__ = [
    "Solve",
    "autonomous",
    "homogeneous_in_y",
    "missing_x",
    "missing_y",
    "solutions",
    "solved_for_y",
    "without_factor",
]
