"""Random polynomials over Q of the kinds that stand in textbook integrands: small, sparse, with short factors."""

import random

from flint import fmpq_poly

ONE = fmpq_poly([1])


def poly(*coefficients: int) -> fmpq_poly:
    """c₀ + c₁t + …"""
    return fmpq_poly(list(coefficients))


def integer(rng: random.Random) -> int:
    """±1…±9, small ones and positive ones more often."""
    absolute = min(1 + int(rng.expovariate(0.45)), 9)
    return absolute if rng.random() < 0.7 else -absolute


def sparse(rng: random.Random, degree: int) -> fmpq_poly:
    """A polynomial of this degree with few terms."""
    lower = [integer(rng) if rng.random() < 0.45 else 0 for _ in range(degree)]
    return fmpq_poly([*lower, 1 if rng.random() < 0.7 else integer(rng)])


def numerator(rng: random.Random, degree: int) -> fmpq_poly:
    """1, or a sparse polynomial of this degree at most."""
    return ONE if rng.random() < 0.4 else sparse(rng, rng.randint(0, max(degree, 0)))


def factor(rng: random.Random) -> fmpq_poly:
    """Of degree 1 or 2, a biquadratic one, or tⁿ ± mⁿ."""
    draw = rng.random()
    if draw < 0.2:
        return poly(0, 1)
    if draw < 0.45:
        return poly(integer(rng), 1 if rng.random() < 0.7 else abs(integer(rng)))
    if draw < 0.65:
        return poly(integer(rng), 0, 1 if rng.random() < 0.7 else abs(integer(rng)))
    if draw < 0.82:
        return poly(integer(rng), integer(rng), 1)
    if draw < 0.92:  # tⁿ ± mⁿ has the factors that are asked for
        n, m = rng.choice((3, 3, 4, 6)), rng.choice((1, 1, 2))
        return fmpq_poly([rng.choice((-1, 1)) * m**n] + [0] * (n - 1) + [1])
    s = rng.choice((1, 1, 1, 2, 3))
    return poly(s * s, 0, rng.randint(1 - 2 * s, 2 * s - 1), 0, 1)


def denominator(rng: random.Random) -> list[fmpq_poly]:
    """Its factors as they are shown; the same one may occur twice."""
    factors = [factor(rng) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
    if rng.random() < 0.15:
        factors.append(factors[0])
    return factors


def quadratic(rng: random.Random) -> fmpq_poly:
    """With both outer coefficients, seldom with the middle one."""
    middle = integer(rng) if rng.random() < 0.4 else 0
    return poly(integer(rng), middle, integer(rng) if rng.random() < 0.5 else rng.choice((1, 1, -1)))
