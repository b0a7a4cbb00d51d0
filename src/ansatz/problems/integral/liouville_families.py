"""Classes of short integrands whose antiderivatives v₀ + Σ cᵢ log vᵢ are known in closed form.

    FAMILIES["algebraic"](rng)      (f, F), or None where the draw has no closed form here

Whole classes are integrated at once, by the formulas of `ansatz.problems.integral.closed_pairs`:

    rational        P/D, D of degree 1, 2 and biquadratic factors over Q
    exponential     R(eˣ), P(x)·eˣ·cos x, √(quadratic in eˣ)
    logarithmic     R(ln x)/x, xⁿ·ln q, xⁿ·ln²x, xⁿ·atan x
    algebraic       P/√q, P·√q, P/((x - r)√q), R(√x), R(x^(1/3))
    trigonometric   R(tan x), R(sin x, cos x) by half angles, R(tanh x)
    tower           v₀ + Σ cᵢ log vᵢ as it stands
"""

import random
from collections.abc import Callable, Mapping
from functools import reduce
from operator import mul
from types import MappingProxyType
from typing import NamedTuple

import symengine as se
from flint import fmpq_poly

from ansatz.algebra.forms import expanded
from ansatz.expr.canonical import derivative
from ansatz.problems.integral.closed_pairs import T, exponential, over_pole_and_root, over_root, polynomial, rational
from ansatz.problems.integral.pairs import Pair, X
from ansatz.problems.integral.small_polynomials import (
    ONE,
    denominator,
    factor,
    integer,
    numerator,
    poly,
    quadratic,
    sparse,
)


class Kernel(NamedTuple):
    """t = theta(x), with outer(x) dx = above/below dt; tidy: what is simpler after t is theta, such as ln eˣ."""

    theta: se.Expr
    above: fmpq_poly
    below: fmpq_poly
    outer: se.Expr = se.Integer(1)
    tidy: Mapping[se.Expr, se.Expr] = MappingProxyType({})


_IDENTITY = Kernel(X, ONE, ONE)
_EXP = Kernel(se.exp(X), ONE, poly(0, 1), tidy={se.log(se.exp(X)): X})
_LOG = Kernel(se.log(X), ONE, ONE, 1 / X)
_ROOTS = (
    Kernel(se.sqrt(X), poly(0, 2), ONE),
    Kernel(se.sqrt(X + 1), poly(0, 2), ONE),
    Kernel(X ** se.Rational(1, 3), poly(0, 0, 3), ONE),
)
_TRIGONOMETRIC = (
    Kernel(se.tan(X), ONE, poly(1, 0, 1), tidy={se.atan(se.tan(X)): X}),
    Kernel(se.tanh(X), ONE, poly(1, 0, -1)),
    Kernel(se.cos(X), poly(-1), poly(1, 0, -1), 1 / se.sin(X)),
    Kernel(se.sin(X), ONE, poly(1, 0, -1), 1 / se.cos(X)),
    Kernel(se.cos(X), poly(-1), ONE, se.sin(X)),
    Kernel(se.sin(X), ONE, ONE, se.cos(X)),
)
_HALF_ANGLE = se.tan(X / 2)
_HALF_TIDY = {se.atan(_HALF_ANGLE): X / 2}


def _shown(P: fmpq_poly, factors: list[fmpq_poly], theta: se.Expr, rng: random.Random) -> se.Expr:
    """P/∏factors in theta, the denominator opened or not."""
    if rng.random() < 0.4:
        factors = [reduce(mul, factors)]
    return polynomial(P, theta) / se.Mul(*(polynomial(part, theta) for part in factors))


def _composed(F: se.Expr, theta: se.Expr, tidy: Mapping[se.Expr, se.Expr]) -> se.Expr:
    F = F.subs({T: theta})
    return F.subs(dict(tidy)) if tidy else F


def _rational_in(kernel: Kernel, rng: random.Random) -> Pair | None:
    """∫ R(theta)·outer dx."""
    factors = denominator(rng)
    whole = reduce(mul, factors)
    P = numerator(rng, min(whole.degree() - (rng.random() < 0.8), 4))
    F = rational(P * kernel.above, whole * kernel.below)
    if F is None:
        return None
    return _shown(P, factors, kernel.theta, rng) * kernel.outer, _composed(F, kernel.theta, kernel.tidy)


def _rational(rng: random.Random) -> Pair | None:
    return _rational_in(_IDENTITY, rng)


