"""Equations of each type with random numbers in them, made from their solutions or in the type's own form.

FAMILIES: {method's name: function of rng that gives the left side in x, Y and Y'}
"""

import random
from collections.abc import Callable

import symengine as se

from ansatz.solve.ode.claim import UNKNOWNS

x = se.Symbol("x")
y, p = UNKNOWNS[:2]
C = se.Symbol("c1")


def number(rng: random.Random) -> se.Expr:
    """A small integer, not 0."""
    return se.Integer(rng.choice((-3, -2, -1, 1, 2, 3)))


def function(rng: random.Random, t: se.Expr) -> se.Expr:
    """Something whose multiples with powers can be integrated."""
    a = number(rng)
    return rng.choice((t**2 + 1, se.exp(a * t), t, t**3, 1 / t))


def linear_slope(rng: random.Random, t: se.Expr, u: se.Expr) -> se.Expr:
    """u' of the family u = c·m(t) + q(t)."""
    m, q = function(rng, t), rng.choice((se.sin(t), t**2, se.exp(t), se.Integer(1)))
    return q.diff(t) + m.diff(t) / m * (u - q)


def separable(rng: random.Random) -> se.Expr:
    return p - function(rng, x) * rng.choice((y**2 + 1, y * (y - number(rng)), se.exp(y), 1 / (y + 1)))


def linear(rng: random.Random) -> se.Expr:
    return p - linear_slope(rng, x, y)


def bernoulli(rng: random.Random) -> se.Expr:
    k = rng.choice((-1, -2, 2, 3))
    return p - se.expand(linear_slope(rng, x, y**k) * y ** (1 - k) / k)


def isobaric(rng: random.Random) -> se.Expr:
    m, a, b = rng.choice((1, 2, -1)), number(rng), number(rng)
    v = y / x**m
    return p - se.expand(m * y / x + x ** (m - 1) * (v - a) * (v - b - 7))


def linear_argument(rng: random.Random) -> se.Expr:
    a, b, k = number(rng), number(rng), number(rng)
    u = y + k * x + a
    return p - rng.choice((u**2 + b, se.exp(u), 1 / u))


def shifted(rng: random.Random) -> se.Expr:
    a, b = number(rng), number(rng)
    u, v = x - a, y - b
    return p * u * (u + v) - v * (v + 3 * u)


def riccati(rng: random.Random) -> se.Expr:
    known = number(rng) * x ** rng.choice((-1, 0, 1, 2))
    u = se.Symbol("u")
    return p - se.expand(known.diff(x) - (linear_slope(rng, x, u) * (y - known) ** 2).subs({u: 1 / (y - known)}))


def clairaut(rng: random.Random) -> se.Expr:
    return y - x * p - rng.choice((number(rng) * p**2, se.exp(p), 1 / p, se.sqrt(1 + p**2)))


def lagrange(rng: random.Random) -> se.Expr:
    return y - rng.choice((2, 3, -1)) * x * p - number(rng) * p**2


def linear_in_x(rng: random.Random) -> se.Expr:
    return p * linear_slope(rng, y, x) - 1


def bernoulli_in_x(rng: random.Random) -> se.Expr:
    return p * se.expand(linear_slope(rng, y, 1 / x) * x**2) + 1


def exact(rng: random.Random) -> se.Expr:
    a, b = number(rng), number(rng)
    F = a * x**2 * y + rng.choice((se.sin(x) * y**2, se.exp(x) * y**3, x**3 * se.sin(y))) + b * y**4 + x
    return F.diff(x) + p * F.diff(y)


def darboux(rng: random.Random) -> se.Expr:
    """Of the family q·r^n·e^(k·x) = c, without the factor that makes it exact."""
    q, r, n, k = x * y + number(rng), y + x**2 + number(rng), number(rng), number(rng)
    return se.expand(r * (q.diff(x) + p * q.diff(y)) + n * q * (r.diff(x) + p * r.diff(y)) + k * q * r)


def chini(rng: random.Random) -> se.Expr:
    scale, g = rng.choice((x, x**2, se.exp(x))), rng.choice((se.Integer(1), x, 1 / x))
    v = y / scale
    return p - se.expand(scale.diff(x) / scale * y + scale * g * (v**3 + 6))


def abel(rng: random.Random) -> se.Expr:
    shift = number(rng) * x
    u = y + shift
    return p - se.expand(number(rng) * u**3 + number(rng) / x * u) + shift.diff(x)


def symmetries(rng: random.Random) -> se.Expr:
    """y' = y + e^x·F(y·e^(-x)) is left alone by ∂x + y·∂y."""
    v = y * se.exp(-x)
    return p - y - se.exp(x) * rng.choice((v**2 + number(rng), 1 / v + v, (v - 1) * (v + number(rng) / 2)))


def change_of_y(rng: random.Random) -> se.Expr:
    u, back = rng.choice(((se.exp(y), se.log(y)), (se.log(y), se.exp(y)), (se.tan(y), se.atan(y))))
    del back
    return p - linear_slope(rng, x, u) / u.diff(y)


def solvable_for_y(rng: random.Random) -> se.Expr:
    a = number(rng)
    return y - p**2 - a * x * p - number(rng) * x**2


def solvable_for_x(rng: random.Random) -> se.Expr:
    return x - number(rng) * p**2 - y


def riccati_in_x(rng: random.Random) -> se.Expr:
    known = number(rng) * y
    u = se.Symbol("u")
    rate = known.diff(y) - (linear_slope(rng, y, u) * (x - known) ** 2).subs({u: 1 / (x - known)})
    return p * se.expand(rate) - 1


def abel_exchange(rng: random.Random) -> se.Expr:
    a, b = number(rng), number(rng)
    A = rng.choice((2 * x, se.exp(x), 1 / x**2, se.Integer(1)))
    B = se.Integer(1) if A in (2 * x, se.exp(x)) else 1 / x
    return p + a * A * y**2 + b * B * y**3


FAMILIES: dict[str, Callable[[random.Random], se.Expr]] = {
    make.__name__: make
    for make in (
        separable,
        linear,
        bernoulli,
        isobaric,
        linear_argument,
        shifted,
        riccati,
        clairaut,
        lagrange,
        linear_in_x,
        bernoulli_in_x,
        exact,
        darboux,
        chini,
        abel,
        symmetries,
        change_of_y,
        abel_exchange,
        solvable_for_y,
        solvable_for_x,
        riccati_in_x,
    )
}
