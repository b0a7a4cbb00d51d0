"""Nonlinear equations of second order by their point symmetries ξ = a + b·x, η = c + d·x + e·y (Lie 1891).

The determining equation is linear in a, …, e: a relation between the generators' contributions. With a symmetry,
y = y₀(x) + M(x)·u(t) makes the equation free of t (ξ ≠ 0), of u (M = η) or homogeneous in u; scale invariance
(x, m·y), y = e^(mx)·u and arguments such as y + k·x are among these.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import symengine as se

from ansatz.expr.canonical import derivative
from ansatz.solve.ode.claim import UNKNOWNS, Claim, Equation, Integrals, Kind, Method
from ansatz.solve.ode.methods.linear_relations import Vector, relations
from ansatz.solve.ode.methods.order_reduction import Solve, autonomous, homogeneous_in_y, missing_y
from ansatz.solve.ode.methods.quadratic_rate import quadratic_rate
from ansatz.solve.ode.methods.roots import roots

_Y, _Y1, _Y2 = UNKNOWNS[:3]
_NONE, _ONE = se.Integer(0), se.Integer(1)


@dataclass(frozen=True, slots=True)
class Coordinates:
    """y = offset(x) + factor(x)·u(t), t(x) = 0 at the origin."""

    offset: se.Expr
    factor: se.Expr
    t: se.Expr
    origin: se.Expr

    def of(self, left: se.Expr, x: se.Symbol) -> se.Expr:
        """The left side in u and its derivatives by t, spelt Y, Y', Y''; x may stay in it."""
        rate, slope = derivative(self.t, x), derivative(self.factor, x)
        first = derivative(self.offset, x) + slope * _Y + self.factor * rate * _Y1
        second = (
            derivative(derivative(self.offset, x), x)
            + derivative(slope, x) * _Y
            + (2 * slope * rate + self.factor * derivative(rate, x)) * _Y1
            + self.factor * rate**2 * _Y2
        )
        return left.xreplace({_Y: self.offset + self.factor * _Y, _Y1: first, _Y2: second})

    def back(self, claim: Claim, x: se.Symbol) -> Claim:
        """A claim about u(t), in which t is spelt x, as one about y(x)."""
        solution = claim.solution.subs({x: self.t})
        if claim.implicit:
            solution = solution.subs({_Y: (_Y - self.offset) / self.factor})
        else:
            solution = self.offset + self.factor * solution
        branch = tuple(b.subs({x: self.t}) for b in claim.branch)
        return replace(claim, solution=solution, branch=branch, method=f"symmetry, {claim.method}")


def point_symmetries(solve: Solve) -> Method:
    """By each symmetry of a basis."""
    without_y, homogeneous = missing_y(solve), homogeneous_in_y(solve)

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        x = equation.x
        for a, b, c, d, e in symmetries(equation):
            if a == 0 and b == 0:
                shift = Coordinates(-(c + d * x) / e, _ONE, x, _NONE) if e != 0 else None
                place = shift or Coordinates(_NONE, c + d * x, x, _NONE)
                inner = Equation(se.expand(place.of(equation.left, x)), x, 2)
                found = (homogeneous if shift else without_y)(inner, integrals)
            else:
                place = _translation(a, b, c, d, e, x)
                left = se.expand(place.of(equation.left, x).subs({x: place.origin}))
                if _Y2 not in left.free_symbols or x in left.free_symbols:
                    continue
                inner = Equation(left, x, 2)
                found = chain(quadratic_rate(inner, integrals), autonomous(inner, solve, integrals))
            for claim in found:
                if claim.kind is not Kind.FIRST_INTEGRAL:
                    yield place.back(claim, x)

    return claims


def _translation(a: se.Expr, b: se.Expr, c: se.Expr, d: se.Expr, e: se.Expr, x: se.Symbol) -> Coordinates:
    """Coordinates in which the symmetry is ∂/∂t: u is constant along its orbits, dy/dx = η/ξ."""
    if b == 0:
        c, d, e = c / a, d / a, e / a
        if e == 0:
            return Coordinates(c * x + d * x**2 / 2, _ONE, x, _NONE)
        return Coordinates(-d / e * x - c / e - d / e**2, se.exp(e * x), x, _NONE)
    shifted = x + a / b
    c, d, m = (c - d * a / b) / b, d / b, e / b
    constant = -c / m if m != 0 else c * se.log(shifted)
    linear = d / (1 - m) * shifted if m != 1 else d * shifted * se.log(shifted)
    return Coordinates(constant + linear, shifted**m, se.log(shifted), 1 - a / b)


def symmetries(equation: Equation) -> list[Vector]:
    """A basis of the (a, b, c, d, e), as far as exact algebra finds it; for y'' = F, the first root F."""
    x = equation.x
    root = next(roots(equation.left, _Y2), None)
    if root is None:
        return []
    F = root.value
    generators = ((_ONE, _NONE), (x, _NONE), (_NONE, _ONE), (_NONE, x), (_NONE, _Y))
    # What y and y' are must not matter: they are replaced by functions of x without relations.
    free = {_Y: se.Function("Si")(x), _Y1: se.Function("Ei")(x)}
    return relations([_determining(xi, eta, F, x).subs(free) for xi, eta in generators], x)


def _determining(xi: se.Expr, eta: se.Expr, F: se.Expr, x: se.Symbol) -> se.Expr:
    """The second prolongation of ξ∂x + η∂y applied to y'' - F, on y'' = F; ξ a function of x, η of x and y, affine."""
    stretch, lift = derivative(xi, x), derivative(eta, _Y)
    first = derivative(eta, x) + _Y1 * (lift - stretch)
    second = F * (lift - 2 * stretch)
    return second - xi * derivative(F, x) - eta * derivative(F, _Y) - first * derivative(F, _Y1)


__all__ = ["point_symmetries", "symmetries"]