def _exponential(rng: random.Random) -> Pair | None:
    draw = rng.random()
    if draw < 0.4:
        return _rational_in(_EXP, rng)
    if draw < 0.55:
        return _root_in_exponential(rng)
    if draw < 0.65:  # t = √x
        pair = _wave(sparse(rng, rng.randint(0, 2)), poly(0, 2), rng)
        return None if pair is None else (pair[0].subs({T: se.sqrt(X)}), pair[1].subs({T: se.sqrt(X)}))
    pair = _wave(sparse(rng, rng.randint(0, 4)), ONE, rng)
    return None if pair is None else (pair[0].subs({T: X}), pair[1].subs({T: X}))


def _wave(P: fmpq_poly, rate: fmpq_poly, rng: random.Random) -> Pair | None:
    """∫ P·e^(at)·(cos bt or sin bt)·rate dt; the pair is (P·e^(at)·…, F) in T."""
    a, b = rng.choice((0, 1, 1, -1, 2, -2, 3)), rng.choice((0, 0, 1, 1, 2, 3))
    if a == 0 and b == 0:
        return None
    real, imaginary = exponential(P * rate, a, b)
    cosine, sine, growth = se.cos(b * T), se.sin(b * T), se.exp(a * T)
    u, v = polynomial(real), polynomial(imaginary)
    if b == 0 or rng.random() < 0.5:
        return polynomial(P) * growth * cosine, growth * (u * cosine - v * sine)
    return polynomial(P) * growth * sine, growth * (u * sine + v * cosine)


def _root_in_exponential(rng: random.Random) -> Pair | None:
    """∫ P(eˣ)/√q(eˣ) dx or its reciprocal power, by t = eˣ, dx = dt/t."""
    P, q = numerator(rng, 2), quadratic(rng)
    F = over_pole_and_root(P, 0, q)
    if F is None:
        return None
    theta = se.exp(X)
    return polynomial(P, theta) / se.sqrt(polynomial(q, theta)), _composed(F, theta, {})


def _logarithmic(rng: random.Random) -> Pair | None:
    draw = rng.random()
    if draw < 0.2:
        return _rational_in(_LOG, rng)
    if draw < 0.75:
        return _power_times_logarithm(rng)
    # t = ln x: ∫ xᵐ·P(ln x) dx = x^(m+1)·Q(ln x), and with cos, sin of b·ln x
    m, b = rng.choice((-3, -2, 0, 0, 1, 1, 2, 3, 4)), rng.choice((0, 0, 0, 1, 2))
    P = sparse(rng, rng.randint(0 if b else 1, 3))
    real, imaginary = exponential(P, m + 1, b)
    theta = se.log(X)
    u, v = polynomial(real, theta), polynomial(imaginary, theta)
    cosine, sine = se.cos(b * theta), se.sin(b * theta)
    return X**m * polynomial(P, theta) * cosine, X ** (m + 1) * (u * cosine - v * sine)


def _power_times_logarithm(rng: random.Random) -> Pair | None:
    """∫ xⁿ·L dx = A·L - ∫ A·L' dx with A = xⁿ⁺¹/(n + 1), for L = ln q, ln(p/q), atan(kx), atan(x²)."""
    n = rng.choice((-4, -3, -2, -2, 0, 0, 1, 1, 2, 3, 4))
    A, below = (fmpq_poly([0] * (n + 1) + [1]), ONE) if n >= 0 else (ONE, fmpq_poly([0] * (-n - 1) + [1]))
    draw = rng.random()
    if draw < 0.6:
        q = factor(rng)
        L, above, rate = se.log(polynomial(q, X)), q.derivative(), q
    elif draw < 0.75:
        p, q = poly(integer(rng), 1), poly(integer(rng), 1)
        if p == q:
            return None
        L = se.log(polynomial(p, X) / polynomial(q, X))
        above, rate = p.derivative() * q - p * q.derivative(), p * q
    else:
        inner = rng.choice((poly(0, 1), poly(0, integer(rng)), poly(integer(rng), 1), poly(0, 0, 1)))
        L, above, rate = se.atan(polynomial(inner, X)), inner.derivative(), inner * inner + 1
    rest = rational(A * above, below * rate)
    return _by_parts(n, L, rest)


def _by_parts(n: int, L: se.Expr, rest: se.Expr | None) -> Pair | None:
    """∫ xⁿ·L dx from rest = ∫ xⁿ⁺¹·L' dx, where that is known."""
    return None if rest is None else (X**n * L, (X ** (n + 1) * L - rest.subs({T: X})) / (n + 1))


