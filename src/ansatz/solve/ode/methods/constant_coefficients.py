"""y'' + p·y' + q·y with constant p, q: exp(m·x) for the roots m of m² + p·m + q.

Where parameters leave the sign of the discriminant open, the real form for each sign is claimed on its condition.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.numbers import is_rational
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.linear_equation import Basis, Linear
from ansatz.solve.ode.methods.squares import split_square

_NAME = "constant coefficients"


def constant_coefficients(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Fundamental solutions, one pair for each sign of the discriminant that is possible."""
    if linear.x in linear.p.free_symbols | linear.q.free_symbols:
        return
    yield from of_roots(linear.p, linear.q, linear.x, _NAME)


def of_roots(p: se.Expr, q: se.Expr, t: se.Expr, method: str) -> Iterator[Basis]:
    """Pairs of solutions of y'' + p·y' + q·y in t, an expression."""
    outside, inside = split_square(se.expand(p**2 / 4 - q))
    grow = se.exp(-p * t / 2)
    if outside == 0:
        yield Basis(grow, t * grow, method)
        return
    negative, known = _sign(inside)
    if not known or not negative:
        k = outside * se.sqrt(inside)
        branch = () if known else (inside,)
        yield Basis(se.exp(se.expand(-p / 2 + k) * t), se.exp(se.expand(-p / 2 - k) * t), method, branch)
    if not known or negative:
        k = outside * se.sqrt(se.expand(-inside))
        branch = () if known else (se.expand(-inside),)
        yield Basis(grow * se.cos(k * t), grow * se.sin(k * t), method, branch)


def _sign(k: se.Expr) -> tuple[bool, bool]:
    """(whether negative, whether that is known)."""
    if is_rational(k):
        return k < 0, True
    if not k.free_symbols:
        return float(k.n(53, real=True)) < 0, True
    return False, False


__all__ = ["constant_coefficients", "of_roots"]
