"""Solutions that leave: read off the lowest and the highest quasi-homogeneous parts of a polynomial system.

Give x_i the weight w_i > 0. The part g of f of highest weighted degree is what counts far away, that of lowest degree
what counts near 0. Where g(v) = λ W v with v ≠ 0, λ > 0 and W = diag(w), a ray (a curve x_i = r^{w_i} v_i) is left
along itself:

far away  In coordinates x_i = θ_i / u^{w_i} and a new time, infinity is u = 0, the field is polynomial, and (0, v) is
          an equilibrium with Jacobian [[-λ, 0], [*, A]]. Its stable manifold has points with u > 0 (a generalised
          eigenvector of -λ has u ≠ 0): solutions of the system that tend to infinity.
near 0    In x_i = r^{w_i} θ_i the same with +λ: the unstable manifold has points with r > 0, solutions that come from
          the equilibrium, along which a Lyapunov function would not rise from 0.

Either way there is no V (compare Dumortier, Llibre & Artés 2006, chapters 3, 5 and 9).
"""

import math
import random
from collections.abc import Iterator, Sequence
from itertools import product

import symengine as se
from flint import arb, arb_poly, fmpq, fmpq_mpoly, fmpq_poly

from ansatz.algebra.polynomials import from_polynomial, terms
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol
from ansatz.proof.lyapunov.zeros import Box, Equations, zeros

Weights = tuple[int, ...]
_LARGEST_WEIGHT = 4


def weights(n: int) -> Iterator[Weights]:
    """All ones first; then others without a common divisor, few where there are many variables."""
    yield (1,) * n
    largest = _LARGEST_WEIGHT if n == 2 else 2 if n <= 4 else 1
    for w in product(range(1, largest + 1), repeat=n):
        if math.gcd(*w) == 1 and max(w) > 1:
            yield w


def leading_part(field: Sequence[fmpq_mpoly], w: Weights, *, highest: bool) -> tuple[int, list[fmpq_mpoly]] | None:
    """(k, g): g_i collects f_i's terms of weighted degree k + w_i, k the highest (or lowest) that occurs."""
    degrees = [[sum(a * b for a, b in zip(m, w, strict=True)) - w[i] for m in terms(f)] for i, f in enumerate(field)]
    occurring = [k for each in degrees for k in each]
    if not occurring:
        return None
    k = max(occurring) if highest else min(occurring)
    context = field[0].context()
    return k, [
        context.from_dict({m: c for (m, c), d in zip(terms(f).items(), each, strict=True) if d == k})
        for f, each in zip(field, degrees, strict=True)
    ]


def expanding_direction(g: Sequence[fmpq_mpoly], w: Weights, rng: random.Random) -> Box | None:
    """An enclosure of some v ≠ 0 with g(v) = λ W v and λ > 0, or None."""
    n = len(g)
    for corner in product((0, 1, -1), repeat=n):
        if any(corner) and _expands(g, w, corner):
            return tuple(map(arb, corner))
    if n == 1:
        return None
    if n == 2:
        return next(filter(None, (_in_plane(g, w, j, side) for j in range(n) for side in (1, -1))), None)
    if max(w) > 1:
        return None
    return next(filter(None, (_by_newton(g, j, rng) for j in range(n))), None)


def _expands(g: Sequence[fmpq_mpoly], w: Weights, v: Sequence[int]) -> bool:
    """Whether g(v) = λ W v with λ > 0, exactly."""
    values = [p(*v) for p in g]
    if any(value != 0 and c == 0 for value, c in zip(values, v, strict=True)):
        return False
    rates = {value / (a * c) for value, a, c in zip(values, w, v, strict=True) if c}
    return len(rates) == 1 and rates.pop() > 0


def _in_plane(g: Sequence[fmpq_mpoly], w: Weights, j: int, side: int) -> Box | None:
    """v with v_j = ±1 in the plane: λ = ±g_j / w_j where w_j g_i v_j = w_i v_i g_j, all real roots being enclosed."""
    i = 1 - j
    along = [_restricted(p, j, side) for p in g]
    equation = along[i] * w[j] * side - along[j] * w[i] * fmpq_poly([0, 1])
    if equation == 0 or equation.degree() < 1:
        return None
    for root, _ in equation.numer().complex_roots():
        if root.imag.is_zero() and arb_poly(along[j])(root.real) * side > 0:
            return (arb(side), root.real) if j == 0 else (root.real, arb(side))
    return None


def _restricted(p: fmpq_mpoly, j: int, side: int) -> fmpq_poly:
    """p as a polynomial in the other variable, where x_j = ±1."""
    coefficients: dict[int, fmpq] = {}
    for m, c in terms(p).items():
        power = m[1 - j]
        coefficients[power] = coefficients.get(power, fmpq(0)) + c * side ** m[j]
    return fmpq_poly([coefficients.get(k, fmpq(0)) for k in range(max(coefficients, default=0) + 1)])


def _by_newton(g: Sequence[fmpq_mpoly], j: int, rng: random.Random) -> Box | None:
    """v with v_j = ±1 and weights 1: g_i = v_i g_j for the others, where v_j = 1, by enclosures of simple zeros."""
    n, degree = len(g), max(sum(m) for p in g for m in terms(p))
    variables = [symbol(name) for name in g[0].context().names()]
    expressions = [from_polynomial(p, variables).subs({variables[j]: se.Integer(1)}) for p in g]
    others = [i for i in range(n) if i != j]
    try:
        equations = Equations(
            [expressions[i] - variables[i] * expressions[j] for i in others], [variables[i] for i in others]
        )
        for box in zeros(equations, rng):
            point = dict(zip(others, box, strict=True))
            v = tuple(point.get(i, arb(1)) for i in range(n))
            speed = _value(g[j], v)
            if speed > 0:
                return v
            if speed < 0 and degree % 2 == 0:  # g(-v) = g(v)
                return tuple(-c for c in v)
    except ALGEBRA_FAILURES:
        return None
    return None


def _value(p: fmpq_mpoly, point: Sequence[arb]) -> arb:
    total = arb(0)
    for m, c in terms(p).items():
        term = arb(c)
        for coordinate, k in zip(point, m, strict=True):
            term *= coordinate**k
        total += term
    return total


__all__ = ["Weights", "expanding_direction", "leading_part", "weights"]
