"""Equations of second order with random numbers in them, made from their solutions or in the method's own form.

LINEAR, NONLINEAR: {name: function of rng that gives the left side in x, Y, Y' and Y''}
"""

import random
from collections.abc import Callable

import symengine as se

from ansatz.solve.ode.claim import UNKNOWNS

x, a = se.Symbol("x"), se.Symbol("a")
Y, Y1, Y2 = UNKNOWNS[:3]


def number(rng: random.Random) -> se.Expr:
    """A small integer, not 0."""
    return se.Integer(rng.choice((-3, -2, -1, 1, 2, 3)))


def with_solutions(u: se.Expr, v: se.Expr, particular: se.Expr = se.Integer(0)) -> se.Expr:
    """L(Y) - L(particular), L having the solutions u and v: the determinant of (Y, u, v) and its derivatives."""

    def L(y0: se.Expr, y1: se.Expr, y2: se.Expr) -> se.Expr:
        u1, v1 = u.diff(x), v.diff(x)
        u2, v2 = u1.diff(x), v1.diff(x)
        return y2 * (u * v1 - v * u1) - y1 * (u * v2 - v * u2) + y0 * (u1 * v2 - v1 * u2)

    return se.expand(L(Y, Y1, Y2)) - se.expand(L(particular, particular.diff(x), particular.diff(x).diff(x)))


def right_side(rng: random.Random) -> se.Expr:
    k = number(rng)
    return rng.choice((x**2 + k, se.exp(k * x), x * se.sin(k * x), se.exp(x) * se.cos(k * x), se.Integer(0)))


def constant_coefficients(rng: random.Random) -> se.Expr:
    return Y2 + number(rng) * Y1 + number(rng) * Y - right_side(rng)


def parametric(rng: random.Random) -> se.Expr:
    return Y2 + 2 * number(rng) * a * Y1 + rng.choice((number(rng) * a**2, a, a**2 + 1)) * Y


def by_variation(rng: random.Random) -> se.Expr:
    k = number(rng)
    return Y2 + k**2 * Y - rng.choice((1 / se.cos(k * x), se.tan(k * x), 1 / se.sin(k * x) ** 3))


def euler_cauchy(rng: random.Random) -> se.Expr:
    t = number(rng) * x + number(rng)
    return t**2 * Y2 + number(rng) * t * Y1 + number(rng) * Y - rng.choice((x, x**2, se.Integer(0)))


def known_power(rng: random.Random) -> se.Expr:
    k = rng.choice((1, 2, -1))
    return with_solutions(x**k, x**k * (x + rng.choice((se.exp(x), se.sin(x), se.log(x), se.tan(x)))))


def kovacic_exponential(rng: random.Random) -> se.Expr:
    k = number(rng)
    return with_solutions(se.exp(k * x**2), se.exp(k * x**2) * (x**3 + number(rng) * x))


def kovacic_real_parts(rng: random.Random) -> se.Expr:
    k = number(rng)
    z = x**2 + k
    return with_solutions(z * se.cos(k * x) - x * se.sin(k * x), z * se.sin(k * x) + x * se.cos(k * x))


def kovacic_product(rng: random.Random) -> se.Expr:
    k = number(rng)
    return with_solutions(se.sqrt(x) * se.exp(k * se.sqrt(x)), se.sqrt(x) * se.exp(-k * se.sqrt(x)))


def root_of_coefficient(rng: random.Random) -> se.Expr:
    t = rng.choice((se.sin(x), se.exp(2 * x), x**3, se.log(x)))
    k = abs(int(number(rng)))
    return with_solutions(se.cos(k * t), se.sin(k * t))


def in_exponential(rng: random.Random) -> se.Expr:
    k = number(rng)
    return with_solutions(1 + k * se.exp(-x), (1 + k * se.exp(-x)) * se.exp(2 * x))


def normal_form(rng: random.Random) -> se.Expr:
    m = rng.choice((se.exp(x**2), se.sqrt(se.cos(x)), 1 / se.log(x)))
    k = number(rng)
    return with_solutions(m * se.exp(k * x), m * se.exp(-2 * k * x))


def linearised(rng: random.Random) -> se.Expr:
    """f(y/m) = c1·u + c2·v + w."""
    f = rng.choice((lambda s: 1 / s, lambda s: s**2, se.exp, se.log, se.atan, lambda s: s**3))
    m = rng.choice((x, se.Integer(1), 1 + x**2))
    s = se.Function("s")(x)
    g = f(s / m)
    values = {s.diff(x).diff(x): Y2, s.diff(x): Y1, s: Y}
    z0, z1, z2 = (e.subs(values) for e in (g, g.diff(x), g.diff(x).diff(x)))
    left = with_solutions(*rng.choice(((se.Integer(1), x), (x, x**2), (se.exp(x), se.exp(-x)))))
    return left.subs({Y2: z2, Y1: z1, Y: z0}) - rng.choice((se.Integer(0), x))


def missing_y(rng: random.Random) -> se.Expr:
    k = number(rng)
    return rng.choice((x * Y2 - k * Y1**2 - Y1, Y2 * Y1 - k * x, Y2 - k * se.sqrt(1 + Y1**2), Y2 - x * Y1**3))


def missing_x(rng: random.Random) -> se.Expr:
    k = abs(int(number(rng)))
    return rng.choice((Y2 - 2 * k * Y * Y1, Y2 - k * se.exp(Y), Y * Y2 - k * Y1**2 - Y1))


def homogeneous_in_y(rng: random.Random) -> se.Expr:
    k = number(rng)
    return Y * Y2 - Y1**2 - k * rng.choice((x * Y**2, Y * Y1 / x, Y1 * Y + Y**2))


def scaling(rng: random.Random) -> se.Expr:
    return x**3 * Y2 - number(rng) * (Y - x * Y1) ** 2


def affine_symmetry(rng: random.Random) -> se.Expr:
    """Without x for the unknown y - k·x^2, or without the variable ln x."""
    k = number(rng)
    u, u1, u2 = Y - k * x**2, Y1 - 2 * k * x, Y2 - 2 * k
    return rng.choice((u2 - 2 * u * u1, x**2 * Y2 + x * Y1 - 2 * Y * Y1 * x, Y2 - se.exp(Y + k * x)))


LINEAR: dict[str, Callable[[random.Random], se.Expr]] = {
    f.__name__: f
    for f in (
        constant_coefficients,
        parametric,
        by_variation,
        euler_cauchy,
        known_power,
        kovacic_exponential,
        kovacic_real_parts,
        kovacic_product,
        root_of_coefficient,
        in_exponential,
        normal_form,
    )
}
NONLINEAR: dict[str, Callable[[random.Random], se.Expr]] = {
    f.__name__: f for f in (linearised, missing_y, missing_x, homogeneous_in_y, scaling, affine_symmetry)
}