def _algebraic(rng: random.Random) -> Pair | None:
    draw = rng.random()
    if draw < 0.3:
        return _rational_in(rng.choice(_ROOTS), rng)
    if draw < 0.45:
        return _power_times_arcsine(rng)
    q = quadratic(rng)
    root = se.sqrt(polynomial(q, X))
    if draw < 0.75:
        P, on_top = numerator(rng, 3), rng.random() < 0.4
        F = over_root(P * q if on_top else P, q)
        f = polynomial(P, X) * (root if on_top else 1 / root)
    else:
        P, r, on_top = numerator(rng, 2), rng.choice((0, 0, 0, 1, -1, 2, -2)), rng.random() < 0.35
        F = over_pole_and_root(P * q if on_top else P, r, q)
        f = polynomial(P, X) / (X - r) * (root if on_top else 1 / root)
    return None if F is None else (f, F.subs({T: X}))


def _power_times_arcsine(rng: random.Random) -> Pair | None:
    """∫ xⁿ·L dx = A·L - ∫ A·L' dx for L = asin x, acos x, asinh x."""
    n = rng.choice((0, 1, 1, 2, 3, -2))
    L, c, q = rng.choice(
        (
            (se.asin(X), 1, poly(1, 0, -1)),
            (se.acos(X), -1, poly(1, 0, -1)),
            (se.asinh(X), 1, poly(1, 0, 1)),
        )
    )
    rest = over_root(fmpq_poly([0] * (n + 1) + [c]), q) if n >= 0 else over_pole_and_root(poly(c), 0, q)
    return _by_parts(n, L, rest)


def _trigonometric(rng: random.Random) -> Pair | None:
    if rng.random() < 0.5:
        return _rational_in(rng.choice(_TRIGONOMETRIC), rng)
    # t = tan(x/2): cos x = (1 - t²)/(1 + t²), sin x = 2t/(1 + t²), dx = 2 dt/(1 + t²)
    one, cosine, sine = poly(1, 0, 1), poly(1, 0, -1), poly(0, 2)

    def combination(share: float) -> tuple[se.Expr, fmpq_poly]:
        a, b, c = (integer(rng) if rng.random() < share else 0 for _ in range(3))
        return a + b * se.cos(X) + c * se.sin(X), a * one + b * cosine + c * sine

    below_x, below = combination(0.7)
    above_x, above, shift = se.Integer(1), poly(2), ONE
    if rng.random() < 0.5:
        above_x, top = combination(0.5)
        above, shift = 2 * top, one
    if below.degree() < 1 or above == 0:
        return None
    F = rational(above, below * shift)
    return None if F is None else (above_x / below_x, _composed(F, _HALF_ANGLE, _HALF_TIDY))


_TOWERS = (
    (se.exp(X),),
    (se.exp(-X),),
    (se.exp(X**2),),
    (se.log(X),),
    (se.log(X), se.exp(X)),
    (se.log(X + 1),),
    (se.sqrt(X),),
    (se.sqrt(X**2 + 1),),
    (se.sqrt(X**2 - 1),),
    (se.sqrt(1 - X),),
    (se.tan(X),),
    (se.sin(X), se.cos(X)),
    (se.sinh(X), se.cosh(X)),
    (se.log(se.log(X)), se.log(X)),
    (se.exp(X), se.sqrt(se.exp(X) + 1)),
    (se.atan(X),),
)


def _tower(rng: random.Random) -> Pair | None:
    """F = v₀ + Σ cᵢ log vᵢ for sums vᵢ over a tower; f = (v₀'·∏v + Σ cᵢ·vᵢ'·∏v/vᵢ)/∏v."""
    kernels = rng.choice(_TOWERS)

    def element(terms: int) -> se.Expr:
        return se.Add(
            *(
                integer(rng) * X ** rng.choice((0, 0, 1, 1, 2)) * rng.choice(kernels) ** rng.choice((0, 1, 1, 2))
                for _ in range(terms)
            )
        )

    arguments = [element(rng.choice((2, 2, 3))) for _ in range(rng.choice((1, 1, 2)))]
    if any(X not in v.free_symbols for v in arguments):
        return None
    coefficients = [integer(rng) for _ in arguments]
    v0 = element(1) if rng.random() < 0.6 else se.Integer(0)
    whole = se.Mul(*arguments)
    numerator = derivative(v0, X) * whole + se.Add(
        *(c * derivative(v, X) * whole / v for c, v in zip(coefficients, arguments, strict=True))
    )
    F = v0 + se.Add(*(c * se.log(v) for c, v in zip(coefficients, arguments, strict=True)))
    return expanded(numerator) / whole, F


FAMILIES: dict[str, Callable[[random.Random], Pair | None]] = {
    "rational": _rational,
    "exponential": _exponential,
    "logarithmic": _logarithmic,
    "algebraic": _algebraic,
    "trigonometric": _trigonometric,
    "tower": _tower,
}
