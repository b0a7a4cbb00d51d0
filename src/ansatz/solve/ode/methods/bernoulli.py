"""y' = A(x)·y + B(x)·yⁿ, n ≠ 0, 1 (n may be a parameter): u = y^(1-n) is linear. And the same for x(y)."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.numbers import is_even
from ansatz.algebra.together import together
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Kind
from ansatz.solve.ode.methods.answers import C1, explicit, named
from ansatz.solve.ode.methods.linear import linear_family
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.numeric import vanishes, without

_NAME = "Bernoulli"


def bernoulli(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """y = u^(1/(1-n)), with both signs where that is a root of even order; y = 0 for positive n."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        found = _linear_power(f, x, y, integrals)
        if found is None:
            continue
        u, k = found
        root = together(u) ** (1 / k)
        if is_even(k):
            yield from named(root, equation, _NAME)
            yield from named(-root, equation, _NAME)
        elif isinstance(k, se.Integer) or C1 not in u.free_symbols:
            yield from named(root, equation, _NAME)
        else:
            yield from explicit(y**k - u, equation, _NAME)
        yield Claim(se.Integer(0), _NAME, Kind.PARTICULAR)


def bernoulli_in_x(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """dx/dy = A(y)·x + B(y)·xⁿ."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        found = None if f == 0 else _linear_power(together(1 / f), y, x, integrals)
        if found is not None:
            u, k = found
            scale = u.diff(C1)
            yield from explicit(together((x**k - u.subs({C1: 0})) / scale) - C1, equation, "Bernoulli in x")


def _linear_power(f: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals) -> tuple[se.Expr, se.Expr] | None:
    """(u(x, c1), k) with u = y^k; None where f is not of the type."""
    g = together(f / y)
    rate = together(g.diff(y))
    if rate == 0 or vanishes(rate):
        return None
    n = without(together(2 + y * rate.diff(y) / rate), x, y)
    if n is None or n == 0 or n == 1:
        return None
    k = se.expand(1 - n)
    B = without(together(rate / (n - 1) * y ** (2 - n)), y)
    A = None if B is None else without(together(g - y * rate / (n - 1)), y)
    if A is None or B is None:
        return None
    u = linear_family(k * (A * y + B), x, y, integrals)
    return None if u is None else (u, k)


__all__ = ["bernoulli", "bernoulli_in_x"]
